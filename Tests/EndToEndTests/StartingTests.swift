import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Starting, and the logs of it", .timeLimit(.minutes(10)))
    struct StartingTests {
        @Test("A process that does not start is told at once, with its own last line")
        func cause() async throws {
            try await RunningClinic.with("cause", plugins: []) { clinic in
                try await clinic.up()
                #expect(try await clinic.cairn("stop", "scheduler").code == 0)
                let byHand = try clinic.start("cairn-scheduler", ["--clinic", clinic.path])
                defer { byHand.signal(SIGKILL) }
                try await clinic.waits(for: "ready", of: "scheduler")
                // Longer than a test waits: only the cause ends it.
                let beside = try await clinic.cairn("start", "scheduler", "--wait", "3600")
                #expect(beside.code == 1)
                #expect(beside.errors.contains("scheduler did not start"), "\(beside.errors)")
                #expect(beside.errors.contains("another instance"), "\(beside.errors)")
                #expect(beside.errors.contains("Its last line: "), "\(beside.errors)")
                byHand.signal(SIGTERM)
                _ = try await byHand.finish()
                #expect(try await clinic.cairn("start", "scheduler").code == 0)

                let key = clinic.folder.appending(path: "keys/aftercare.storage")
                let text = try String(contentsOf: key, encoding: .utf8)
                try "no key\n".write(to: key, atomically: true, encoding: .utf8)
                let restart = try await clinic.cairn("restart", "aftercare", "--wait", "3600")
                #expect(restart.code == 1)
                #expect(restart.errors.contains("aftercare.storage"), "\(restart.errors)")
                #expect(try await clinic.cairn("down").code == 0)
                let up = try await clinic.cairn("up", "--wait", "3600")
                #expect(up.code == 1)
                #expect(up.errors.contains("Its last line: "), "\(up.errors)")
                #expect(up.errors.contains("aftercare.storage"), "\(up.errors)")
                try text.write(to: key, atomically: true, encoding: .utf8)
                #expect(try await clinic.cairn("start", "aftercare").code == 0)
                let hub = try await clinic.cairn("stop", "hub")
                #expect(hub.code == 65)
                #expect(hub.errors.contains("cairn down"), "\(hub.errors)")
                #expect(try await clinic.cairn("down").code == 0)

                // Whoever reads what it prints may leave.
                let read = try clinic.start(
                    "/bin/bash",
                    [
                        "-c", "\"$0\" up --foreground \"$1\" 2>&1 | head -1",
                        Programs.path("cairn"),
                        clinic.path,
                    ])
                try await clinic.waits(for: "ready", of: "ledger", "scheduler")
                #expect(try await clinic.cairn("restart", "scheduler").code == 0)
                #expect(try await clinic.cairn("status").code == 0)
                #expect(try await clinic.cairn("down").code == 0)
                _ = try await read.finish()
            }
        }

        @Test("A stop of the hub that an earlier version recorded keeps no clinic down")
        func hubWasStopped() async throws {
            try await RunningClinic.with("hubstop", plugins: []) { clinic in
                try await clinic.up()
                #expect(try await clinic.cairn("stop", "aftercare").code == 0)
                #expect(try await clinic.cairn("down").code == 0)
                try clinic.recordAsSupervisor([OperatorWished(process: .hub, wish: .stop)])
                let up = try await clinic.cairn("up", "--wait", "60")
                #expect(up.code == 0, "\(up.errors)")
                let status = try await clinic.status()
                #expect(status?["hub"]?.state == "ready", "\(status?.text ?? "")")
                // Of others such a wish counts.
                #expect(status?["aftercare"]?.state == "stopped", "\(status?.text ?? "")")
            }
        }

        @Test("Who is refused at the door learns it before its history is folded")
        func refusedFirst() async throws {
            try await RunningClinic.with("refusal", plugins: []) { clinic in
                let other = clinic.folder.deletingLastPathComponent().appending(path: "other")
                let stranger = RunningClinic(folder: other)
                let made = try await clinic.start(
                    "cairn", ["init", other.path, "--from", Programs.example]
                ).finish()
                try #require(made.code == 0, "\(made.errors)")
                try await stranger.up()
                #expect(try await stranger.cairn("down").code == 0)
                try await clinic.up()
                #expect(try await clinic.cairn("stop", "aftercare").code == 0)
                let file = clinic.folder.appending(path: "keys/aftercare.json")
                let key = try Data(contentsOf: file)
                try Data(contentsOf: other.appending(path: "keys/aftercare.json")).write(to: file)
                // Not one that was made a moment ago: that is tried again for a while.
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 1)],
                    ofItemAtPath: clinic.folder.appending(path: "keys/access.json").path)
                let refused = try await clinic.start("cairn-aftercare", ["--clinic", clinic.path])
                    .finish()
                #expect(refused.code == 1, "\(refused.errors)")
                #expect(
                    refused.errors.contains("refuses the key of aftercare"), "\(refused.errors)")
                #expect(!refused.errors.contains("history folded"), "\(refused.errors)")
                try key.write(to: file)
                #expect(try await clinic.cairn("start", "aftercare").code == 0)
            }
        }

        @Test("A hub that cannot begin ends the start, which says why; closed streams end nothing")
        func cannotBegin() async throws {
            try await RunningClinic.with("begins", plugins: []) { clinic in
                let other = clinic.folder.deletingLastPathComponent().appending(path: "other")
                let made = try await clinic.start(
                    "cairn", ["init", other.path, "--from", Programs.example]
                ).finish()
                try #require(made.code == 0, "\(made.errors)")
                let port = Int.random(in: 20_000..<30_000)
                for folder in [clinic.folder, other] {
                    let file = folder.appending(path: "clinic.yaml")
                    let text = try String(contentsOf: file, encoding: .utf8)
                    try (text + "\nlisten: tcp://127.0.0.1:\(port)\n")
                        .write(to: file, atomically: true, encoding: .utf8)
                }
                try await clinic.up()
                // Longer than a test waits: only the cause ends it.
                let up = try await clinic.start("cairn", ["up", other.path, "--wait", "3600"])
                    .finish()
                #expect(up.code == 78, "\(up.errors)")
                #expect(up.errors.contains("in use"), "\(up.errors)")

                // What each of them says of its end goes nowhere: not into a lock or a journal.
                let late = try await withoutStreams(clinic, "cairn-scheduler", of: clinic.folder)
                #expect(late.code == 77)
                let hub = try await withoutStreams(
                    clinic, "cairn-hub", of: other, "--listen", "tcp://127.0.0.1:\(port)")
                #expect(hub.code == 78)
                let supervisor = try await withoutStreams(
                    clinic, "cairn-supervisor", of: clinic.folder)
                #expect(supervisor.code == 77)
                for folder in [clinic.folder, other] { try expectNoWords(in: folder) }

                let file = clinic.folder.deletingLastPathComponent().appending(path: "ledger.jsonl")
                let export = try await withoutStreams(
                    clinic, "cairn", "export", of: clinic.folder, "--output", file.path)
                #expect(export.code != 0, "what it had to say was heard by nobody")
                let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("{") })
                #expect(try await clinic.cairn("journal", "verify", "--all").code == 0)
            }
        }

        /// Runs a program whose three standard streams are closed, to its end.
        private func withoutStreams(
            _ clinic: RunningClinic, _ program: String, _ command: String? = nil, of folder: URL,
            _ options: String...
        ) async throws -> Execution.Result {
            let words = [Programs.path(program)] + [command].compactMap(\.self)
            return try await clinic.start(
                "/bin/bash",
                ["-c", "exec \"$@\" <&- >&- 2>&-", "bash"] + words + ["--clinic", folder.path]
                    + options
            ).finish()
        }

        /// Finds in no file what the hub or the supervisor says on standard error.
        private func expectNoWords(in folder: URL) throws {
            for part in ["run", "journals", "keys"] {
                let place = folder.appending(path: part)
                for name in try FileManager.default.contentsOfDirectory(atPath: place.path) {
                    let bytes = FileManager.default.contents(
                        atPath: place.appending(path: name).path)
                    for words in ["cairn-hub: ", "cairn-supervisor: ", "scheduler: "] {
                        let found = bytes?.firstRange(of: Data(words.utf8))
                        #expect(found == nil, "\(words) in \(part)/\(name)")
                    }
                }
            }
        }

        @Test("A log that was removed, moved or replaced is begun anew")
        func logs() async throws {
            try await RunningClinic.with("logs", plugins: []) { clinic in
                try await clinic.up()
                let files = FileManager.default
                let logs = clinic.folder.appending(path: "logs")
                try files.removeItem(at: logs.appending(path: "scheduler.log"))
                let none = try await clinic.cairn("logs", "scheduler")
                #expect(none.code == 0)
                #expect(none.errors.contains("scheduler has printed nothing"), "\(none.errors)")
                let stranger = try await clinic.cairn("logs", "schedular")
                #expect(stranger.code == 65)
                #expect(stranger.errors.contains("no process of that name"))
                try await prints(clinic, "scheduler")

                let ledger = logs.appending(path: "ledger.log")
                try files.moveItem(at: ledger, to: logs.appending(path: "ledger.log.old"))
                try "another's\n".write(to: ledger, atomically: true, encoding: .utf8)
                try await prints(clinic, "ledger")
                #expect(try await clinic.cairn("logs", "ledger").output.contains("another's"))

                try files.moveItem(at: logs, to: clinic.folder.appending(path: "logs.old"))
                try await prints(clinic, "hub")
                try await wait(for: "the supervisor's own log") {
                    files.fileExists(atPath: logs.appending(path: "supervisor.log").path)
                }
                let pipe = logs.appending(path: "scheduler.log").path
                try? files.removeItem(atPath: pipe)
                #expect(mkfifo(pipe, 0o600) == 0)
                #expect(try await clinic.cairn("restart", "scheduler").code == 0)
                let status = try await clinic.cairn("status")
                #expect(status.code == 1 && status.output.contains("no plain file"), "\(status)")
                #expect(try await clinic.cairn("logs", "scheduler").code == 0)
                try files.removeItem(atPath: pipe)
                try await prints(clinic, "scheduler")

                let mode = try files.attributesOfItem(atPath: logs.path)[.posixPermissions]
                #expect(mode as? Int == 0o700)
            }
        }

        /// Has a process started again, and finds what it printed.
        private func prints(_ clinic: RunningClinic, _ process: String) async throws {
            #expect(try await clinic.cairn("restart", process).code == 0)
            try await wait(for: "\(process)'s log") {
                let logs = try await clinic.cairn("logs", process)
                return logs.code == 0 && logs.output.contains("\(process) started, process ")
            }
        }
    }
}
