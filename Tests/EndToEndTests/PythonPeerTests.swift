import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("A peer in another language, written from docs/protocol.md", .timeLimit(.minutes(10)))
    struct PythonPeerTests {
        /// What the peer prints at its end.
        private struct Found: Decodable {
            var counts: [String: Int]
            var streams: [String: Heartbeat.Head]
        }

        @Test(
            "It joins, loses a third and repairs it, gives commands, and gets no more than its due")
        func stranger() async throws {
            try await RunningClinic.with("python") { clinic in
                var bundles: [String] = []
                for person in ["cli-dir", "cli-fd1"] {
                    try await #require(clinic.cairn("keys", "new", person).code == 0)
                    let file = clinic.path + "-\(person).json"
                    let export = try await clinic.cairn("keys", "export", person, "--output", file)
                    try #require(export.code == 0, "\(export.errors)")
                    bundles.append(file)
                }
                try await clinic.up()
                let scenario = Programs.root.appending(path: "Tests/Proof/PythonPeer/scenario.py")
                    .path
                let peer = try await clinic.start(
                    Programs.root.appending(path: "Tests/python3-with").path,
                    ["zmq", "--", scenario, clinic.path] + bundles + [clinic.path + "-seen.jsonl"]
                ).finish()
                try #require(peer.code == 0, "\(peer.errors)")
                let found = try JSONText.decode(Found.self, from: Array(peer.output.utf8))
                #expect(found.counts["lost"] ?? 0 > 30)
                #expect(found.counts["repaired"] ?? 0 > 30)
                try await agrees(found.streams, with: clinic)
                try await fits(clinic)
            }
        }

        /// What came over the bus is what the AsyncAPI document says.
        private func fits(_ clinic: RunningClinic) async throws {
            let document = try await clinic.start("cairn", ["schema", "--asyncapi"]).finish()
            try #require(document.code == 0, "\(document.errors)")
            let file = clinic.path + "-asyncapi.json"
            try document.output.write(toFile: file, atomically: true, encoding: .utf8)
            let judge = try await clinic.start(
                Programs.root.appending(path: "Tests/python3-with").path,
                [
                    "jsonschema", "--",
                    Programs.root.appending(path: "Tests/Proof/PythonPeer/check_seen.py").path,
                    file,
                    clinic.path + "-seen.jsonl",
                ]
            ).finish()
            #expect(judge.code == 0, "\(judge.output) \(judge.errors)")
        }

        /// What the peer read is what the ledger has, to the chain hash of each last event.
        private func agrees(_ streams: [String: Heartbeat.Head], with clinic: RunningClinic)
            async throws
        {
            let files = ["-history.jsonl", "-heads.json"].map { clinic.path + $0 }
            let export = try await clinic.cairn(
                "export", "--output", files[0], "--heads", files[1])
            try #require(export.code == 0, "\(export.errors)")
            let text = try String(contentsOfFile: files[1], encoding: .utf8)
            let heads = try JSONText.decode([String: Heartbeat.Head].self, from: Array(text.utf8))
            #expect(streams == heads)
            for name in ["supervisor.clock", "supervisor.process", "scheduler.session"] {
                #expect(streams[name] != nil, "\(name)")
            }
        }
    }
}
