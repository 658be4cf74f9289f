import ClinicArchive
import ClinicFiles
import Foundation
import Journal
import JournalSQLite
import Messages
import Platform
import TestSupport
import Testing

@Suite("A journal that is restored")
struct RestorationTests {
    private let saved: SavedClinic
    private let clients: [Envelope]
    private let own: [Envelope]

    /// One input and what it caused; then the backup; then one input without effect, one with, and
    /// a command.
    init() async throws {
        saved = try SavedClinic()
        let saved = saved
        let clients = try (1...3).map {
            try saved.event(
                ClientRegistered(
                    client: ClientID("c-\($0)"), ages: .adult, language: "en", commitments: [],
                    owner: "t01"), by: .assessment)
        }
        let own = try [clients[0].id, clients[2].id, "command-1"].map {
            try saved.event(PairingForbidden.example, by: .peerGroups, cause: $0)
        }
        for client in clients { try saved.decide([client], by: .assessment) }
        try saved.decide([own[0]], by: .peerGroups, upon: clients[0])
        try saved.read(clients + [own[0]])
        _ = try await saved.save()
        try saved.decide([], by: .peerGroups, upon: clients[1])
        try saved.decide([own[1]], by: .peerGroups, upon: clients[2])
        try saved.decide([own[2]], by: .peerGroups)
        try saved.read([own[1]])
        self.clients = clients
        self.own = own
    }

    private var backup: Backup { get throws { try Backup(at: saved.backup) } }

    private func restore(_ owners: Identity...) throws -> Restoration.Report {
        try restore(owners)
    }

    private func restore(_ owners: [Identity]) throws -> Restoration.Report {
        try Restoration.run(owners, from: backup, in: saved.folder)
    }

