package import Messages
internal import Platform

/// Holds a journal's file against its process, without opening it: for as long as it lives, no
/// process can have the journal.
package final class JournalHold: Sendable {
    private let lock: FileLock

    /// Takes hold of an identity's journal, or says which process has it.
    package init(folder: String, identity: Identity) throws {
        lock = try SQLiteJournal.lock(of: identity, in: folder)
    }
}
