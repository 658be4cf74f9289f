import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("History, at the command line", .timeLimit(.minutes(10)))
    struct HistoryTests {
        @Test("A stopped service's stream is read from the ledger, masked unless a reason is given")
        func ownerStopped() async throws {
            try await RunningClinic.with("kept") { clinic in
                try await clinic.up()
                let client = try await registered(in: clinic)
                #expect(try await clinic.cairn("stop", "assessment").code == 0)

                let masked = try await clinic.cairn("history", "assessment.client")
                #expect(masked.code == 0, "\(masked.errors)")
                #expect(masked.output.contains("assessment.client.registered"))
                #expect(masked.output.contains("•••"))
                #expect(masked.errors.contains("REHEARSAL"))
                #expect(masked.errors.contains("the ledger has assessment.client up to 1"))
                let json = try await clinic.cairn("history", "assessment.client", "--json")
                #expect(!(masked.output + json.output).names(client))
                let whole = try await clinic.cairn(
                    "history", "assessment.client", "--reveal", "Asked by the director.",
                    "--as", "t01")
                #expect(whole.code == 0, "\(whole.errors)")
                #expect(whole.output.contains(client.text))
                try await wait(for: "the record of the look") {
                    let looks = try await clinic.history().all(HealthDataRevealed.self)
                    return looks.map(\.scope) == ["history assessment.client"]
                        && looks.map(\.reason) == ["Asked by the director."]
                }

                try await isPaged(clinic)
                try await isRefused(clinic)
                #expect(try await clinic.cairn("stop", "ledger").code == 0)
                let away = try await clinic.cairn("history", "supervisor.process")
                #expect(away.code == 69)
                #expect(away.output == "")
                #expect(away.errors.contains("ledger does not answer"))
            }
        }

        @Test("What a plugin published can be read after it was removed")
        func pluginRemoved() async throws {
            try await RunningClinic.with("gone") { clinic in
                try await clinic.up()
                try await wait(for: "what the plugin offers") {
                    try await clinic.history().all(SessionOffered.self).count > 0
                }
                #expect(try await clinic.cairn("down").code == 0)
                try await wait(for: "the end of all processes") { clinic.processes().isEmpty }
                try FileManager.default.removeItem(
                    at: clinic.folder.appending(path: "plugins/cbt"))
                try await clinic.up()
                try await wait(for: "the end of it") {
                    let history = try await clinic.history()
                    return try history.all(PluginRemoved.self).map(\.plugin) == ["cbt"]
                        && !clinic.processes().contains { $0.arguments.contains("cbt") }
                }

                let kept = try await clinic.cairn("history", "cbt.catalog", "--json")
                #expect(kept.code == 0, "\(kept.errors)")
                let lines = try events(kept)
                #expect(lines.first?["type"] == .string("cbt.catalog.session-offered.v1"))
                #expect(lines.map { $0["sequence"] } == lines.indices.map { number(Int64($0) + 1) })
            }
        }

        private func registered(in clinic: RunningClinic) async throws -> ClientID {
            let sent = try await clinic.cairn(
                "send", RegisterClient.type, "--as", "fd1",
                "--body", try JSONText.readable(RegisterClient.example))
            try #require(sent.code == 0, "\(sent.errors)")
            var clients: Set<ClientID> = []
            try await wait(for: "the client in the ledger") {
                clients = try await clinic.history().clients()
                return clients.count == 1
            }
            return try #require(clients.first)
        }

        private func isPaged(_ clinic: RunningClinic) async throws {
            let part = try await clinic.cairn(
                "history", "supervisor.process", "--from", "2", "--limit", "3", "--json")
            #expect(part.code == 0, "\(part.errors)")
            #expect(try events(part).map { $0["sequence"] } == [2, 3, 4].map(number))
            let none = try await clinic.cairn("history", "supervisor.process", "--from", "0")
            #expect(none.code == 64)
            let beyond = try await clinic.cairn("history", "supervisor.process", "--from", "9999")
            #expect(beyond.code == 0)
            #expect(beyond.output == "")
        }

        private func isRefused(_ clinic: RunningClinic) async throws {
            let refused = [
                (["history", "assessment.identity"], "assessment.identity holds names"),
                (["history", "assessment.nothing"], "no event of assessment.nothing"),
                // Front desk may read what says nothing of clients, and no more.
                (
                    ["history", "assessment.client", "--as", "fd1"],
                    "front-desk may not see assessment.client"
                ),
            ]
            for (arguments, problem) in refused {
                let result = try await clinic.cairn(arguments)
                #expect(result.code == 65, "\(arguments): \(result.errors)")
                #expect(result.output == "")
                #expect(result.errors.contains(problem), "\(result.errors)")
            }
            let desk = try await clinic.cairn("history", "supervisor.process", "--as", "fd1")
            #expect(desk.code == 0, "\(desk.errors)")
            #expect(!desk.output.isEmpty)
        }

        private func events(_ result: Execution.Result) throws -> [[String: JSONFragment]] {
            try result.output.split(separator: "\n").map {
                try JSONText.decode([String: JSONFragment].self, from: Array($0.utf8))
            }
        }

        private func number(_ value: Int64) -> JSONFragment? { .integer(value) }
    }
}
