import Simulation
import Testing
import Weakening

@Suite("Whatever goes wrong in a simulated clinic, every promise is kept")
struct SimulationTests {
    private static let size: UInt64 = 20

    @Test("A thousand histories, one for each seed", arguments: 0..<(1_000 / size))
    func seeds(block: UInt64) throws {
        for seed in block * Self.size..<(block + 1) * Self.size {
            let simulation = Simulation(seed: seed)
            let outcome = try simulation.run()
            guard !outcome.faults.isEmpty else { continue }
            Issue.record("\(try simulation.report(outcome))")
        }
    }

    @Test(
        "Histories that the long form found broken once are whole",
        arguments: [3850, 8515, 9036, 15231, 16897, 17599, 24542, 39459] as [UInt64])
    func found(seed: UInt64) throws {
        let simulation = Simulation(seed: seed)
        let outcome = try simulation.run()
        if !outcome.faults.isEmpty { Issue.record("\(try simulation.report(outcome))") }
    }

    @Test(
        "Without one guarantee, a promise is broken within some seeds", arguments: Weakness.allCases
    )
    func weakness(weakness: Weakness) throws {
        let failing = try (0..<60 as Range<UInt64>).first { seed in
            try !Simulation(seed: seed, without: [weakness]).run().faults.isEmpty
        }
        #expect(failing != nil)
    }

    @Test("What fails is shrunk to less that still fails, and says how to replay it")
    func shrinks() throws {
        let simulation = try #require(
            try (0..<60 as Range<UInt64>).lazy
                .map { Simulation(seed: $0, without: [.dedupe]) }
                .first { try !$0.run().faults.isEmpty })
        let least = try simulation.shrink(simulation.plan)
        #expect(least.items.count < simulation.plan.items.count)
        #expect(try !simulation.run(least).faults.isEmpty)
        for item in least.items {
            let less = Set(least.items.map(\.number)).subtracting([item.number])
            #expect(try simulation.run(least.keeping(less)).faults.isEmpty)
        }
        let report = try simulation.report(try simulation.run())
        #expect(report.contains("--seeds \(simulation.seed)..<\(simulation.seed + 1)"))
        #expect(report.contains("--without dedupe --keep"))
    }

    // In a process of its own the order of every dictionary is another one.
    @Test("One seed, one history: another process comes to the same bytes")
    func repeats() async throws {
        let result = try await #require(
            processExitsWith: .success, observing: [\.standardOutputContent]
        ) {
            for seed in 0..<4 as Range<UInt64> {
                print("digest:\(try Simulation(seed: seed).run().digest)")
            }
        }
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        for seed in 0..<4 as Range<UInt64> {
            #expect(output.contains("digest:\(try Simulation(seed: seed).run().digest)\n"))
        }
        #expect(try Simulation(seed: 0).run().digest != Simulation(seed: 1).run().digest)
    }
}
