import ClinicArchive
import ClinicFiles
import Foundation
import HashChain
import Journal
import JournalSQLite
import Messages
import TestSupport
import Testing

@testable import PeerBench

/// A clinic's folder with journals that are written by hand: a backup can be taken between two
/// steps, and a journal lost after them.
final class SavedClinic {
    let place: TemporaryFolder
    let folder: ClinicFolder
    let mode: ClinicMode
    private var authors: [Identity: Author] = [:]
    private var journals: [Identity: any JournalStore] = [:]
    private var cursors: [Identity: [EventStream: Cursor]] = [:]

    var backup: String { place.path + "/backup" }

    init() throws {
        place = try TemporaryFolder()
        folder = ClinicFolder(path: place.path + "/small")
        mode = try SmallClinic.mode()
        try folder.create(configuration: SmallClinic.text(), mode: mode)
        try KeyFolder(of: folder).prepare(clinic: SmallClinic.clinic(), mode: mode)
    }

    /// An event of a service, as published.
    func event(_ event: some Event, by owner: Identity, cause: MessageID? = nil) throws -> Envelope
    {
        let added = cause.map { "\"causationid\":\"\($0)\"" } ?? ""
        return try Envelope(
            authors[owner, default: Author(owner)].event(event, addedAttribute: added))
    }

    /// Opens a service's journal, or gives the one that is open.
    func journal(of owner: Identity) throws -> any JournalStore {
        if let known = journals[owner] { return known }
        let journal = try SQLiteJournal.open(
            folder: folder.journals, identity: folder.journalIdentity(of: owner, mode: mode),
            key: KeyFolder(of: folder).storageKey(of: owner))
        journals[owner] = journal
        return journal
    }

    /// A service decides something, upon an input of another if there is one.
    func decide(_ events: [Envelope], by owner: Identity, upon input: Envelope? = nil) throws {
        var effects = Effects(noted: input, events: events)
        if let input { effects.cursors = try moved(input) }
        try journal(of: owner).commit([effects])
    }

    /// The ledger, or another reader that keeps the bytes, reads some events.
    func read(_ events: [Envelope], by reader: Identity = .ledger, isNoted: Bool = true) throws {
        for event in events {
            let noted = isNoted ? event : nil
            try journal(of: reader).commit([Effects(noted: noted, cursors: moved(event))])
        }
    }

    private func moved(_ event: Envelope) throws -> [EventStream: Cursor] {
        guard case .event(let stream) = event.address else { return [:] }
        let sequence = try #require(event.attributes.sequence)
        return [stream: Cursor(sequence: sequence, hash: HashChain.hash(of: event.raw))]
    }

    /// Every process ends.
    func stop() {
        for journal in journals.values { journal.close() }
        journals = [:]
    }

    /// A journal's disk is gone.
    func destroy(_ owner: Identity) throws {
        stop()
        try Data(repeating: 7, count: 9_000).write(
            to: URL(filePath: folder.journalFile(of: owner)))
    }

    /// Some processes are killed: what they wrote last is in SQLite's log and not in the file.
    func kill(_ owners: [Identity]) throws {
        let files = FileManager.default
        let all = owners.flatMap { owner in
            ["", "-wal", "-shm"].map { folder.journalFile(of: owner) + $0 }
        }
        for file in all { try files.copyItem(atPath: file, toPath: file + ".left") }
        stop()
        for file in all {
            try? files.removeItem(atPath: file)
            try files.moveItem(atPath: file + ".left", toPath: file)
        }
    }

    func save(at time: Timestamp? = nil) async throws -> Backup {
        try await BackupWriter.write(
            to: backup, of: folder, mode: mode, patience: .zero, at: time)
    }
}
