import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("What lies in the folder of plugins", .timeLimit(.minutes(10)))
    struct PluginFolderTests {
        @Test(
            "No folder there takes the clinic down, or another plugin; each is named with its faults"
        )
        func badNeighbours() async throws {
            try await RunningClinic.with("shelf") { clinic in
                let plugins = clinic.folder.appending(path: "plugins")
                let manifest = try Self.contract("cbt")
                for name in ["cbt.bak", "aaa"] { try clinic.install(manifest: manifest, as: name) }
                try await put(oddThings: plugins, at: clinic)
                for (name, text) in try Self.unfit() {
                    try clinic.install(manifest: text, as: name)
                }
                try FileManager.default.createSymbolicLink(
                    at: plugins.appending(path: "out/run"),
                    withDestinationURL: URL(filePath: "/bin/sh"))

                let up = try await clinic.cairn("up")
                #expect(up.code == 0, "\(up.errors)")
                let status = try await clinic.cairn("status")
                for name in [
                    "cbt.bak", "aaa", "pipe", "folder", "huge", "dangling", "nowhere", "empty",
                    "service", "person", "many", "double", "odd", "taker", "out", "dots", "root",
                    "wordy", "deep", "twice", "keyed",
                ] {
                    for told in [up.errors, status.output] {
                        #expect(
                            told.contains("The plugin in plugins/\(name) is left out"), "\(told)")
                    }
                }
                #expect(status.code == 1)
                #expect(up.errors.contains("its id, cbt, is that of the plugin in plugins/cbt,"))
                #expect(up.errors.contains("Remove plugins/cbt.bak if it is a copy"))
                for fault in [
                    "id is “Odd”", "title is missing", "offerings[0].phase is no field",
                    "offerings[0].phases is missing", "offerings[0].minutes is 600",
                    "offerings[0].perWeek is -1", "offerings[0].kind is “skillz”",
                    "offerings[0].title holds what steers a terminal",
                    "reads[0].event tells names or contacts", "Did you mean skills?",
                    "Did you mean phases?", "plugins/odd/plugin.json:4: offerings[0].minutes",
                    "id stands twice",
                    "and 77 more",
                ] { #expect(up.errors.contains(fault), "\(fault) \(up.errors)") }
                #expect(up.errors.contains("a program of Cairn's own"))
                #expect(up.errors.contains("run is a link"), "\(up.errors)")
                try await clinic.waits(for: "ready", of: "cbt")
                let before = try #require(try await clinic.status()?["cbt"])
                try await keyed(clinic, up.errors)

                // The same is said of one that comes while the clinic runs.
                try clinic.install(manifest: manifest, as: "ccc")
                try await wait(for: "the copy, in the log") {
                    try clinic.logs().contains {
                        $0.name == "supervisor.log"
                            && $0.text.contains("The plugin in plugins/ccc is left out")
                    }
                }
                #expect(try await clinic.status()?["cbt"]?.pid == before.pid)
                #expect(try await clinic.cairn("down").code == 0)
                #expect(try await clinic.cairn("up").code == 0)
            }
        }

        /// One with a key of its own is told what to do instead, wherever one looks, and no part of
        /// it runs: its program would have left a file.
        private func keyed(_ clinic: RunningClinic, _ up: String) async throws {
            let list = try await clinic.cairn("plugin", "list")
            let path = clinic.folder.appending(path: "plugins/keyed").path
            let check = try await clinic.start("cairn", ["plugin", "check", path]).finish()
            let add = try await clinic.cairn("plugin", "add", path)
            #expect(check.code != 0 && add.code != 0)
            for told in [up, list.errors, check.output + check.errors, add.errors] {
                for words in [
                    "contract is missing", "a therapy has no key, it declares acts",
                    "`cairn plugin new`", "sends is no field",
                ] { #expect(told.contains(words), "\(words): \(told)") }
            }
            #expect(!FileManager.default.fileExists(atPath: path + "/ran"))
            #expect(try await clinic.cairn("keys", "export", "keyed").code != 0)
        }

        @Test(
            "A program that comes later, and a contract that is mended, are taken as they are then")
        func comesInParts() async throws {
            try await RunningClinic.with("parts", plugins: []) { clinic in
                try await clinic.up()
                let place = clinic.folder.appending(path: "plugins/urges")
                let example = Programs.root.appending(path: "Plugins/examples/urges")
                let contract = try String(
                    contentsOf: example.appending(path: "plugin.json"), encoding: .utf8)
                try clinic.install(manifest: contract, as: "urges")
                try await wait(for: "the missing program, in the log") {
                    try await clinic.cairn("logs", "supervisor").output.contains(
                        "its program therapy.pl is not there yet")
                }
                let missing = try await clinic.cairn("status")
                #expect(missing.code == 1 && missing.output.contains("therapy.pl is not there yet"))
                try await comesSlowly(
                    try Data(contentsOf: example.appending(path: "therapy.pl")),
                    to: place.appending(path: "therapy.pl"), in: clinic)
                try await clinic.waits(for: "ready", of: "urges")
                let pid = try #require(try await clinic.status()?["urges"]?.pid)

                // What was approved runs on while its author writes the next, and starts again.
                try clinic.install(manifest: "{", as: "urges")
                try await wait(for: "what is wrong, in the status") {
                    try await clinic.cairn("status").output.contains("is not one JSON object")
                }
                #expect(try await clinic.status()?["urges"]?.pid == pid)
                let restart = try await clinic.cairn("restart", "urges")
                #expect(restart.code == 0, "\(restart.errors)")
                let reads =
                    #""reads": [{"event": "treatment.urine-test.resulted", "because": "It counts."}],"#
                try clinic.install(
                    manifest: contract.replacing("1.0.0", with: "3").replacing(
                        #""acts""#, with: reads + #" "acts""#), as: "urges")
                try await wait(for: "the version in force") {
                    try await clinic.history().all(PluginAdmitted.self).last?.version == "3"
                }
                try await clinic.waits(for: "ready", of: "urges")
                let access = try String(
                    contentsOf: clinic.folder.appending(path: "keys/access.json"), encoding: .utf8)
                #expect(access.contains("treatment.urine-test"))
                try await clinic.isGreen()
            }
        }

        /// Writes a program as a copy over a network comes: bit by bit, 50 MB of it in all, and what
        /// it does at last. What is there before the end is a program, too: one that ends at once.
        private func comesSlowly(_ program: Data, to file: URL, in clinic: RunningClinic)
            async throws
        {
            try #require(FileManager.default.createFile(atPath: file.path, contents: nil))
            let handle = try FileHandle(forWritingTo: file)
            let line = Data("#".utf8) + Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<50 { try handle.write(contentsOf: line + Data("\n".utf8)) }
            try handle.write(contentsOf: program)
            try handle.close()
            let copies = clinic.folder.appending(path: "plugins/.approved/urges")
            try await wait(for: "a copy of all of it, and no other") {
                let names = try? FileManager.default.contentsOfDirectory(atPath: copies.path)
                guard let name = names?.first, names?.count == 1 else { return false }
                let copy = copies.appending(path: "\(name)/therapy.pl").path
                let size = try? FileManager.default.attributesOfItem(atPath: copy)[.size] as? Int
                return size == 50 * ((1 << 20) + 2) + program.count
            }
        }

        @Test("A reload makes of plugins what a start would: changed, come, and left out")
        func reloaded() async throws {
            try await RunningClinic.with("plugged") { clinic in
                let next =
                    #"{"id": "p9", "name": "More", "level": "1", "hoursPerWeek": 2, "#
                    + #""individualEveryWeeks": 0, "reviewAfterWeeks": 0}"#
                try await clinic.up()
                try await clinic.isGreen()
                let pids = try #require(try await clinic.status())
                // Where only a plugin has changed, nobody else is started again.
                try clinic.install(manifest: Self.contract("cbt", version: "8.0"), as: "cbt")
                try await wait(for: "the next version") {
                    try await clinic.history().all(PluginAdmitted.self).last?.version == "8.0"
                }
                try await clinic.waits(for: "ready", of: "cbt") {
                    $0["cbt"]?.pid != pids["cbt"]?.pid
                }
                #expect(try await clinic.status()?["ledger"]?.pid == pids["ledger"]?.pid)
                let none = try await clinic.cairn("reload")
                #expect(none.output.contains("nothing is to be done"), "\(none.output)")

                // One that names a phase comes with the phase, and is left out without it.
                try clinic.install(manifest: Self.contract("more", phases: ["p9"]), as: "more")
                #expect(try await clinic.cairn("status").output.contains("phases[0] is “p9”"))
                try await clinic.edit("clinic.yaml") {
                    $0.replacing("phases:\n", with: "phases:\n  - \(next)\n")
                }
                let come = try await clinic.cairn("reload")
                #expect(come.code == 0, "\(come.errors)")
                try await clinic.waits(for: "ready", of: "more", "cbt")
                try await clinic.isGreen()
                try await clinic.restores("clinic.yaml")
                let gone = try await clinic.cairn("reload")
                #expect(gone.code == 0, "\(gone.errors)")
                #expect(gone.errors.contains("The plugin in plugins/more is left out"))
                let left = try await clinic.cairn("status")
                #expect(left.code == 1 && left.output.contains("remove plugins/more"))
                // What was approved goes on until a person takes it away.
                #expect(try await clinic.withdrawals() == [])
                try FileManager.default.removeItem(
                    at: clinic.folder.appending(path: "plugins/more"))
                try await wait(for: "its withdrawal") { try await clinic.withdrawals() == ["more"] }
                try await clinic.isGreen()
                #expect(try await clinic.status()?["more"] == nil)
            }
        }

        @Test("What a plugin tells wrongly is counted against it, holds no hour, and is let go of")
        func rogue() async throws {
            try await RunningClinic.with("rogue", plugins: []) { clinic in
                try clinic.install(manifest: Self.alone("rogue"), as: "rogue")
                try await clinic.up()
                try await clinic.waits(for: "ready", of: "rogue")
                // Whoever has stolen its key speaks in its place.
                #expect(try await clinic.cairn("stop", "rogue").code == 0)
                let bundle = clinic.path + "-rogue.json"
                let export = try await clinic.cairn("keys", "export", "rogue", "--output", bundle)
                try #require(export.code == 0, "\(export.errors)")
                let rogue = try clinic.start(
                    Programs.root.appending(path: "Tests/python3-with").path,
                    [
                        "zmq", "--",
                        Programs.root.appending(path: "Tests/Proof/PythonPeer/rogue.py").path,
                        clinic.path, bundle, "scheduler", "60",
                    ])
                defer { rogue.signal(SIGKILL) }
                try await rogue.prints("told")
                let told = "What rogue tells cannot be taken in by scheduler."
                try await wait(for: "whose fault it is") {
                    try await clinic.cairn("status").output.contains(told)
                }
                #expect(try await clinic.status()?["scheduler"]?.state == "ready")
                #expect(try await clinic.cairn("advance-clock", "--hours", "2").code == 0)
                try await clinic.keepsTime()
                let list = try await clinic.cairn("parked", "list")
                #expect(list.output.contains("rogue.catalog"), "\(list.output) \(list.errors)")
                let discard = [
                    "parked", "discard", "scheduler", "rogue.catalog", "--all", "--as", "dir",
                ]
                let gone = try await clinic.cairn(discard + ["--reason", "TEXT"])
                #expect(gone.output == "scheduler lets go of 60 events of rogue.catalog.\n")
                let none = try await clinic.cairn(discard + ["--reason", "TEXT"])
                #expect(none.code == 65 && none.errors.contains("Nothing of rogue.catalog"))
                try await wait(for: "nobody's fault") {
                    try await !clinic.cairn("status").output.contains(told)
                }
            }
        }

        @Test("A plugin that is taken away is withdrawn, waited for by nobody, and admitted again")
        func withdrawn() async throws {
            try await RunningClinic.with("gone") { clinic in
                let files = FileManager.default
                let plugins = clinic.folder.appending(path: "plugins")
                let place = plugins.appending(path: "cbt")
                let aside = clinic.folder.appending(path: "cbt.aside")
                try await clinic.up()
                try await clinic.played(weeks: 1)
                #expect(try await clinic.cairn("week").output.contains("(cbt)"))
                #expect(try await clinic.cairn("down").code == 0)
                try files.moveItem(at: place, to: aside)
                try await clinic.up()
                try await wait(for: "its withdrawal") { try await clinic.withdrawals() == ["cbt"] }
                let stop = try await clinic.cairn("stop", "cbt")
                #expect(stop.code == 65)
                #expect(stop.errors.contains("taken out of the folder plugins"), "\(stop.errors)")
                try await wait(for: "a week without it") {
                    try await !clinic.cairn("week").output.contains("(cbt)")
                }
                // It ends: nobody, the one who plays it included, waits for who is gone.
                try await clinic.played(weeks: 2)

                // Back again, and moved to another folder: it is the same one, and runs on.
                try files.moveItem(at: aside, to: place)
                try await clinic.waits(for: "ready", of: "cbt")
                let pid = try #require(try await clinic.status()?["cbt"]?.pid)
                try files.moveItem(at: place, to: plugins.appending(path: "other"))
                // Another that comes is found by the same look.
                try clinic.install(manifest: Self.alone("seen"), as: "seen")
                try await clinic.waits(for: "ready", of: "seen")
                #expect(try await clinic.status()?["cbt"]?.pid == pid)
                #expect(try await clinic.withdrawals() == ["cbt"])

                // Another id is another plugin.
                try clinic.install(manifest: Self.contract("cbt-two"), as: "other")
                try await clinic.waits(for: "ready", of: "cbt-two") { $0["cbt"] == nil }
                try files.removeItem(at: plugins.appending(path: "other"))
                try await wait(for: "the end of it") {
                    try await clinic.status()?["cbt-two"] == nil
                }
                try await wait(for: "all withdrawals") {
                    try await clinic.withdrawals() == ["cbt", "cbt", "cbt-two"]
                }
                try await joinsLate(clinic)
                try await countersCome(clinic)
                try await leavesThePlan(clinic)
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
            }
        }
    }
}

extension RealProcesses.PluginFolderTests {
    /// A therapy that is a contract alone, unless a program is named.
    static func contract(
        _ id: String, command: String? = nil, version: String = "1", offerings: Int = 1,
        phases: [String] = ["p1"]
    ) throws -> String {
        let offers = try (0..<offerings).map { number in
            """
            {"name": "o\(number)", "title": "A session", "kind": "skills",
             "phases": \(String(decoding: try JSONText.encode(phases), as: UTF8.self)),
             "minutes": 60, "perWeek": 1}
            """
        }
        let program = command.map { #""command": ["\#($0)"], "# } ?? ""
        return """
            {"contract": 1, "id": "\(id)", "version": "\(version)", "title": "A therapy", \(program)
             "offerings": [\(offers.joined(separator: ","))]}
            """
    }

    /// One that offers nothing.
    fileprivate static func alone(_ id: String) -> String {
        """
        {"contract": 1, "id": "\(id)", "version": "1", "title": "A therapy",
         "facts": [{"name": "seen", "about": "client", "fields": {"count": {"type": "integer"}}}]}
        """
    }

    /// Manifests that do not fit, by folder.
    fileprivate static func unfit() throws -> [(String, String)] {
        let two = try contract("double", offerings: 2)
        let wordy = try contract("wordy", version: String(repeating: "9", count: 400))
        let strange = (1...100).map { ", \"x\($0)\": 1" }.joined()
        return [
            ("service", try contract("scheduler")),
            ("person", try contract("cli-t01")),
            ("many", try contract("many", offerings: 65)),
            ("double", two.replacingOccurrences(of: "o1", with: "o0")),
            ("taker", try contract("taker", command: "cairn-scheduler")),
            ("dots", try contract("dots", command: "../cbt/run")),
            ("root", try contract("root", command: "/bin/sh")),
            ("out", try contract("out", command: "run")),
            ("wordy", String(wordy.trimmingCharacters(in: .newlines).dropLast()) + strange + "}"),
            ("deep", "{\"id\": " + String(repeating: "[", count: 100_000)),
            (
                "twice",
                two.replacingOccurrences(of: "\"version\"", with: "\"id\": \"b\", \"version\"")
            ),
            (
                "odd",
                #"""
                {"contract": 1, "id": "Odd", "version": "1",
                 "reads": [{"event": "assessment.identity.recorded", "because": "It may."}],
                 "offerings": [{"name": "o", "title": "\u001b[31mred", "kind": "skillz",
                 "phase": ["p9"], "minutes": 600, "perWeek": -1}]}
                """#
            ),
            (
                "keyed",
                #"""
                {"id": "keyed", "version": "1", "command": ["run"], "reads": ["scheduler.session"],
                 "sends": [], "sessions": [], "modules": [], "practice": []}
                """#
            ),
        ]
    }

    /// What is no manifest, though it has its name.
    private func put(oddThings plugins: URL, at clinic: RunningClinic) async throws {
        let script = """
            cd "$1" && mkdir pipe folder folder/plugin.json huge dangling empty
            mkfifo pipe/plugin.json && truncate -s 2G huge/plugin.json
            ln -s nowhere dangling/plugin.json && ln -s no-folder nowhere && echo hello > README
            mkdir -p keyed && printf '#!/bin/sh\\ntouch "%s/keyed/ran"\\n' "$1" > keyed/run
            chmod 755 keyed/run
            """
        let made = try await clinic.start(
            "/bin/bash", ["-ec", script, "bash", plugins.path]
        ).finish()
        try #require(made.code == 0, "\(made.errors)")
    }
}

extension RunningClinic {
    /// Which plugins the supervisor recorded as withdrawn, in order.
    func withdrawals() async throws -> [String] {
        try await history().all(PluginWithdrawn.self).map(\.plugin.text)
    }
}
