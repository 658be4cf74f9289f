import Foundation
import Testing

extension RealProcesses {
    @Suite("Chaos", .timeLimit(.minutes(10)))
    struct ChaosTests {
        /// Draws every kind of fault once, the dead wire as the last, so that nothing else heals it.
        private static let seed = "4657"
        private static let faults = "17"

        @Test("Whatever happens once, nothing is lost, done twice, out of order or deaf")
        func everyFaultOnce() async throws {
            let files = URL(filePath: "/tmp/cairn-\(UUID().uuidString.prefix(8).lowercased())")
            try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: files) }
            let program = Programs.root.appending(path: "Tests/Proof/Chaos/chaos.py").path
            let run = try Execution(
                "/usr/bin/env",
                [
                    "python3", "-B", program, "--seed", Self.seed, "--faults", Self.faults,
                    "--programs", Programs.folder.path,
                ], files: files)
            // It ends what it started when it is told to; a kill would leave that to its guard.
            defer { run.signal(SIGTERM) }
            let result = try await run.finish(upTo: .seconds(400))
            #expect(result.code == 0, "\(result.output)\(result.errors)")
            #expect(result.output.contains("verdict: kept"))
        }
    }
}
