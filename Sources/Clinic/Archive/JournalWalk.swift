package import ClinicFiles
internal import Journal
internal import JournalSQLite
package import Messages

/// The findings of a walk over one identity's journal, beside the process that has it.
package struct JournalWalk: Sendable {
    /// A stream, and where it ends or how far it was read.
    package typealias Place = (stream: EventStream, sequence: Int64, hash: String)

    package let identity: Identity
    /// Entries that are whole, from the first on.
    package let entries: Int64
    /// The last event of each own stream.
    package let heads: [Place]
    /// The first damage, with its remedy; `nil` if there is none.
    package let damage: Advice?

    /// Walks the whole file: each entry's bytes, each stream's sequence and chain, the lists, and
    /// SQLite's own structures. A file that cannot be opened is damage too.
    package init(of identity: Identity, in folder: ClinicFolder, mode: ClinicMode) {
        self.identity = identity
        do {
            let file = folder.journalFile(of: identity)
            let keys = KeyFolder(of: folder)
            if !Disk.exists(file), keys.begun.contains(identity) {
                throw SQLiteJournalError.vanished(path: file, keys.witness(of: identity))
            }
            let journal = try folder.view(of: identity, mode: mode)
            defer { journal.close() }
            let report = try journal.verify()
            entries = report.entries
            heads = report.heads.sorted { $0.key < $1.key }
                .map { ($0.key, $0.value.sequence, $0.value.hash) }
            damage = report.damage?.advice
        } catch {
            entries = 0
            heads = []
            damage =
                (error as? any Remediable)?.advice
                ?? Advice("The journal cannot be read.", remedy: "Check its disk.")
        }
    }
}
