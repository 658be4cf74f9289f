import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Commands, and what stays of them", .timeLimit(.minutes(10)))
    struct CommandTests {
        @Test("A command to a stopped service is said not to be recorded, and it is not")
        func notRecorded() async throws {
            try await RunningClinic.with("stopped") { clinic in
                try await clinic.up()
                let body = try JSONText.readable(RegisterClient.example)
                #expect(try await clinic.cairn("stop", "assessment").code == 0)
                let result = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "fd1", "--body", body)
                #expect(result.code == 69)
                #expect(result.errors.contains("NOT recorded"))
                #expect(result.output == "")

                #expect(try await clinic.cairn("start", "assessment").code == 0)
                #expect(try await clinic.history().clients() == [])
                let again = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "fd1", "--body", body)
                #expect(again.code == 0, "\(again.errors)")
                try await wait(for: "the client in the ledger") {
                    try await clinic.history().clients().count == 1
                }
            }
        }

        @Test("A person in a role that may not do it is refused, told why, and nothing is written")
        func unfitRole() async throws {
            try await RunningClinic.with("role") { clinic in
                try await clinic.up()
                let result = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "it1",
                    "--body", try JSONText.readable(RegisterClient.example))
                #expect(result.code == 65)
                #expect(!result.errors.isEmpty)
                // A role that somebody only claims to have is none.
                let claimed = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "it1", "--role", "clinician",
                    "--body", try JSONText.readable(RegisterClient.example))
                #expect(claimed.code == 65)
                #expect(try await clinic.history().clients() == [])
            }
        }

        @Test("A clinic that is not up says so to every command")
        func notUp() async throws {
            try await RunningClinic.with("asleep") { clinic in
                #expect(try await clinic.cairn("status").code == 69)
                #expect(try await clinic.cairn("week").code == 69)
                let send = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "fd1",
                    "--body", try JSONText.readable(RegisterClient.example))
                #expect(send.code == 69)
            }
        }

        @Test(
            "What an operator stopped stays stopped over a kill; no log names a client"
        )
        func stopSurvives() async throws {
            try await RunningClinic.with("stays") { clinic in
                try await clinic.up()
                try await clinic.played(weeks: 1)
                let clients = try await clinic.history().clients()
                #expect(clients.count > 1)

                #expect(try await clinic.cairn("stop", "aftercare").code == 0)
                #expect(kill(try clinic.supervisor(), SIGKILL) == 0)
                try await wait(for: "the end of all processes") { clinic.processes().isEmpty }
                let up = try await clinic.cairn("up")
                #expect(up.code == 0, "\(up.errors)")
                #expect(up.errors.contains("aftercare was stopped"))
                #expect(try await clinic.status()?["aftercare"]?.state == "stopped")
                #expect(!clinic.processes().contains { $0.arguments[0].hasSuffix("-aftercare") })
                // Nobody else waits for it: who fails meanwhile comes back.
                let ledger = try #require(try await clinic.status()?["ledger"]?.pid)
                #expect(kill(ledger, SIGKILL) == 0)
                try await clinic.waits(for: "ready", of: "ledger") {
                    $0["ledger"]?.pid.map { $0 != ledger } ?? false
                }
                #expect(try await clinic.cairn("start", "aftercare").code == 0)

                let logs = try clinic.logs()
                #expect(logs.count > 6)
                for (name, text) in logs {
                    #expect(clients.filter { text.contains($0.text) } == [], "in \(name)")
                }
            }
        }
    }
}