    @Test("It has every entry in the order in which it was written, and its answers")
    func whole() throws {
        try saved.read([own[2]])
        let before = try saved.journal(of: .peerGroups).entries(after: 0, limit: 100)
        let cursors = try saved.journal(of: .peerGroups).cursors()
        try saved.destroy(.peerGroups)
        for _ in 1...2 {
            // The second time, nothing is damaged, and nothing becomes different.
            let report = try restore(.peerGroups)
            #expect(report.losses == [])
            #expect(report.journals.map(\.saved) == [2])
            #expect(report.journals.map(\.events) == [2])
            #expect(report.journals.map(\.inputs) == [2])
            let kept = try #require(report.journals.first?.kept)
            #expect(FileManager.default.fileExists(atPath: kept))
            let journal = try saved.journal(of: .peerGroups)
            #expect(try journal.entries(after: 0, limit: 100) == before)
            #expect(try journal.cursors() == cursors)
            #expect(try journal.verify().damage == nil)
            let receipt = try #require(
                try journal.receipt(asker: .simulator, message: "command-1"))
            let answer = try JSONText.decode(Answer.self, from: receipt.answer)
            #expect(answer == Answer(outcome: .accepted, events: [own[2].id]))
            #expect(try journal.receipt(asker: .simulator, message: clients[2].id) == nil)
            saved.stop()
        }
    }

    @Test("What the ledger lacks comes from whoever else noted it")
    func otherReader() throws {
        try saved.read(own, by: .aftercare)
        try saved.destroy(.peerGroups)
        #expect(try restore(.peerGroups).journals.map(\.events) == [2])
        #expect(try saved.journal(of: .peerGroups).heads().values.map(\.sequence) == [3])
        saved.stop()
    }

    @Test("Nothing is changed if a reader would be beyond it; with the reader, all agree again")
    func readerBeyond() throws {
        try saved.read(own, by: .aftercare, isNoted: false)
        try saved.read([own[2]], by: .scheduler, isNoted: false)
        _ = try saved.journal(of: .peerGroups)
        try saved.destroy(.peerGroups)
        let file = saved.folder.journalFile(of: .peerGroups)
        let before = FileManager.default.contents(atPath: file)
        let error = #expect(throws: ArchiveError.self) { try restore(.peerGroups) }
        guard case .readersBeyond(let losses, let readers, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(readers == [.aftercare, .scheduler])
        #expect(losses.contains("peer-groups.pairing 3 to 3, read by aftercare"))
        #expect(FileManager.default.contents(atPath: file) == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: saved.folder.journals)
                .filter { $0.contains("restoring") || $0.contains("replaced") } == [])
    }

    @Test("A reader is not restored beyond an owner whose journal began anew")
    func beyondWhatIsThere() throws {
        saved.stop()
        try FileManager.default.removeItem(atPath: saved.folder.journalFile(of: .assessment))
        _ = try saved.journal(of: .assessment)
        saved.stop()
        let error = #expect(throws: ArchiveError.self) { try restore(.peerGroups) }
        guard case .readersBeyond(let losses, let readers, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(losses == ["assessment.client 1 to 3, read by peer-groups"])
        #expect(readers == [])
        #expect(try saved.journal(of: .peerGroups).count() == 6)
        saved.stop()
    }

    @Test("Beside a reader whose journal cannot be read nothing is changed; with it, all agree")
    func unreadableReader() throws {
        // It has read what is restored by nobody: the backup's copy of it would not tell.
        try saved.read(own, by: .assessment, isNoted: false)
        try saved.destroy(.peerGroups)
        try saved.destroy(.assessment)
        let file = saved.folder.journalFile(of: .peerGroups)
        let before = FileManager.default.contents(atPath: file)
        let error = #expect(throws: ArchiveError.self) { try restore(.peerGroups) }
        guard case .unreadable(let readers, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(Set(readers.keys) == [.assessment])
        #expect(error?.advice.remedy.contains("stop assessment, and name them") == true)
        #expect(FileManager.default.contents(atPath: file) == before)
        #expect(try restore(.peerGroups, .assessment).journals.count == 2)
        #expect(try saved.journal(of: .assessment).cursors() == [:])
        saved.stop()
    }

    @Test(
        "A manifest that somebody altered is refused by name, whoever sealed it",
        arguments: ["position", "list", "no seal", "another clinic's seal", "nothing in it"])
    func altered(how: String) async throws {
        let (manifest, seal) = (saved.backup + "/manifest.json", saved.backup + "/manifest.seal")
        let files = FileManager.default
        func text(_ path: String) throws -> String {
            try String(contentsOfFile: path, encoding: .utf8)
        }
        func put(_ text: String, _ path: String) throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        var altered = try JSONText.decode(
            BackupManifest.self, from: Array(text(manifest).utf8))
        #expect(try backup.faults(keysOf: saved.folder) == [])
        switch how {
        case "position": altered.journals["peer-groups"]?.heads = [:]
        case "list": altered.files["plugins/evil/plugin.json"] = altered.files["clinic.json"]
        case "no seal": try files.removeItem(atPath: seal)
        case "nothing in it": (altered.journals, altered.files) = ([:], [:])
        default:
            let other = try SavedClinic()
            _ = try await other.save()
            try put(text(other.backup + "/manifest.seal"), seal)
        }
        if how != "no seal", how != "another clinic's seal" {
            try put(JSONText.readable(altered) + "\n", manifest)
        }
        saved.stop()
        let fault = "manifest.json is not what was written with this clinic's keys."
        #expect(try backup.faults(keysOf: saved.folder) == [fault])
        #expect(throws: ArchiveError.damaged(saved.backup, [fault])) {
            try restore(how == "nothing in it" ? [] : [.peerGroups])
        }
    }

    @Test("Until an interrupted restore is given again, the process does not start")
    func interrupted() throws {
        try saved.destroy(.peerGroups)
        let work = saved.folder.journals + "/peer-groups.restoring"
        try FileManager.default.createDirectory(
            atPath: work, withIntermediateDirectories: false)
        try FileManager.default.removeItem(atPath: saved.folder.journalFile(of: .peerGroups))
        let file = saved.folder.journalFile(of: .peerGroups)
        #expect(throws: SQLiteJournalError.beingRestored(path: file, .absent)) {
            try saved.journal(of: .peerGroups)
        }
        _ = try restore(.peerGroups)
        #expect(try saved.journal(of: .peerGroups).count() == 5)
        saved.stop()
    }

    @Test("A journal that a process has open is not replaced")
    func running() throws {
        #expect(throws: SQLiteJournalError.self) { try restore(.peerGroups) }
        saved.stop()
        #expect(throws: ArchiveError.absent(.scheduler)) { try restore(.scheduler) }
    }

    @Test("Names and contacts since the backup are named as lost")
    func identifying() throws {
        try saved.destroy(.assessment)
        let losses = try restore(.assessment).losses
        #expect(losses.count == 1)
        #expect(losses.first?.hasPrefix("assessment.identity after event 0") == true)
    }

    @Test("A backup is closed to others, without keys, never overwritten, and any change is found")
    func backupFolder() async throws {
        let first = try backup
        #expect(first.manifest.isClosed)
        #expect(first.faults(keysOf: saved.folder) == [])
        let files = FileManager.default
        for name in [
            "", "/journals", "/plugins", "/manifest.json", "/manifest.seal",
            "/journals/ledger.sqlite",
        ] {
            let attributes = try files.attributesOfItem(atPath: saved.backup + name)
            let permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
            #expect(permissions & 0o077 == 0, "\(name)")
        }
        #expect(
            try files.subpathsOfDirectory(atPath: saved.backup).filter { $0.contains("key") } == [])
        await #expect(throws: ArchiveError.exists(saved.backup)) { try await saved.save() }

        let file = saved.backup + "/journals/peer-groups.sqlite"
        var bytes = try #require(files.contents(atPath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: file))
        #expect(
            first.faults(keysOf: saved.folder).first == "journals/peer-groups.sqlite has changed.")
        saved.stop()
        #expect(throws: ArchiveError.self) { try restore(.peerGroups) }
        try files.removeItem(atPath: saved.backup + "/manifest.json")
        #expect(throws: ArchiveError.notABackup(saved.backup)) { try backup }
    }

    @Test("A ledger that lags and a journal that is damaged are gaps, which the manifest names")
    func gaps() async throws {
        try FileManager.default.removeItem(atPath: saved.backup)
        // The ledger has not read the third own event.
        let lagging = try await saved.save()
        #expect(lagging.manifest.gaps == ["The ledger has peer-groups.pairing up to 2 of 3."])
        try FileManager.default.removeItem(atPath: saved.backup)
        try saved.destroy(.assessment)
        let damaged = try await saved.save()
        #expect(damaged.manifest.owners == [.ledger, .peerGroups])
        #expect(damaged.manifest.gaps.first?.hasPrefix("assessment is not in it") == true)
        let left = try FileManager.default.contentsOfDirectory(atPath: saved.place.path)
        #expect(left.sorted() == ["backup", "small"])

        // Between two journals there may be none.
        try FileManager.default.removeItem(atPath: saved.backup)
        let file = saved.folder.journalFile(of: .peerGroups)
        try FileManager.default.moveItem(atPath: file, toPath: file + ".aside")
        try FileManager.default.createDirectory(
            atPath: saved.folder.journals + "/peer-groups.restoring",
            withIntermediateDirectories: false)
        let between = try await saved.save().manifest.gaps
        #expect(
            between.contains("peer-groups is not in it: a restore of its journal has not ended."))

        // What has the name of the journal may be the one that was to be replaced.
        try FileManager.default.removeItem(atPath: saved.backup)
        try FileManager.default.moveItem(atPath: file + ".aside", toPath: file)
        let beside = try await saved.save().manifest
        #expect(beside.owners == [.ledger])
        #expect(
            beside.gaps.contains(
                "peer-groups is not in it: a restore of its journal has not ended."))
    }

    @Test("No backup is made while a restore is under way")
    func backupBesideRestore() async throws {
        try FileManager.default.removeItem(atPath: saved.backup)
        let lock = try FileLock(path: saved.folder.journals + "/restore.lock")
        await #expect(throws: ArchiveError.restoring(saved.folder.path)) { try await saved.save() }
        withExtendedLifetime(lock) {}
    }
}
