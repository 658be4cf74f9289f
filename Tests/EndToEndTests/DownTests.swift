import Foundation
import Testing

extension RealProcesses {
    @Suite("Up only where it can be, and down always", .timeLimit(.minutes(10)))
    struct DownTests {
        @Test("Down ends, whatever state supervisor, processes and files are in")
        func always() async throws {
            try await RunningClinic.with("down", plugins: []) { clinic in
                // A supervisor that was stopped hears nothing.
                try await clinic.up()
                kill(try clinic.supervisor(), SIGSTOP)
                try await goesDown(clinic, saying: "is down")

                // A process that does not end: its supervisor is not waited for longer than said.
                try await clinic.up()
                let scheduler = try #require(try await clinic.status()?["scheduler"]?.pid)
                kill(scheduler, SIGSTOP)
                try await goesDown(clinic, "--wait", "1", saying: "its processes are killed")

                // Nobody supervises, the record is damaged, and the description is none.
                try await clinic.up()
                let yaml = clinic.folder.appending(path: "clinic.yaml")
                let text = try String(contentsOf: yaml, encoding: .utf8)
                try Data("{".utf8).write(to: yaml)
                try Data("{".utf8).write(to: clinic.folder.appending(path: "run/processes.json"))
                let guardian = try #require(
                    clinic.processes().first { $0.arguments.contains("guard") })
                let supervisor = try clinic.supervisor()
                // Stopped first: whichever is left would clear up.
                for pid in [supervisor, guardian.pid] { kill(pid, SIGSTOP) }
                for pid in [guardian.pid, supervisor] { kill(pid, SIGKILL) }
                #expect(!clinic.processes().isEmpty)
                // Also where next to nothing may be opened.
                let few = try await limited("ulimit -n 64", to: ["down", clinic.path], at: clinic)
                #expect(few.code == 0, "\(few.errors)")
                #expect(few.output.contains("its supervisor was gone"), "\(few.output)")
                #expect(clinic.members() == [])
                try text.write(to: yaml, atomically: true, encoding: .utf8)
                try await goesDown(clinic, saying: "is not up")
            }
        }

