package import ClinicFiles
internal import Foundation
package import Journal
package import JournalSQLite
package import Messages

extension ClinicFolder {
    /// Who has a journal here, in order.
    package var journalOwners: [Identity] {
        owners(of: ".sqlite")
    }

    /// Who has a journal here or has lost one, in order: what shows that it has begun is there.
    package var begunJournals: [Identity] {
        let elsewhere = (try? standingClinic())?.elsewhere ?? []
        let begun = KeyFolder(of: self).begun.filter { !elsewhere.contains($0) }
        return Set(journalOwners + begun).sorted()
    }

    /// Whose restore was begun and has not ended, in order.
    var unfinishedRestores: [Identity] { owners(of: ".restoring") }

    private func owners(of ending: String) -> [Identity] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: journals)) ?? []
        return names.filter { $0.hasSuffix(ending) }.compactMap {
            Identity(String($0.dropLast(ending.count)))
        }
        .sorted()
    }

    /// Whether an identity has a journal here, or has lost one: its key is there.
    package func keepsJournal(of identity: Identity) -> Bool {
        journalOwners.contains(identity)
            || (try? KeyFolder(of: self).storageKey(of: identity)) != nil
    }

    /// Where an identity's journal lies.
    package func journalFile(of identity: Identity) -> String { "\(journals)/\(identity).sqlite" }

    /// What the file of an identity's journal says of itself.
    package func journalIdentity(of identity: Identity, mode: ClinicMode) -> JournalIdentity {
        JournalIdentity(clinic: mode.clinic, kind: mode.kind.rawValue, identity: identity)
    }

    /// An identity's journal as it is at this moment, whether or not its process runs.
    package func view(of identity: Identity, mode: ClinicMode) throws -> SQLiteJournal {
        try view(
            at: journalFile(of: identity), identity: journalIdentity(of: identity, mode: mode))
    }

    /// A journal's file, wherever it lies, opened with this clinic's keys.
    func view(at path: String, identity: JournalIdentity) throws -> SQLiteJournal {
        try SQLiteJournal.view(
            of: path, identity: identity,
            key: KeyFolder(of: self).storageKey(of: identity.identity))
    }

    /// Has the ledger's index of names built anew when its process starts next; it must be down.
    package func forgetIndex(mode: ClinicMode) throws {
        let journal = try openJournal(of: .ledger, at: journals, mode: mode)
        defer { journal.close() }
        try journal.forgetNames()
    }

    /// An identity's journal in another folder, opened to be written.
    func openJournal(of identity: Identity, at place: String, mode: ClinicMode) throws
        -> SQLiteJournal
    {
        try SQLiteJournal.open(
            folder: place, identity: journalIdentity(of: identity, mode: mode),
            key: KeyFolder(of: self).storageKey(of: identity))
    }
}
