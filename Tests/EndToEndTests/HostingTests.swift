import Foundation
import Messages
import TestSupport
import Testing

extension RealProcesses {
    /// A clinic in which nobody finds bubblewrap: its programs have a view of the files of their own.
    @Suite(
        "A therapy's program in a live clinic", .timeLimit(.minutes(5)),
        .enabled(if: Hiding.works, "bubblewrap cannot be hidden here"))
    struct HostingTests {
        private static let manifest = """
            {"contract": 1, "id": "tally", "version": "1", "title": "Tally",
             "command": ["python3", "tally.py"],
             "facts": [{"name": "seen", "about": "client"}],
             "configuration": {"every": {"type": "integer", "least": 1, "default": 3}}}
            """
        private static let program = """
            import json, os
            questions, answers = os.fdopen(3), os.fdopen(4, "w")
            for line in questions:
                asked = json.loads(line)
                reply = {"n": asked["n"]}
                if asked["ask"] == "hello":
                    print("every", asked["configuration"]["every"], flush=True)
                    reply["protocol"] = 1
                elif asked["ask"] == "react":
                    reply["reacted"], reply["actions"] = len(asked["facts"]), []
                elif asked["ask"] == "state":
                    reply["state"] = 0
                answers.write(json.dumps(reply) + "\\n")
                answers.flush()
            """

        @Test(
            "It runs where nothing shuts it in only if a person says so, and by what is set for it")
        func life() async throws {
            try await RunningClinic.with(
                "hosting", plugins: [], kind: "live", behind: Hiding.command
            ) { clinic in
                try await clinic.up()
                try await admitted(to: clinic)
                try await set(in: clinic)
                try await removed(from: clinic)
            }
        }

        /// It is refused, and named; allowed by name it runs.
        private func admitted(to clinic: RunningClinic) async throws {
            let source = clinic.folder.deletingLastPathComponent().appending(path: "source")
            try FileManager.default.createDirectory(
                at: source, withIntermediateDirectories: true)
            for (name, text) in [("plugin.json", Self.manifest), ("tally.py", Self.program)] {
                try text.write(
                    to: source.appending(path: name), atomically: true, encoding: .utf8)
            }
            #expect(try await clinic.cairn("plugin", "add", source.path).code == 0)
            let enabled = try await clinic.cairn("plugin", "enable", "tally", "--as", "dir")
            #expect(enabled.code == 0, "\(enabled.errors)")
            #expect(
                enabled.output.contains(
                    "may be set: every, a whole number of at least 1; else it is 3"),
                "\(enabled.output)")
            let words = "The program of tally does not run: bubblewrap (bwrap) is not installed."
            try await wait(for: "its refusal in the status") {
                let status = try await clinic.cairn("status")
                return status.code != 0 && status.output.contains(words)
            }
            #expect(!log(of: clinic).contains("[program]"), "nothing of it ran")
            let refused = try await clinic.cairn("status")
            #expect(refused.output.contains("enable tally --unconfined"), "\(refused.output)")

            let allowed = try await clinic.cairn(
                "plugin", "enable", "tally", "--unconfined", "--as", "dir")
            #expect(allowed.code == 0, "\(allowed.errors)")
            try await wait(for: "its program") { log(of: clinic).contains("[program] every 3") }
            // Where the kernel may keep a limit, it is said too.
            try await clinic.waits(for: "ready", of: "tally") {
                $0.text.contains("Its program: ready, UNCONFINED: memory 128 MB (")
                    && $0.text.contains("watched)")
            }
            let record = try await clinic.cairn("history", "supervisor.plugin")
            #expect(record.output.contains("approved"), "\(record.output)\(record.errors)")
        }

        /// What does not fit is named, and holds up nobody else; what fits is taken by a reload.
        private func set(in clinic: RunningClinic) async throws {
            try await clinic.edit("clinic.yaml") { $0 + "\ntherapies:\n  tally: {every: 0}\n" }
            let fault = "therapies.tally.every does not fit: write a whole number of at least 1"
            let checked = try await clinic.start("cairn", ["check", clinic.path]).finish()
            #expect(checked.code != 0)
            let reloaded = try await clinic.cairn("reload")
            #expect(reloaded.code != 0)
            let status = try await clinic.cairn("status")
            #expect(status.code != 0)
            for text in [checked.errors, reloaded.errors, status.output] {
                #expect(text.contains(fault) && text.contains("in clinic.yaml, line "), "\(text)")
            }
            try await clinic.waits(for: "ready", of: "scheduler", "assessment", "ledger")

            try await clinic.edit("clinic.yaml") { $0.replacing("every: 0", with: "every: 5") }
            let again = try await clinic.cairn("reload")
            #expect(again.code == 0, "\(again.errors)")
            try await wait(for: "its program by the new setting") {
                log(of: clinic).contains("[program] every 5")
            }
            try await clinic.waits(for: "ready", of: "tally")
        }

        /// A folder that goes while the clinic is down takes its therapy with it, and nobody waits.
        private func removed(from clinic: RunningClinic) async throws {
            #expect(try await clinic.cairn("down").code == 0)
            try FileManager.default.removeItem(
                at: clinic.folder.appending(path: "plugins/tally"))
            try await clinic.up()
            try await wait(for: "its end") {
                let status = try await clinic.cairn("status")
                let copies = clinic.folder.appending(path: "plugins/.approved/tally").path
                return Status(status.output)?["tally"] == nil
                    && !FileManager.default.fileExists(atPath: copies)
                    && status.output.contains("therapies.tally is no therapy of this clinic")
            }
            let record = try await clinic.cairn("history", "supervisor.plugin")
            #expect(record.output.contains("removed"), "\(record.output)\(record.errors)")
        }

        private func log(of clinic: RunningClinic) -> String {
            (try? clinic.logs().first { $0.name == "tally.log" }?.text) ?? ""
        }
    }
}

/// A view of the files in which bubblewrap cannot be run, for a program and all that it starts.
enum Hiding {
    static let command = [
        "unshare", "--mount", "sh", "-c",
        "test ! -e /usr/bin/bwrap || mount --bind /dev/null /usr/bin/bwrap; exec \"$@\"", "sh",
    ]

    /// Whether this machine lets somebody have one.
    static let works: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command + ["sh", "-c", "! test -x /usr/bin/bwrap"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