        @Test("An up beside a down, or with somebody halted, says what is so, and then works")
        func upBesideDown() async throws {
            try await RunningClinic.with("beside", plugins: []) { clinic in
                try await clinic.up()
                let supervisor = try clinic.supervisor()
                kill(supervisor, SIGSTOP)
                let halted = try await clinic.cairn("up", "--wait", "1")
                #expect(halted.code == 1)
                #expect(halted.errors.contains("stopped cairn-supervisor"), "\(halted.errors)")
                #expect(!halted.errors.contains("goes on starting"), "\(halted.errors)")
                let status = try await clinic.cairn("status")
                #expect(status.code != 0)
                let remedy = try #require(
                    halted.errors.firstMatch(of: /`(kill -CONT [0-9 ]*)`/)
                ).output.1
                let done = try await clinic.start("/bin/bash", ["-c", String(remedy)]).finish()
                #expect(done.code == 0)
                let up = try await clinic.cairn("up")
                #expect(up.code == 0, "\(up.errors)")

                // One that does not end holds the end up.
                let scheduler = try #require(try await clinic.status()?["scheduler"]?.pid)
                kill(scheduler, SIGSTOP)
                let down = try clinic.start("cairn", ["down", clinic.path])
                let inForce = clinic.folder.appending(path: "run/in-force.json").path
                try await wait(for: "the word that it is being brought down") {
                    let text = FileManager.default.contents(atPath: inForce) ?? Data()
                    return text.firstRange(of: Data("\"isEnding\":true".utf8)) != nil
                }
                let early = try await clinic.cairn("up", "--wait", "0")
                #expect(early.code == 1)
                #expect(early.errors.contains("still being brought down"), "\(early.errors)")
                #expect(!early.errors.contains("goes on starting"), "\(early.errors)")
                let after = try await clinic.cairn("up")
                #expect(after.code == 0, "\(after.errors)")
                #expect(after.errors.contains("It is being brought down"), "\(after.errors)")
                #expect(try await down.finish().code == 0)
                #expect(try clinic.supervisor() != supervisor)
                try await clinic.isGreen()

                // Brought down by somebody else while it is waited for.
                let next = try clinic.supervisor()
                kill(next, SIGSTOP)
                let waiting = try clinic.start("cairn", ["up", clinic.path, "--wait", "3600"])
                try await wait(for: "its first word") { waiting.errors.contains("up already") }
                kill(next, SIGKILL)
                let ended = try await waiting.finish()
                #expect(ended.code == 1)
                #expect(ended.errors.contains("was brought down meanwhile"), "\(ended.errors)")
            }
        }

        @Test("With a clinic down nothing is said to go on, though its supervisor was never buried")
        func unburied() async throws {
            try await RunningClinic.with("unburied", plugins: []) { clinic in
                // Nobody asks how it ended: its parent became another program.
                let parent = try clinic.start(
                    "/bin/bash",
                    [
                        "-c", "\"$0\" --clinic \"$1\" & exec sleep 1000",
                        Programs.path("cairn-supervisor"), clinic.path,
                    ])
                defer { parent.signal(SIGKILL) }
                try await clinic.waits(for: "ready", of: "scheduler")
                let supervisor = try clinic.supervisor()
                #expect(try await clinic.cairn("down").code == 0)
                let stat = try String(contentsOfFile: "/proc/\(supervisor)/stat", encoding: .utf8)
                try #require(stat.contains(") Z "), "\(stat)")
                try await clinic.edit("clinic.yaml") { $0 + "{" }
                for command in ["status", "week", "keys"] {
                    let result = try await clinic.cairn(command)
                    #expect(result.code == 78, "\(command): \(result.errors)")
                    #expect(result.errors.contains("clinic.yaml cannot be read"))
                    #expect(!result.errors.contains("goes on"), "\(result.errors)")
                }
                try await clinic.restores("clinic.yaml")
                try await clinic.up()
            }
        }

        @Test("Too few files are said before anything is begun; a limit that may be raised is")
        func limits() async throws {
            try await RunningClinic.with("limits", plugins: []) { clinic in
                let low = try await limited("ulimit -n 64", to: ["up", clinic.path], at: clinic)
                #expect(low.code == 78)
                #expect(low.errors.contains("may open 64 files"), "\(low.errors)")
                #expect(low.errors.contains("ulimit -n 1024"))
                #expect(clinic.members() == [])
                let space = try await limited(
                    "ulimit -v 1000000", to: ["up", clinic.path], at: clinic)
                #expect(space.code == 78)
                #expect(space.errors.contains("address space"), "\(space.errors)")
                // What systemd starts is told as well.
                for program in ["cairn-supervisor", "cairn-hub", "cairn-scheduler"] {
                    let few = try await limited(
                        "ulimit -n 48", to: ["--clinic", clinic.path], of: program, at: clinic)
                    #expect(few.code == 78, "\(program)")
                    #expect(few.errors.contains("may open 48 files"), "\(program) \(few.errors)")
                }

                let raised = try await limited(
                    "ulimit -Sn 64", to: ["up", clinic.path], at: clinic)
                #expect(raised.code == 0, "\(raised.errors)")
                let hub = try #require(try await clinic.status()?["hub"]?.pid)
                let limits = try String(contentsOfFile: "/proc/\(hub)/limits", encoding: .utf8)
                let files = limits.split(separator: "\n").first { $0.hasPrefix("Max open files") }
                #expect(files?.split(separator: " ").dropFirst(3).first != "64")
                let down = try await limited(
                    "ulimit -n 64", to: ["down", clinic.path], at: clinic)
                #expect(down.code == 0, "\(down.errors)")
                #expect(clinic.members() == [])
            }
        }

        /// Runs a program where less is allowed.
        private func limited(
            _ limit: String, to arguments: [String], of program: String = "cairn",
            at clinic: RunningClinic
        ) async throws -> Execution.Result {
            try await clinic.start(
                "/bin/bash",
                ["-c", limit + "; exec \"$@\"", "bash", Programs.path(program)] + arguments
            ).finish()
        }

        private func goesDown(
            _ clinic: RunningClinic, _ options: String..., saying words: String,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let down = try await clinic.cairn(["down"] + options)
            #expect(down.code == 0, "\(down.errors)", sourceLocation: sourceLocation)
            #expect(
                (down.output + down.errors).contains(words), "\(down.output)\(down.errors)",
                sourceLocation: sourceLocation)
            // Only where that is what was asked for: else it ends in order.
            #expect(
                down.errors.contains("are killed") == words.contains("are killed"),
                "\(down.errors)", sourceLocation: sourceLocation)
            #expect(clinic.members() == [], sourceLocation: sourceLocation)
        }
    }
}
