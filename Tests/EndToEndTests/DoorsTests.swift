import Foundation
import Testing

extension RealProcesses {
    @Suite("The three doors that the quickstart leaves open", .timeLimit(.minutes(10)))
    struct DoorsTests {
        @Test("What the quickstart prints at its end works as it is printed")
        func doors() async throws {
            let script = try String(
                contentsOf: Programs.root.appending(path: "deploy/quickstart"), encoding: .utf8)
            let parts = script.components(separatedBy: "DOORS\n")
            let doors = try #require(parts.count > 1 ? parts[1] : nil)
            let commands = doors.matches(of: /cairn [a-z]+[^\n:]*\$clinic/).map {
                String($0.output)
            }
            for word in ["week", "status", "stop scheduler", "tap 'scheduler.>'", "down"] {
                #expect(commands.contains { $0.hasPrefix("cairn \(word)") }, "\(word)")
            }
            try await RunningClinic.with("doors", plugins: []) { clinic in
                try await addTherapies(asIn: script, to: clinic)
                try await clinic.up()
                try await play(clinic)
                #expect(try await clinic.cairn("down").code == 0)
                try await clinic.up("--simulate")
                for command in commands where !command.hasPrefix("cairn down") {
                    try await open(command, of: clinic)
                }
                try await kill(asPrintedIn: doors, of: clinic)
                try await pluginAuthor(doors, of: clinic)
                try await open(try #require(commands.last), of: clinic)
                try await wait(for: "the end of all processes") { clinic.processes().isEmpty }
            }
        }

        /// Packs and adds the therapies of the examples by the quickstart's own lines.
        private func addTherapies(asIn script: String, to clinic: RunningClinic) async throws {
            let loop = try #require(
                script.firstMatch(of: /packed=[\s\S]*?\ndone\n/).map { String($0.output) })
            let line =
                "set -euo pipefail; cd '\(Programs.root.path)'; clinic='\(clinic.path)';"
                + " PATH='\(Programs.folder.path)':$PATH\n"
            let result = try await clinic.start("/bin/bash", ["-c", line + loop]).finish()
            #expect(result.code == 0, "\(result.output) \(result.errors)")
        }

        /// Three weeks: clients practise what the therapies gave them, and the checker knows it all.
        private func play(_ clinic: RunningClinic) async throws {
            let played = try await clinic.played(weeks: 3)
            let summary = played.output
            #expect(!summary.contains("reported done 0,"), "\(summary)")
            // And fill in the forms that fall due, those of therapies among them.
            let forms = summary.firstMatch(of: /Forms of therapies filled in[^\d\n]+(\d+)/)
            #expect(forms.flatMap { Int($0.output.1) }.map { $0 > 0 } == true, "\(summary)")
            #expect(summary.contains("of which nobody decided 0"), "\(summary)")
            let checked = try await clinic.checked()
            #expect(checked.code == 0, "\(checked.output) \(checked.errors)")
            let list = try await clinic.cairn("plugin", "list")
            for therapy in try Programs.therapies() {
                #expect(list.output.contains(therapy), "\(list.output)")
            }
            #expect(!list.output.contains("fails"), "\(list.output)")
        }

        /// Runs one line in a shell, as a person would.
        private func open(_ command: String, of clinic: RunningClinic) async throws {
            let line =
                "clinic='\(clinic.path)'; client=c-0001; PATH='\(Programs.folder.path)':$PATH; exec "
            let door = try clinic.start("/bin/sh", ["-c", line + command])
            guard command.hasPrefix("cairn tap") else {
                let result = try await door.finish()
                // 1: an alert is late or somebody is about to be ready; the command itself works.
                let isFine =
                    result.code == 0 || command.hasPrefix("cairn status") && result.code == 1
                #expect(isFine, "\(command): \(result.code) \(result.errors)")
                guard command.hasPrefix("cairn stop") else { return }
                #expect(try await clinic.cairn("start", "scheduler").code == 0)
                return
            }
            try await door.prints("Following")
            door.signal(SIGINT)
            #expect(try await door.finish().code == 0)
        }

        /// What the status shows to be killed is the scheduler of this clinic, and it comes back.
        private func kill(asPrintedIn doors: String, of clinic: RunningClinic) async throws {
            #expect(doors.contains("kill -9 PID (of the scheduler, as status shows it)"))
            let status = try await clinic.waits(for: "ready", of: "scheduler")
            let victim = try #require(status["scheduler"]?.pid)
            let arguments = clinic.processes().first { $0.pid == victim }?.arguments
            #expect(arguments?.first?.hasSuffix("/cairn-scheduler") == true)
            #expect(Foundation.kill(victim, SIGKILL) == 0)
            try await clinic.waits(for: "ready", of: "scheduler") {
                $0["scheduler"]?.pid.map { $0 != victim } ?? false
            }
        }

        /// The README's lines for the plugin author bring a therapy into the clinic.
        private func pluginAuthor(_ doors: String, of clinic: RunningClinic) async throws {
            #expect(doors.contains("docs/plugins/authoring.md"))
            let readme = try String(
                contentsOf: Programs.root.appending(path: "README.md"), encoding: .utf8)
            let lines = readme.matches(of: /\n    (cairn plugin [^\n]+)/).map {
                String($0.output.1)
            }
            try #require(lines.count == 4)
            let home = clinic.folder.deletingLastPathComponent().path
            let place =
                "cd '\(home)' && export CAIRN_CLINIC='\(clinic.path)'"
                + " PATH='\(Programs.folder.path)':$PATH && "
            for line in lines {
                let result = try await clinic.start("/bin/sh", ["-c", place + line]).finish()
                #expect(result.code == 0, "\(line): \(result.output) \(result.errors)")
            }
            try await clinic.waits(for: "ready", of: "gratitude")
        }
    }
}
