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
            #expect(clinic.members() == [], sourceLocation: sourceLocation)
        }
    }
}
