import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Backup and restore", .timeLimit(.minutes(15)))
    struct RestoreTests {
        @Test(
            "A journal that is destroyed comes back from the backup and the ledger, each event once"
        )
        func drill() async throws {
            try await RunningClinic.with("drill") { clinic in
                let backup = clinic.path + "-backup"
                defer { try? FileManager.default.removeItem(atPath: backup) }
                try await clinic.up()
                try await clinic.played(weeks: 1)
                let play = try clinic.play(weeks: 20, pace: 0.05)
                defer { play.signal(SIGKILL) }
                try await clinic.waits(for: "ready", of: "simulator") {
                    $0.time > "2026-10-14"
                }
                let saved = try await clinic.cairn("backup", backup)
                #expect(saved.code == 0, "\(saved.output)\(saved.errors)")
                #expect(try await clinic.cairn("backup", "verify", backup).code == 0)
                #expect(try await clinic.cairn("backup", backup).code != 0)
                let later = try #require(try await clinic.status()).time
                try await clinic.waits(for: "ready", of: "simulator") {
                    $0.time.prefix(10) > later.prefix(10)
                }
                // What nobody but the lost journal had could come back from nowhere.
                play.signal(SIGKILL)
                try await ledgerHasAll(of: clinic)
                try await loses("assessment", clinic, backup: backup)
                try await clinic.up()
                try await clinic.played(weeks: 3)
                try await loses("scheduler", clinic, backup: backup)
                try await clinic.up()
                try await clinic.played(weeks: 4)
                try await losesTheAsker(clinic, backup: backup)
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")

                // Elsewhere, from the backup alone and the keys.
                let copy = RunningClinic(folder: URL(filePath: clinic.path + "-two"))
                let keys = clinic.folder.appending(path: "keys")
                try FileManager.default.createDirectory(
                    at: copy.folder, withIntermediateDirectories: true)
                try FileManager.default.copyItem(
                    at: keys, to: copy.folder.appending(path: "keys"))
                let whole = try await copy.cairn("restore", backup, "--all")
                #expect(whole.code == 0, "\(whole.output)\(whole.errors)")
                #expect(try await copy.cairn("journal", "verify", "--all").code == 0)
                // The programs of plugins are in no backup: the rehearsal goes on without them.
                try await copy.up()
                try await wait(for: "its withdrawal") {
                    try await copy.withdrawals() == ["cbt"]
                }
                let status = try await copy.cairn("status")
                #expect(
                    status.code == 1 && status.output.contains("is not there: cbt does not run"))
                #expect(status.output.contains("`cairn plugin upgrade FOLDER`"), "\(status.output)")
                try await copy.played(weeks: 3)
                // What is told to do has it again.
                let original = clinic.folder.appending(path: "plugins/cbt").path
                let back = try await copy.cairn("plugin", "upgrade", original)
                #expect(back.code == 0, "\(back.errors)")
                try await copy.waits(for: "ready", of: "cbt")
                let second = try await copy.checked()
                #expect(second.code == 0, "\(second.output)\(second.errors)")
                #expect(try await copy.cairn("down").code == 0)
            }
        }

        /// Destroys the journal of the one who gives commands, and restores it: it decides again on
        /// the weeks since the backup, which it sees as a whole now.
        private func losesTheAsker(_ clinic: RunningClinic, backup: String) async throws {
            let file = clinic.path + "/journals/simulator.sqlite"
            try Data(repeating: 0x5a, count: 40_000).write(to: URL(filePath: file))
            let result = try await clinic.cairn("restore", backup, "simulator")
            try #require(result.code == 0, "\(result.output)\(result.errors)")
            // It publishes nothing, so nothing of it is skipped.
            #expect(!result.output.contains("NOT restored"), "\(result.output)")
            try await clinic.played(weeks: 5)
        }

        /// Nobody gives commands any more: the ledger has all once nothing more comes to it.
        private func ledgerHasAll(of clinic: RunningClinic) async throws {
            var before = -1
            try await wait(for: "a ledger to which nothing more comes") {
                let count = try await clinic.history().lines.count
                defer { before = count }
                return count == before
            }
        }

        /// Kills the whole clinic, destroys one journal, and restores it.
        private func loses(_ owner: String, _ clinic: RunningClinic, backup: String) async throws {
            for process in clinic.processes() { kill(process.pid, SIGKILL) }
            try await wait(for: "the end of all processes") { clinic.processes().isEmpty }
            let before = try await JournalLines(of: owner, in: clinic)
            let file = clinic.path + "/journals/\(owner).sqlite"
            try FileManager.default.removeItem(atPath: file + "-wal")
            try Data(repeating: 0x5a, count: 40_000).write(to: URL(filePath: file))
            #expect(try await clinic.cairn("journal", "verify", owner).code == 1)

            let result = try await clinic.cairn("restore", backup, owner)
            try #require(result.code == 0, "\(result.output)\(result.errors)")
            let after = try await JournalLines(of: owner, in: clinic)
            // What was published is there again, byte for byte, in order, and nothing else.
            #expect(after.published == before.published)
            #expect(before.published.values.map(\.count).reduce(0, +) > 50)
            for (stream, lost) in before.identifying where after.identifying[stream] != lost {
                #expect(result.output.contains("NOT restored: \(stream)"))
            }
            // Every command that was accepted has its events, and its answer if it is repeated.
            let hidden = Set(before.identifying.values.joined())
            #expect(before.accepted.count > 5)
            // Which came first within a commit is told for each stream: streams have frames of their
            // own. Across them an answer names the same events, in any order.
            for (command, events) in before.accepted {
                let kept = Set(events).subtracting(hidden)
                let restored = after.accepted[command] ?? []
                #expect(Set(restored).subtracting(hidden) == kept)
                #expect(Set(restored).count == restored.count)
            }
            let replaced = try FileManager.default.contentsOfDirectory(
                atPath: clinic.path + "/journals")
            #expect(replaced.contains { $0.hasPrefix("\(owner).sqlite.replaced-") })
            #expect(!replaced.contains { $0.hasSuffix(".restoring") })
        }
    }
}

