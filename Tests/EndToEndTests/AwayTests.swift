import Foundation
import Testing

extension RealProcesses {
    @Suite("A person's folder on another computer", .timeLimit(.minutes(5)))
    struct AwayTests {
        @Test("The person acts in their own name there, and what is told to do works there")
        func director() async throws {
            try await Hosts.with { hosts in
                try await RunningClinic.with("away", plugins: [], on: hosts) { clinic in
                    try await clinic.up()
                    let there = try await clinic.joined("cli-dir").path
                    func cairn(_ words: String...) async throws -> Execution.Result {
                        try await clinic.start(
                            "cairn", words + ["--clinic", there], on: hosts.away
                        ).finish()
                    }
                    for command in ["stop", "start"] {
                        let said = try await cairn(command, "ledger")
                        #expect(said.code == 0, "\(command): \(said.errors)")
                    }
                    let stops = try await clinic.cairn("history", "supervisor.process", "--json")
                    #expect(stops.output.contains(#""dir""#), "\(stops.output)")

                    let nobody = try await cairn("alerts", "ack", "a-1", "--action", "Called.")
                    #expect(nobody.code == 64, "\(nobody.errors)")
                    #expect(nobody.errors.contains("--as dir"), "\(nobody.errors)")
                    let other = try await cairn("alerts", "list", "--as", "rn1")
                    #expect(other.code == 65, "\(other.errors)")
                    #expect(other.errors.contains("Give `--as dir`"), "\(other.errors)")

                    // Only the hub's folder has logs and keys.
                    let asked = try await cairn("parked", "list", "nobody")
                    #expect(asked.errors.contains("nobody does not answer"), "\(asked.errors)")
                    #expect(
                        asked.errors.contains("`cairn logs` is given in the clinic's own folder"),
                        "\(asked.errors)")
                    #expect(try await clinic.cairn("down").code == 0)
                    let down = try await cairn("status")
                    #expect(down.code == 69, "\(down.errors)")
                    #expect(down.errors.contains(hosts.address), "\(down.errors)")
                    #expect(!down.errors.contains("cairn up"), "\(down.errors)")
                }
            }
        }
    }
}
