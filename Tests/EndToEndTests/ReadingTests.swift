import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Reading, at the command line and over the bus", .timeLimit(.minutes(10)))
    struct ReadingTests {
        /// What the reader that asked for too much prints.
        private struct Flood: Decodable {
            var answered: Int
            var refused: Int
            var remedy: String
            var reasons: [String]
            var bodies: Int
            var lines: Int
        }

        @Test("Views come in pages, a flood is refused and holds nobody up, an index is built anew")
        func reading() async throws {
            try await RunningClinic.with("reading", plugins: []) { clinic in
                let bundle = clinic.path + "-reader.json"
                try await #require(clinic.cairn("keys", "new", "cli-dir").code == 0)
                let export = try await clinic.cairn("keys", "export", "cli-dir", "--output", bundle)
                try #require(export.code == 0, "\(export.errors)")
                try await clinic.up()
                let clients = try await registered(5, in: clinic)
                try await isPaged(clients, in: clinic)
                let line = try await timeline(of: clients[0], in: clinic)
                try await flood(clients[0], bundle, in: clinic)
                #expect(try await timeline(of: clients[0], in: clinic) == line)
                try await isIndexedAnew(clients[0], line, in: clinic)
            }
        }

        private func registered(_ count: Int, in clinic: RunningClinic) async throws -> [ClientID] {
            for number in 1...count {
                var command = try RegisterClient.example
                command.client = ClientID("c-000\(number)")
                let sent = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "fd1",
                    "--body", try JSONText.readable(command))
                try #require(sent.code == 0, "\(sent.errors)")
            }
            var clients: [ClientID] = []
            try await wait(for: "the clients in the ledger") {
                clients = try await clinic.history().clients().sorted()
                return clients.count == count
            }
            return clients
        }

        private func isPaged(_ clients: [ClientID], in clinic: RunningClinic) async throws {
            func asked(_ body: String) async throws -> [IntakeStatus] {
                let result = try await clinic.cairn(
                    "ask", "assessment.intake-list", "--body", body, "--reveal", "A test.",
                    "--as", "dir")
                try #require(result.code == 0, "\(result.errors)")
                return try JSONText.decode([IntakeStatus].self, from: Array(result.output.utf8))
            }
            let all = try await asked("{}")
            #expect(Set(all.map(\.client)) == Set(clients))
            let first = try await asked(#"{"limit": 2}"#)
            #expect(first == Array(all.prefix(2)))
            let after = try #require(first.last).place
            #expect(try await asked(#"{"after": "\#(after)"}"#) == Array(all.dropFirst(2)))
        }

        /// What the ledger shows of a client, and that it goes on after a position.
        private func timeline(of client: ClientID, in clinic: RunningClinic) async throws -> String
        {
            let shown = try await clinic.cairn("client", "timeline", client.text, "--json")
            #expect(shown.code == 0, "\(shown.errors)")
            #expect(shown.output.contains("assessment.client.registered"))
            let none = try await clinic.cairn(
                "client", "timeline", client.text, "--after", "1000000")
            #expect(none.code == 0, "\(none.errors)")
            #expect(none.output == "")
            return shown.output
        }

        private func flood(_ client: ClientID, _ bundle: String, in clinic: RunningClinic)
            async throws
        {
            let before = try await clinic.waits(for: "ready", of: "ledger")["ledger"]?.pid
            let script = Programs.root.appending(path: "Tests/Proof/PythonPeer/flood.py").path
            let reader = try clinic.start(
                Programs.root.appending(path: "Tests/python3-with").path,
                ["zmq", "--", script, clinic.path, bundle, client.text])
            try await reader.prints("asked")
            let other = try await clinic.cairn("client", "timeline", client.text)
            #expect(other.code == 0, "\(other.errors)")
            let result = try await reader.finish()
            try #require(result.code == 0, "\(result.errors)")
            let last = try #require(result.output.split(separator: "\n").last)
            let found = try JSONText.decode(Flood.self, from: Array(last.utf8))
            // Each question has one reply.
            #expect(found.answered + found.refused == 1_000)
            #expect(found.answered >= 8)
            #expect(found.refused > 500)
            #expect(found.remedy.contains("Ask again in 2 s"))
            // One reader comes to a bound of its own, and leaves room for others.
            #expect(found.reasons.count == 1, "\(found.reasons)")
            #expect(found.reasons.allSatisfy { $0.contains("reads of yours") }, "\(found.reasons)")
            #expect(found.bodies == 1)
            #expect(found.lines > 0)
            let after = try await clinic.waits(for: "ready", of: "ledger")["ledger"]?.pid
            #expect(after == before)
        }

        private func isIndexedAnew(_ client: ClientID, _ line: String, in clinic: RunningClinic)
            async throws
        {
            let busy = try await clinic.cairn("journal", "index")
            #expect(busy.code != 0)
            #expect(try await clinic.cairn("stop", "ledger").code == 0)
            let index = try await clinic.cairn("journal", "index")
            #expect(index.code == 0, "\(index.errors)")
            #expect(try await clinic.cairn("journal", "verify", "ledger").code == 0)
            #expect(try await clinic.cairn("start", "ledger").code == 0)
            try await wait(for: "the index") {
                let shown = try await clinic.cairn("client", "timeline", client.text, "--json")
                if shown.code != 0 { #expect(shown.errors.contains("index of clients")) }
                return shown.code == 0 && shown.output == line
            }
            #expect(try await clinic.cairn("journal", "verify", "ledger").code == 0)
        }
    }
}