/// What a journal's export tells, for comparing.
struct JournalLines {
    /// The ids of own events by stream, in order; those that the ledger may have.
    var published: [String: [String]] = [:]
    /// The others.
    var identifying: [String: [String]] = [:]
    /// The events of each accepted command, by asker and id.
    var accepted: [String: [String]] = [:]

    private struct Line: Decodable {
        var entry: Entry?
        var receipt: Receipt?
        struct Entry: Decodable {
            var own: Bool
            var identifying: Bool?
            var topic: String
            var attributes: String
            var data: String
        }
        struct Receipt: Decodable {
            var asker: String
            var message: String
            var answer: String
        }
    }

    init(of owner: String, in clinic: RunningClinic) async throws {
        let export = try await clinic.cairn("journal", "export", owner)
        try #require(export.code == 0, "\(export.errors)")
        for text in export.output.split(separator: "\n") {
            let line = try JSONText.decode(Line.self, from: Array(text.utf8))
            if let entry = line.entry, entry.own {
                let attributes = try JSONText.decode(
                    Attributes.self, from: Array(entry.attributes.utf8))
                let stream = entry.topic.split(separator: ".")[1...2].joined(separator: ".")
                // With the bytes, so that an equal id with another body is another event.
                if entry.identifying == true {
                    identifying[stream, default: []].append(attributes.id.text)
                } else {
                    published[stream, default: []].append(
                        "\(attributes.id) \(entry.attributes) \(entry.data)")
                }
            }
            if let receipt = line.receipt {
                let answer = try JSONText.decode(Answer.self, from: Array(receipt.answer.utf8))
                guard answer.outcome == .accepted, !answer.events.isEmpty else { continue }
                accepted["\(receipt.asker) \(receipt.message)"] = answer.events.map(\.text)
            }
        }
    }
}
