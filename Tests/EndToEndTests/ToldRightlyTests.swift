import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("What the command line tells", .timeLimit(.minutes(10)))
    struct ToldRightlyTests {
        @Test("What may not be seen, does not get out, or is misspelt is said; nothing hangs")
        func told() async throws {
            try await RunningClinic.with("told", plugins: []) { clinic in
                try await clinic.up()
                try await frontDesk(clinic)
                try await nearMisses(clinic)
                try await looks(clinic)
                try await fullOutput(clinic)
                try await quietPipes(clinic)
                for _ in 0..<3 {
                    let result = try await shell(
                        clinic, "cairn keys new cli-t02 && cairn alerts list --as t02")
                    #expect(result.code == 0, "\(result.errors)")
                }
                #expect(try await shell(clinic, "cairn down; cairn status >/dev/full").code == 69)
            }
        }

        /// The hub drops what a person may not ask; who may is said at once.
        private func frontDesk(_ clinic: RunningClinic) async throws {
            let status = try await clinic.cairn("status", "--as", "fd1")
            #expect(status.code == 0, "\(status.errors)")
            #expect(status.output.contains("front-desk may not see assessment.open-alerts"))
            #expect(status.output.contains("scheduler"))
            let refused: [[String]] = [
                ["week"], ["alerts", "list"], ["tap", "aftercare.>"],
                ["parked", "list", "scheduler"],
                ["client", "timeline", "c-0001"], ["history", "scheduler.session"],
                ["stop", "ledger"],
            ]
            for command in refused {
                let result = try await clinic.cairn(command + ["--as", "fd1"])
                #expect(result.code == 65, "\(command): \(result.errors)")
                #expect(result.output == "", "\(command)")
                #expect(result.errors.contains("front-desk may not"), "\(result.errors)")
                #expect(result.errors.contains("director"), "\(result.errors)")
            }
            let tap = try clinic.start("cairn", ["tap", "--as", "fd1", "--clinic", clinic.path])
            try await tap.prints("Following")
            #expect(tap.errors.contains("Not shown: aftercare.appointment, aftercare.contact"))
            tap.signal(SIGINT)
            let ended = try await tap.finish()
            #expect(!ended.errors.contains("silent"))
        }

        private func nearMisses(_ clinic: RunningClinic) async throws {
            let misses: [(String, String, Int32)] = [
                ("statsu", "Did you mean `cairn status`?", 64),
                ("alerts lst", "Did you mean `cairn alerts list`?", 64),
                ("send scheduler.plan-weeks", "`cairn send scheduler.plan-week`?", 64),
                ("send --example assessment.registr-client", "assessment.register-client`?", 64),
                ("ask scheduler.wek", "`cairn ask scheduler.week`?", 64),
                ("history scheduler.sesion", "Did you mean scheduler.session?", 65),
                ("stop schedular", "Did you mean scheduler?", 65),
                ("status --as t1", "Did you mean t01?", 65),
                ("status --as t01 --role clincian", "Did you mean clinician?", 64),
            ]
            for (command, words, code) in misses {
                let result = try await shell(clinic, "cairn \(command)")
                #expect(result.code == code, "\(command): \(result.errors)")
                #expect(result.errors.contains(words), "\(command): \(result.errors)")
            }
            let tap = try clinic.start("cairn", ["tap", "schedular.>", "--clinic", clinic.path])
            try await tap.prints("Following")
            #expect(tap.errors.contains("Nobody here publishes schedular.>"))
            #expect(tap.errors.contains("Did you mean scheduler.>?"))
            tap.signal(SIGINT)
            _ = try await tap.finish()
        }

        /// The record of a look says whose it was, and whether there was anything to see. What names
        /// nobody may be a name, and is not kept.
        private func looks(_ clinic: RunningClinic) async throws {
            let body = try JSONText.readable(RegisterClient.example)
            let sent = try await clinic.cairn(
                "send", RegisterClient.type, "--as", "fd1", "--body", body)
            #expect(sent.code == 0, "\(sent.errors)")
            try await wait(for: "the client in the ledger") {
                try await clinic.history().clients().count == 1
            }
            let client = try #require(try await clinic.history().clients().first)
            for name in [client.text, "c-9999"] {
                _ = try await clinic.cairn(
                    "client", "timeline", name, "--reveal", "Asked.", "--as", "t01")
            }
            try await wait(for: "both records") {
                let looks = try await clinic.history().all(HealthDataRevealed.self)
                return looks.map(\.client) == [client, nil]
                    && looks.map(\.outcome) == [.shown, .refused]
                    && looks.allSatisfy { $0.scope == "client timeline" }
            }
        }

        /// Only a reader that left is no fault.
        private func fullOutput(_ clinic: RunningClinic) async throws {
            let printing = [
                "--help", "help status", "version", "status", "week", "alerts list", "export",
                "keys list", "logs hub", "send --list", "ask --list", "schema --list",
                "ask supervisor.processes", "history supervisor.process", "parked list",
                "journal verify --all", "journal export supervisor",
                "send --example scheduler.plan-week",
            ]
            for command in printing {
                let full = try await shell(clinic, "cairn \(command) >/dev/full")
                #expect(full.code == 1, "\(command): \(full.errors)")
                #expect(full.errors.contains("ENOSPC"), "\(command): \(full.errors)")
                let gone = try await shell(clinic, "set -o pipefail; cairn \(command) | true")
                #expect(gone.code == 0, "\(command): \(gone.errors)")
                #expect(!gone.errors.contains("Could not"), "\(command): \(gone.errors)")
            }
            #expect(try await shell(clinic, "cairn export >/dev/null 2>/dev/full").code == 1)
        }

        /// A reader that ends is noticed, though nothing is written.
        private func quietPipes(_ clinic: RunningClinic) async throws {
            for command in ["tap", "logs hub --follow"] {
                let result = try await shell(clinic, "cairn \(command) | true")
                #expect(result.code == 0, "\(command): \(result.errors)")
            }
        }

        private func shell(_ clinic: RunningClinic, _ line: String) async throws
            -> Execution.Result
        {
            let folder = URL(filePath: Programs.path("cairn")).deletingLastPathComponent().path
            return try await clinic.start(
                "/usr/bin/env",
                ["PATH=\(folder):/usr/bin:/bin", "CAIRN_CLINIC=\(clinic.path)", "bash", "-c", line]
            ).finish()
        }
    }
}
