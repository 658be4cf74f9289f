package import Journal
internal import JournalSQLite

/// Which journal a process wants, and what opens it.
package struct JournalAddress: Sendable {
    /// The clinic's folder of journals.
    package let folder: String
    /// Whose journal it is.
    package let identity: JournalIdentity
    /// What it is sealed with.
    package let key: JournalKey
    /// The file that says that it has begun.
    package let witness: String

    init(folder: String, identity: JournalIdentity, key: JournalKey, witness: String) {
        (self.folder, self.identity, self.key, self.witness) = (folder, identity, key, witness)
    }

    /// The journal as a file in its folder. No other process may have it.
    package func openFile() throws -> any JournalStore {
        try SQLiteJournal.open(folder: folder, identity: identity, key: key, witness: witness)
    }
}

/// Opens a process's journal, in whatever keeps it.
package typealias JournalOpening = @Sendable (JournalAddress) throws -> any JournalStore
