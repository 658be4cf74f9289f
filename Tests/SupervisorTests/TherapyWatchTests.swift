import Bus
import ClinicFiles
import Foundation
import HashChain
import Messages
import Supervisor
import SupervisorCore
import TestSupport
import Testing

@testable import cairn_supervisor

@Suite("Plugins, as the supervisor sees them", .timeLimit(.minutes(2)))
struct TherapyWatchTests {
    let clinic: TestClinic
    init() throws { clinic = try TestClinic() }

    private func bench() throws -> RecordBench {
        try FileManager.default.createDirectory(
            atPath: clinic.file("keys"), withIntermediateDirectories: true)
        return try RecordBench(clinic, [])
    }

    /// Looks again and again until it is so.
    private func looks(
        _ bench: RecordBench, until what: Comment, _ isSo: () async throws -> Bool
    ) async throws {
        try await eventually(what) {
            try await bench.turn(after: 2_000)
            return try await isSo()
        }
    }

    private func status(_ bench: RecordBench) throws -> PluginStatus? {
        (try bench.record.answer(Plugins()) as? [PluginStatus])?.first
    }

    private func approve(_ bench: RecordBench) throws -> Answer {
        let waiting = try #require(try status(bench)?.waiting)
        let text = try String(
            contentsOfFile: clinic.file("plugins/dbt/plugin.json"), encoding: .utf8)
        return try bench.give(
            ApprovePlugin(
                plugin: "dbt", version: waiting.version, hash: waiting.hash,
                contract: JSONText.decode(JSONFragment.self, from: Array(text.utf8)),
                unconfined: false))
    }

