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
                let manifest = try Self.manifest("cbt", command: "cairn-plugin-cbt")
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
                    "wordy", "deep", "twice",
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
                    "id is “Odd”", "command is missing", "sessions[0].phase is no field",
                    "sessions[0].phases is missing", "sessions[0].minutes takes",
                    "sessions[0].perWeek takes", "sessions[0].kind is “skillz”",
                    "sessions[0].title takes", "reads[0] is assessment.identity",
                    "sends[0] is “*.*”", "Did you mean skills?", "Did you mean phases?",
                    "line 3, sessions[0].minutes", "it says id twice", "and 77 more",
                ] { #expect(up.errors.contains(fault), "\(fault) \(up.errors)") }
                #expect(up.errors.contains("a program of Cairn's own"))
                #expect(up.errors.contains("leads out of the folder"))
                let before = try #require(try await clinic.status()?["cbt"])
                #expect(before.state == "ready")

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

        @Test(
            "A program that comes later, and a manifest that is mended, are taken as they are then")
        func comesInParts() async throws {
            try await RunningClinic.with("parts", plugins: []) { clinic in
                try await clinic.up()
                let place = clinic.folder.appending(path: "plugins/slow")
                let program = place.appending(path: "slow")
                try clinic.install(manifest: Self.manifest("slow", command: "slow"), as: "slow")
                try await wait(for: "the missing program, in the log") {
                    try await clinic.cairn("logs", "supervisor").output.contains(
                        "its program slow is not there yet")
                }
                #expect(try await clinic.cairn("status").output.contains("slow is not there yet"))
                let copy = try await clinic.start(
                    "/bin/cp", [Programs.path("cairn-plugin-cbt"), program.path]
                ).finish()
                #expect(copy.code == 0, "\(copy.errors)")
                try await clinic.waits(for: "ready", of: "slow")

                // Whoever still writes its program is waited for.
                #expect(try await clinic.cairn("stop", "slow").code == 0)
                let writing = try FileHandle(forUpdating: program)
                let start = try clinic.start("cairn", ["start", "slow", "--clinic", clinic.path])
                defer { start.signal(SIGKILL) }
                try await wait(for: "a start that failed") {
                    try await clinic.cairn("logs", "slow").output.contains("system error 26")
                }
                try writing.close()
                try await clinic.waits(for: "ready", of: "slow")

                // Read anew at each start: permissions, version, and whether it fits.
                let deaf = try Self.manifest("slow", command: "slow", version: "2", reads: [])
                try clinic.install(manifest: deaf, as: "slow")
                let restart = try await clinic.cairn("restart", "slow", "--wait", "3600")
                #expect(restart.code == 1)
                #expect(restart.errors.contains("does not name"), "\(restart.errors)")
                let mended = try Self.manifest("slow", command: "slow", version: "3")
                try clinic.install(manifest: mended, as: "slow")
                try await clinic.waits(for: "ready", of: "slow")
                try await wait(for: "the version in force") {
                    try await clinic.history().all(PluginAdmitted.self).map(\.version).last == "3"
                }
                let access = try String(
                    contentsOf: clinic.folder.appending(path: "keys/access.json"), encoding: .utf8)
                #expect(access.contains("scheduler.attendance"))

                try clinic.install(manifest: "{", as: "slow")
                let broken = try await clinic.cairn("restart", "slow", "--wait", "3600")
                #expect(broken.code == 1)
                #expect(broken.errors.contains("it is not one JSON object"), "\(broken.errors)")
                try clinic.install(manifest: mended, as: "slow")
                try await clinic.waits(for: "ready", of: "slow")
            }
        }

        @Test("A reload makes of plugins what a start would: changed, come, and left out")
        func reloaded() async throws {
            try await RunningClinic.with("plugged") { clinic in
                let next =
                    #"{"id": "p9", "name": "More", "level": "1", "hoursPerWeek": 2, "#
                    + #""individualEveryWeeks": 0, "reviewAfterWeeks": 0}"#
                let more = try Self.manifest("more", command: "cairn-plugin-cbt", phases: ["p9"])
                try await clinic.edit("clinic.yaml") {
                    $0.replacing("phases:\n", with: "listen: tcp://127.0.0.1:7431\nphases:\n")
                }
                try await clinic.up()
                try await clinic.isGreen()
                let pids = try #require(try await clinic.status())
                let changed = try Self.manifest("cbt", command: "cairn-plugin-cbt", version: "8.0")
                try clinic.install(manifest: changed, as: "cbt")
                try await wait(for: "what has changed") {
                    let status = try await clinic.cairn("status")
                    return status.code == 1 && status.output.contains("`cairn restart cbt`")
                }
                let dry = try await clinic.cairn("reload", "--dry-run")
                #expect(dry.code == 0 && dry.output.contains("plugin cbt: changed"))
                #expect(try await clinic.cairn("status").code == 1)
                let reload = try await clinic.cairn("reload")
                #expect(reload.code == 0, "\(reload.errors)")
                try await clinic.isGreen()
                // Where only a plugin has changed, nobody else is started again.
                #expect(try await clinic.status()?["ledger"]?.pid == pids["ledger"]?.pid)

                // One that names a phase comes with the phase, and goes with it.
                try clinic.install(manifest: more, as: "more")
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
                try await wait(for: "its withdrawal") { try await clinic.withdrawals() == ["more"] }
                #expect(try await clinic.status()?["more"] == nil)
                let left = try await clinic.cairn("status")
                #expect(left.code == 1 && left.output.contains("remove plugins/more"))
                try FileManager.default.removeItem(
                    at: clinic.folder.appending(path: "plugins/more"))
                try await clinic.isGreen()
                try await goesElsewhere(clinic)
            }
        }

        /// One that another computer runs is the clinic's as long as its folder is here.
        private func goesElsewhere(_ clinic: RunningClinic) async throws {
            try await clinic.edit("clinic.yaml") {
                $0.replacing("phases:\n", with: "elsewhere:\n  - cbt\nphases:\n")
            }
            _ = try await clinic.cairn("reload")
            try await clinic.waits(for: "silent", of: "cbt")
            #expect(try await clinic.withdrawals() == ["more"])
            try FileManager.default.removeItem(at: clinic.folder.appending(path: "plugins/cbt"))
            try await wait(for: "its withdrawal") {
                try await clinic.withdrawals() == ["more", "cbt"]
            }
        }

        @Test("What a plugin tells wrongly is counted against it, holds no hour, and is let go of")
        func rogue() async throws {
            try await RunningClinic.with("rogue", plugins: []) { clinic in
                try clinic.install(
                    manifest: Self.manifest("rogue", command: "rogue", reads: []), as: "rogue")
                try await clinic.up()
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

                // Back again, and moved to another folder: it is the same one.
                try files.moveItem(at: aside, to: place)
                try await clinic.waits(for: "ready", of: "cbt")
                let pid = try await clinic.status()?["cbt"]?.pid
                try files.moveItem(at: place, to: plugins.appending(path: "other"))
                try await clinic.waits(for: "ready", of: "cbt") { $0["cbt"]?.pid != pid }
                #expect(try await clinic.withdrawals() == ["cbt"])

                // Another id is another plugin.
                try clinic.install(
                    manifest: Self.manifest("cbt-two", command: "cairn-plugin-cbt"), as: "other")
                try await clinic.waits(for: "ready", of: "cbt-two") { $0["cbt"] == nil }
                try files.removeItem(at: plugins.appending(path: "other"))
                try await wait(for: "the end of it") {
                    try await clinic.status()?["cbt-two"] == nil
                }
                try await wait(for: "all withdrawals") {
                    try await clinic.withdrawals() == ["cbt", "cbt", "cbt-two"]
                }
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
            }
        }
    }
}

