import Foundation
import Testing

extension RealProcesses {
    /// `cairn-scheduler solve` and `analyze`, as a person types them.
    @Suite struct PlanningCommandTests {
        private let folder: URL
        private static let problem =
            Programs.root.appending(path: "Tests/PlanningTests/Fixtures/small-1.json").path

        init() throws {
            folder = FileManager.default.temporaryDirectory
                .appending(path: "cairn-planning-\(UUID().uuidString.prefix(8))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }

        private func start(_ arguments: [String]) throws -> Execution {
            try Execution(
                Programs.path("cairn-scheduler"), arguments, files: folder, folder: folder)
        }

        private func solve(_ out: String, _ more: [String]) throws -> Execution {
            try start(["solve", "--problem", Self.problem, "--seed", "7", "--out", out] + more)
        }

        @Test("The same seed and moves give the same bytes, and the plan breaks no rule")
        func solved() async throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            for out in ["a.json", "b.json"] {
                let result = try await solve(out, ["--iterations", "4000"]).finish()
                #expect(result.code == 0, "\(result.errors)")
            }
            let first = try Data(contentsOf: folder.appending(path: "a.json"))
            #expect(try Data(contentsOf: folder.appending(path: "b.json")) == first)
            let analysis = try await start(
                ["analyze", "--problem", Self.problem, "--plan", "a.json"]
            ).finish()
            #expect(analysis.code == 0)
            #expect(analysis.output.contains("broken rules: 0"))
            // What is published and still holds stays as it is.
            let again = try await solve(
                "c.json", ["--iterations", "4000", "--published", "a.json"]
            ).finish()
            #expect(again.code == 0)
            #expect(try Data(contentsOf: folder.appending(path: "c.json")) == first)
        }

        @Test(
            "What has no place, and what is different from a published plan, is told with reasons")
        func told() async throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            #expect(try await solve("a.json", ["--iterations", "4000"]).finish().code == 0)
            // Somebody has left whom the published plan names, and a clinician is away.
            var problem = try #require(
                try JSONSerialization.jsonObject(
                    with: Data(contentsOf: URL(fileURLWithPath: Self.problem))) as? [String: Any])
            var clients = try #require(problem["clients"] as? [[String: Any]])
            let gone = try #require(clients.removeFirst()["id"] as? String)
            for index in clients.indices {
                clients[index]["doNotPair"] = (clients[index]["doNotPair"] as? [String])?
                    .filter { $0 != gone }
            }
            var clinicians = try #require(problem["clinicians"] as? [[String: Any]])
            let away = try #require(clinicians[0]["id"] as? String)
            clinicians[0]["available"] = [String]()
            (problem["clients"], problem["clinicians"]) = (clients, clinicians)
            try JSONSerialization.data(withJSONObject: problem)
                .write(to: folder.appending(path: "now.json"))
            let result = try await start([
                "solve", "--problem", "now.json", "--published", "a.json", "--out", "b.json",
                "--iterations", "4000",
            ]).finish()
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.errors.contains("changes of what is published"), "\(result.errors)")
            let line = try #require(
                result.errors.components(separatedBy: "cairn-scheduler ").last)
            let analysis = try await start(
                line.split(whereSeparator: \.isWhitespace).map(String.init)
            )
            .finish()
            #expect(analysis.code == 0, "\(analysis.errors)")
            let total = try #require(analysis.output.firstMatch(of: /total: ([0-9]+)/)).output.1
            #expect(result.errors.contains("The plan costs \(total) points"), "\(result.errors)")
            for words in [
                "\(gone): not any more in", "The client is not in treatment.",
                "\(away) is not there.", "needs without a place: ",
            ] { #expect(analysis.output.contains(words), "\(words): \(analysis.output)") }
        }

        @Test("Ctrl-C leaves the best plan so far")
        func interrupted() async throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            let search = try solve("plan.json", ["--seconds", "3600"])
            // Until it listens, the signal would end it: it says what it found when it does.
            try await search.prints("Searching")
            search.signal(SIGINT)
            let result = try await search.finish(upTo: .seconds(60))
            #expect(result.code == 0)
            #expect(result.errors.contains("Stopped"))
            let analysis = try await start(
                ["analyze", "--problem", Self.problem, "--plan", "plan.json"]
            ).finish()
            #expect(analysis.output.contains("broken rules: 0"))
        }

        @Test("A file that is wrong is told with the path of each fault, and nothing is written")
        func wrong() async throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            let text = try String(contentsOfFile: Self.problem, encoding: .utf8)
                .replacing(#""phase": 2"#, with: #""phase": 7"#, maxReplacements: 1)
            try text.write(
                to: folder.appending(path: "bad.json"), atomically: true, encoding: .utf8)
            let result = try await start(
                ["solve", "--problem", "bad.json", "--iterations", "10", "--out", "plan.json"]
            ).finish()
            #expect(result.code == 1)
            #expect(result.errors.contains("clients[0].phase: 7 is no phase of this problem."))
            #expect(
                !FileManager.default.fileExists(atPath: folder.appending(path: "plan.json").path))
        }
    }
}