    @Test("What is dropped in is found and runs nowhere; what is approved runs as it was approved")
    func approved() async throws {
        try clinic.place("1")
        let bench = try bench()
        try await bench.supervising {
            try await looks(bench, until: "it was found") { try status(bench) != nil }
            #expect(try status(bench)?.state == .waits)
            #expect(await bench.control.status(of: "dbt") == nil, "nobody approved it")
            for _ in 0..<3 { try await bench.turn(after: 2_000) }
            #expect(try bench.recorded("plugin") == ["found"], "once")

            #expect(try approve(bench).outcome == .accepted)
            try await looks(bench, until: "it is run") {
                await bench.control.status(of: "dbt") != nil
            }
            #expect(try status(bench)?.state == .runs)
            let list = ApprovedList(in: clinic.folder).plugins
            #expect(list.map(\.plugin) == ["dbt"])
            let keys = try KeyFolder(of: clinic.folder).accessList().peers
            #expect(keys.contains { $0.identity == "dbt" })
            let first = try #require(list.first?.content.hash)
            let specification = try bench.record.plugins.specification(of: "dbt")
            #expect(specification?.executable.hasSuffix("/cairn-plugin-host") == true)
            #expect(
                specification?.arguments == [
                    "--clinic", clinic.folder.path, "--plugin", "dbt", "--contract", first,
                    "--log-format", "human",
                ])

            // Another content waits, and the approved one runs on.
            try clinic.place("2")
            try await looks(bench, until: "the other was found") {
                try status(bench)?.waiting?.version == "2"
            }
            #expect(try status(bench)?.state == .runs)
            #expect(try status(bench)?.approved?.version == "1")
            #expect(try bench.record.plugins.specification(of: "dbt")?.arguments[5] == first)
            #expect(try approve(bench).outcome == .accepted)
            try await looks(bench, until: "the new one is run") {
                ApprovedList(in: clinic.folder).plugins.first?.content.version == "2"
            }
            // What ran has its files until the next content is started.
            let copies = ApprovedCopies(of: clinic.folder)
            #expect(copies.holds("dbt", first))
            #expect(try bench.record.plugins.specification(of: "dbt")?.arguments[5] != first)
            try await looks(bench, until: "the old copy is gone") { !copies.holds("dbt", first) }
        }
    }

    @Test("Of a plugin with a key of its own nothing is found, let in or run; the others are")
    func withKey() async throws {
        try clinic.place(
            manifest: #"{"id": "old", "version": "1", "command": ["run"], "reads": [], "#
                + #""sends": [], "sessions": [], "modules": [], "practice": []}"#, as: "old")
        let program = clinic.file("plugins/old/run")
        let ran = clinic.file("ran")
        try #require(
            FileManager.default.createFile(
                atPath: program, contents: Data("#!/bin/sh\ntouch \(ran)\n".utf8),
                attributes: [.posixPermissions: 0o755]))
        try clinic.place("1", id: "zen", as: "zen")
        let bench = try bench()
        try await bench.supervising {
            // Folders are read in the order of their names: this one after the other.
            try await looks(bench, until: "the other was found") { try status(bench) != nil }
            for _ in 0..<3 { try await bench.turn(after: 2_000) }
            #expect(try bench.recorded("plugin") == ["found"])
            #expect(try status(bench)?.plugin == "zen")
            #expect(await bench.control.status(of: "old") == nil)
            #expect(try bench.record.plugins.specification(of: "old") == nil)
            try bench.record.plugins.prepareKeys()
            let peers = try KeyFolder(of: clinic.folder).accessList().peers
            #expect(!peers.contains { $0.identity == "old" })
            #expect(!FileManager.default.fileExists(atPath: ran))
        }
    }

    @Test("An approval of another contract, or of what is not there, is refused")
    func refused() async throws {
        try clinic.place("1")
        let bench = try bench()
        try await bench.supervising {
            try await looks(bench, until: "it was found") { try status(bench) != nil }
            let waiting = try #require(try status(bench)?.waiting)
            let other = ApprovePlugin(
                plugin: "dbt", version: waiting.version, hash: waiting.hash,
                contract: .object(["contract": .integer(1)]), unconfined: false)
            #expect(try bench.give(other).outcome == .refused)
            try clinic.place("2")
            try await looks(bench, until: "the other was found") {
                try status(bench)?.waiting?.version == "2"
            }
            #expect(try bench.give(other).outcome == .refused)
            #expect(try bench.recorded("plugin") == ["found", "found"])
            #expect(await bench.control.status(of: "dbt") == nil)
        }
    }

    @Test("A copy that was changed is not run, and said; approved content that is gone, too")
    func spoiled() async throws {
        try clinic.place("1")
        let bench = try bench()
        try await bench.supervising {
            try await looks(bench, until: "it was found") { try status(bench) != nil }
            #expect(try approve(bench).outcome == .accepted)
            try await looks(bench, until: "it is run") {
                await bench.control.status(of: "dbt") != nil
            }
            let hash = try #require(try status(bench)?.approved?.hash)
            let copy = ApprovedCopies(of: clinic.folder).path(of: "dbt", hash)
            try "{}".write(toFile: copy + "/plugin.json", atomically: true, encoding: .utf8)
            #expect(throws: (any Error).self) {
                try bench.record.plugins.specification(of: "dbt")
            }
            try await looks(bench, until: "it is said") { try status(bench)?.state == .fails }
            #expect(try status(bench)?.problem?.contains("was changed") == true)
            // What helps depends on what lies in the folder now.
            func remedy() throws -> String { try status(bench)?.remedy ?? "" }
            let remove = "plugins/.approved/dbt/\(hash)"
            #expect(try remedy() == "Remove \(remove): it is copied anew from plugins/dbt.")
            try clinic.place("2")
            try await looks(bench, until: "the folder has changed, too") {
                try status(bench)?.waiting?.version == "2"
            }
            let other = try remedy()
            #expect(other.contains("cairn plugin enable dbt"), "\(other)")
            #expect(!other.contains("copied anew"))
            try clinic.place(manifest: "{", as: "dbt")
            try await looks(bench, until: "it holds nothing that runs") {
                try remedy().contains("holds nothing that could run")
            }
            let unfit = try remedy()
            #expect(unfit.contains("cairn plugin upgrade FOLDER"), "\(unfit)")
            try clinic.place("1")
            try await looks(bench, until: "it is back") { try remedy().contains("copied anew") }

            // The next look makes the copy anew from the folder, should it still be there.
            try FileManager.default.removeItem(atPath: copy)
            try await looks(bench, until: "it is there again") {
                ApprovedCopies(of: clinic.folder).holds("dbt", hash)
            }
            #expect(try bench.record.plugins.specification(of: "dbt") != nil)
            try FileManager.default.removeItem(atPath: copy)
            try clinic.place("2")
            try await looks(bench, until: "it is said") { try status(bench)?.state == .fails }
        }
    }

    @Test("Approved content that cannot be started is withdrawn, and admitted when it is back")
    func missing() async throws {
        try clinic.place("1")
        let bench = try bench()
        try await bench.supervising {
            try await looks(bench, until: "it was found") { try status(bench) != nil }
            #expect(try approve(bench).outcome == .accepted)
            try await looks(bench, until: "it is run") { bench.core.admitted == ["dbt"] }
            // As after a restore: no copy, another folder, and nobody who runs it.
            let hash = try #require(try status(bench)?.approved?.hash)
            try await bench.control.remove("dbt", isTold: false)
            try FileManager.default.removeItem(
                atPath: ApprovedCopies(of: clinic.folder).path(of: "dbt", hash))
            try clinic.place("2")
            try await looks(bench, until: "it is withdrawn") {
                bench.core.withdrawn.contains("dbt")
            }
            #expect(try status(bench)?.state == .fails)
            #expect(try status(bench)?.problem?.contains("is not there") == true)
            #expect(ApprovedList(in: clinic.folder).plugins.isEmpty)
            for _ in 0..<2 { try await bench.turn(after: 2_000) }
            #expect(bench.core.admitted.isEmpty, "it is withdrawn once")

            try clinic.place("1")
            try await looks(bench, until: "it is admitted again") {
                bench.core.admitted == ["dbt"] && !bench.core.withdrawn.contains("dbt")
            }
            #expect(try status(bench)?.state == .runs)
        }
    }

    @Test("A member of staff who comes with a plugin's id is refused, and else the plugin waits")
    func person() async throws {
        try clinic.place("1", id: "t77")
        let bench = try bench()
        try await bench.supervising {
            try await looks(bench, until: "it was found") { try status(bench) != nil }
            let waiting = try #require(try status(bench)?.waiting)
            let text = try String(
                contentsOfFile: clinic.file("plugins/dbt/plugin.json"), encoding: .utf8)
            let answer = try bench.give(
                ApprovePlugin(
                    plugin: "t77", version: waiting.version, hash: waiting.hash,
                    contract: JSONText.decode(JSONFragment.self, from: Array(text.utf8)),
                    unconfined: false))
            #expect(answer.outcome == .accepted)
            try await looks(bench, until: "it is run") {
                await bench.control.status(of: "t77") != nil
            }
            let file = clinic.folder.configuration
            let written = try String(contentsOfFile: file, encoding: .utf8)
            let person = try #require(bench.record.plugins.programs.clinic.staff.first?.id.text)
            try written.replacingOccurrences(
                of: "\\b\(person)\\b", with: "t77", options: .regularExpression
            ).write(toFile: file, atomically: true, encoding: .utf8)
            let renamed = try clinic.folder.clinic()
            let refused = try bench.give(ReloadDescription(description: renamed.digest))
            #expect(refused.outcome == .refused)
            #expect(refused.refusal?.problem.contains("t77 is the id of a plugin") == true)

            // Where a start takes such a description all the same, the plugin does not run.
            bench.record.plugins.work(by: renamed)
            #expect(throws: (any Error).self) {
                try bench.record.plugins.specification(of: "t77")
            }
            try await looks(bench, until: "it is said") { try status(bench)?.state == .fails }
            #expect(try status(bench)?.problem?.contains("a member of staff") == true)
        }
    }

    @Test("A clinic that is started without plugins runs none, and withdraws what they offered")
    func safe() async throws {
        try clinic.place("1")
        try FileManager.default.createDirectory(
            atPath: clinic.file("keys"), withIntermediateDirectories: true)
        let bench = try RecordBench(clinic, [], holdsPlugins: true)
        _ = bench.observe([
            PluginFound(plugin: "dbt", version: "1", hash: "h"),
            PluginApproved(
                plugin: "dbt", version: "1", hash: "h", by: nil, contract: .object([:]),
                unconfined: false), PluginAdmitted(plugin: "dbt", version: "1"),
        ])
        try await bench.supervising {
            try await looks(bench, until: "it is withdrawn") {
                bench.core.withdrawn.contains("dbt")
            }
            #expect(try status(bench)?.state == .held)
            #expect(await bench.control.status(of: "dbt") == nil)
            #expect(try bench.record.plugins.specification(of: "dbt") == nil)
            #expect(ApprovedList(in: clinic.folder).plugins.isEmpty)
        }
    }

    @Test("What another Cairn granted for the same contract is written down anew")
    func renewed() async throws {
        try clinic.place(
            "1",
            more: #", "reads": [{"event": "scheduler.attendance.recorded", "because": "B"}]"#)
        let hash = try PluginTree(listing: clinic.file("plugins/dbt")).hash()
        let bench = try bench()
        try ApprovedList([
            .init(
                plugin: "dbt", content: PluginContent(version: "1", hash: hash),
                permission: Permission(reads: []))
        ]).write(in: clinic.folder)
        try await bench.supervising {
            try await looks(bench, until: "it was found") { try status(bench) != nil }
            #expect(try approve(bench).outcome == .accepted)
            try await looks(bench, until: "it is granted what its contract reads") {
                ApprovedList(in: clinic.folder).plugins.first?.permission.reads.isEmpty == false
            }
            #expect(ApprovedList(in: clinic.folder).plugins.map(\.content.hash) == [hash])
            let peers = try KeyFolder(of: clinic.folder).accessList().peers
            let granted = peers.first { $0.identity == "dbt" }?.permission.reads
            #expect(granted == ApprovedList(in: clinic.folder).plugins.first?.permission.reads)
        }
    }

    @Test("A plugin whose settings do not fit does not run, and says so; mended, it runs again")
    func settings() async throws {
        try clinic.place(
            "1", more: #", "configuration": {"cap": {"type": "integer", "most": 9, "default": 1}}"#)
        let bench = try bench()
        try await bench.supervising {
            try await looks(bench, until: "it was found") { try status(bench) != nil }
            #expect(try approve(bench).outcome == .accepted)
            try await looks(bench, until: "it is run") {
                await bench.control.status(of: "dbt") != nil
            }
            var clinic = bench.record.plugins.programs.clinic
            for (given, word) in [(["cap": "10"], "cap does not fit"), (["cup": "1"], "cap")] {
                clinic.therapies = ["dbt": given]
                bench.record.plugins.work(by: clinic)
                #expect(throws: (any Error).self) {
                    try bench.record.plugins.specification(of: "dbt")
                }
                try await looks(bench, until: "it is said") { try status(bench)?.state == .fails }
                #expect(try status(bench)?.problem?.contains(word) == true)
            }
            clinic.therapies = ["dbt": ["cap": "9"], "nobody": ["x": "1"]]
            bench.record.plugins.work(by: clinic)
            #expect(try bench.record.plugins.specification(of: "dbt") != nil)
            try await looks(bench, until: "it is said") { try status(bench)?.state == .runs }
        }
    }

    @Test("Disabled, removed, or gone with its folder: it runs no more, and nobody waits for it")
    func ends() async throws {
        try clinic.place("1")
        let bench = try bench()
        try await bench.supervising {
            func runs() async throws {
                try await looks(bench, until: "it waits") { try status(bench)?.waiting != nil }
                #expect(try approve(bench).outcome == .accepted)
                try await looks(bench, until: "it runs") {
                    await bench.control.status(of: "dbt") != nil
                }
            }
            func isGone() async throws {
                try await looks(bench, until: "it runs no more") {
                    await bench.control.status(of: "dbt") == nil
                }
                try await looks(bench, until: "it is withdrawn") {
                    bench.core.withdrawn.contains("dbt")
                }
                #expect(ApprovedList(in: clinic.folder).plugins.isEmpty)
                let peers = try KeyFolder(of: clinic.folder).accessList().peers
                #expect(!peers.contains { $0.identity == "dbt" })
            }
            try await runs()
            #expect(
                try bench.give(DisablePlugin(plugin: "dbt", reason: "Too much.")).outcome
                    == .accepted)
            try await isGone()
            #expect(try status(bench)?.state == .disabled)
            let content = try #require(try status(bench)?.approved)
            let text = try String(
                contentsOfFile: clinic.file("plugins/dbt/plugin.json"), encoding: .utf8)
            let again = ApprovePlugin(
                plugin: "dbt", version: content.version, hash: content.hash,
                contract: try JSONText.decode(JSONFragment.self, from: Array(text.utf8)),
                unconfined: false)
            #expect(try bench.give(again).outcome == .accepted)
            try await looks(bench, until: "it runs again") {
                await bench.control.status(of: "dbt") != nil
            }
            #expect(!bench.core.withdrawn.contains("dbt"))
            #expect(try bench.give(RemovePlugin(plugin: "dbt")).outcome == .accepted)
            try await isGone()
            // Its folder is still there: it was found anew, and waits.
            try await runs()
            try FileManager.default.removeItem(atPath: clinic.file("plugins/dbt"))
            try await isGone()
            #expect(try status(bench) == nil)
        }
    }
}
