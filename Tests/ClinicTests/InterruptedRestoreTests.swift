import ClinicArchive
import ClinicFiles
import Foundation
import Journal
import JournalSQLite
import Messages
import Synchronization
import Testing

/// Real processes end here, between every two steps.
@Suite("A restore that is interrupted")
struct InterruptedRestoreTests {
    private static let owners: [Identity] = [.assessment, .peerGroups]
    /// Entries of the journals that are there, and of the restored ones: the ledger lacks the last.
    private static let old: [Identity: Int64] = [.assessment: 3, .peerGroups: 4]
    private static let new: [Identity: Int64] = [.assessment: 2, .peerGroups: 3]

    /// Two journals behind a backup, whose last entries are in SQLite's log alone: their processes
    /// were killed.
    private static func clinic() async throws -> SavedClinic {
        let saved = try SavedClinic()
        let clients = try (1...3).map {
            try saved.event(
                ClientRegistered(
                    client: ClientID("c-\($0)"), ages: .adult, language: "en", commitments: [],
                    owner: "t01"), by: .assessment)
        }
        let own = try (1...4).map { _ in
            try saved.event(PairingForbidden.example, by: .peerGroups, cause: "command-1")
        }
        try saved.decide([clients[0]], by: .assessment)
        try saved.decide([own[0]], by: .peerGroups)
        try saved.read([clients[0], own[0]])
        _ = try await saved.save()
        try saved.decide(Array(clients[1...]), by: .assessment)
        try saved.decide(Array(own[1...]), by: .peerGroups)
        try saved.read([clients[1]] + own[1...2])
        try saved.kill(owners)
        return saved
    }

    private static func restore(
        _ folder: String, from backup: String, pause: @escaping (String) -> Void = { _ in }
    ) throws -> Restoration.Report {
        try Restoration.run(
            owners, from: Backup(at: backup), in: ClinicFolder(path: folder), pause: pause)
    }

    /// A process restores, and is killed after some of its steps.
    private static func restoreIsKilled(_ folder: String, from backup: String, at step: Int) async {
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [folder = folder as String, backup = backup as String, step = step as Int] in
            let left = Mutex(step)
            _ = try InterruptedRestoreTests.restore(folder, from: backup) { _ in
                left.withLock { $0 -= 1 }
                if left.withLock({ $0 }) == 0 { kill(getpid(), SIGKILL) }
            }
        }
    }

    private static let steps = 17

    @Test("Uninterrupted, it takes as many steps as are tried")
    func uninterrupted() async throws {
        let saved = try await Self.clinic()
        let names = Mutex<[String]>([])
        let report = try Self.restore(saved.folder.path, from: saved.backup) { name in
            names.withLock { $0.append(name) }
        }
        #expect(names.withLock { $0 }.count == Self.steps)
        #expect(Set(names.withLock { $0 }).count == Self.steps)
        #expect(report.journals.compactMap(\.kept).count == 2)
        try Self.expectWhole(saved, report)
    }

    @Test(
        "After any step each journal is the old one or the new one, and it says which",
        arguments: 1...steps)
    func interrupted(step: Int) async throws {
        let saved = try await Self.clinic()
        let (folder, backup) = (saved.folder.path, saved.backup)
        await Self.restoreIsKilled(folder, from: backup, at: step)
        var found: [Identity: RestoreMark.Progress?] = [:]
        for owner in Self.owners {
            do {
                let journal = try saved.journal(of: owner)
                let restored = Self.new[owner]
                // Only what was not begun is still the old one.
                #expect(try journal.count() == (step > 2 ? restored : Self.old[owner]))
                found[owner] = .some(nil)
                saved.stop()
            } catch SQLiteJournalError.beingRestored(_, let progress) {
                found[owner] = progress
                guard progress != .exchanging else { continue }
                #expect(progress == .untouched)
                let view = try saved.folder.view(of: owner, mode: saved.mode)
                #expect(try view.count() == Self.old[owner])
                view.close()
            }
        }
        // All of them or none: a reader may not go on beside an owner that went back.
        let isDecided = found.values.contains { $0 == .exchanging }
        if isDecided { #expect(!found.values.contains { $0 == .untouched }) }

        let report = try Self.restore(folder, from: backup)
        let finished = found.values.contains { $0 == .exchanging }
        #expect(
            report.remarks.contains { $0.contains("that journal has its place now") } == finished)
        try Self.expectWhole(saved, report)
    }

    @Test(
        "It may be interrupted again while it is completed",
        arguments: [(7, 1), (7, 3), (8, 2), (9, 2), (10, 1), (12, 4), (16, 1)])
    func twice(first: Int, second: Int) async throws {
        let saved = try await Self.clinic()
        for step in [first, second, 1] {
            await Self.restoreIsKilled(saved.folder.path, from: saved.backup, at: step)
        }
        try Self.expectWhole(saved, Self.restore(saved.folder.path, from: saved.backup))
    }

    /// The new journals are in their places, the old ones whole beside, and nothing else is left.
    private static func expectWhole(_ saved: SavedClinic, _ report: Restoration.Report) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: saved.folder.journals)
        #expect(!names.contains { $0.contains("restoring") || $0.hasSuffix(".restored") })
        for owner in owners {
            #expect(try saved.journal(of: owner).count() == new[owner])
            let kept = names.filter {
                $0.hasPrefix("\(owner).sqlite.replaced-") && !$0.hasSuffix("-wal")
                    && !$0.hasSuffix("-shm")
            }
            let counts = try kept.map {
                let journal = try SQLiteJournal.view(
                    of: "\(saved.folder.journals)/\($0)",
                    identity: saved.folder.journalIdentity(of: owner, mode: saved.mode),
                    key: KeyFolder(of: saved.folder).storageKey(of: owner))
                defer { journal.close() }
                return try journal.count()
            }
            #expect(counts.filter { $0 == old[owner] }.count == 1, "\(names.sorted())")
            #expect(counts.allSatisfy { $0 == old[owner] || $0 == new[owner] })
        }
        saved.stop()
    }
}