extension RealProcesses.PluginFolderTests {
    /// A therapy's manifest, carried by a program that is built already.
    static func manifest(
        _ id: String, command: String, version: String = "1",
        reads: [String] = ["scheduler.session", "scheduler.attendance"], sessions: Int = 1,
        phases: [String] = ["p1"]
    ) throws -> String {
        let offers = try (0..<sessions).map { number in
            """
            {"offering": "o\(number)", "title": "A session", "kind": "skills",
             "phases": \(String(decoding: try JSONText.encode(phases), as: UTF8.self)),
             "minutes": 60, "perWeek": 1}
            """
        }
        return """
            {"id": "\(id)", "version": "\(version)", "command": ["\(command)"],
             "reads": \(String(decoding: try JSONText.encode(reads), as: UTF8.self)),
             "sends": [], "sessions": [\(offers.joined(separator: ","))], "modules": [],
             "practice": []}
            """
    }

    /// Manifests that do not fit, by folder.
    fileprivate static func unfit() throws -> [(String, String)] {
        let own = "cairn-plugin-cbt"
        let two = try manifest("double", command: own, sessions: 2)
        let wordy = try manifest("wordy", command: own, version: String(repeating: "9", count: 400))
        let strange = (1...100).map { ", \"x\($0)\": 1" }.joined()
        return [
            ("service", try manifest("scheduler", command: own)),
            ("person", try manifest("cli-t01", command: own)),
            ("many", try manifest("many", command: own, sessions: 65)),
            ("double", two.replacingOccurrences(of: "o1", with: "o0")),
            ("taker", try manifest("taker", command: "cairn-scheduler")),
            ("dots", try manifest("dots", command: "../cbt/run")),
            ("root", try manifest("root", command: "/bin/sh")),
            ("out", try manifest("out", command: "run")),
            ("wordy", String(wordy.trimmingCharacters(in: .newlines).dropLast()) + strange + "}"),
            ("deep", "{\"id\": " + String(repeating: "[", count: 100_000)),
            (
                "twice",
                two.replacingOccurrences(of: "\"version\"", with: "\"id\": \"b\", \"version\"")
            ),
            (
                "odd",
                #"""
                {"id": "Odd", "version": "1", "reads": ["assessment.identity"], "sends": ["*.*"],
                 "sessions": [{"offering": "o", "title": "\u001b[31mred", "kind": "skillz",
                 "phase": ["p9"], "minutes": 600, "perWeek": -1}], "modules": [], "practice": []}
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
