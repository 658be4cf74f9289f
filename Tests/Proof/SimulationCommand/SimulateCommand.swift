internal import ArgumentParser
internal import Simulation
internal import Weakening

/// Plays simulated histories, one for each seed, and says which of them broke a promise.
@main
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-simulate",
        abstract: "Play simulated clinics in which everything goes wrong, one for each seed.",
        discussion: """
            A failing seed is replayed with the line that it prints, and shrunk to the least that \
            still fails. See docs/testing/simulation.md.
            """)

    @Option(help: "Which seeds, as in 0..<1000.")
    var seeds = "0..<1000"

    @Option(help: "Only these items of the plan, by number, separated by commas.")
    var keep: String?

    @Option(help: "Guarantees to do without, separated by commas: fsync, dedupe, repair, outbox.")
    var without: String?

    @Flag(help: "Print the whole history.")
    var trace = false

    func run() throws {
        let weaknesses = try Self.weaknesses(without ?? "")
        let range = try Self.range(seeds)
        let kept = keep.map { Set($0.split(separator: ",").compactMap { Int($0) }) }
        var failed = 0
        for seed in range {
            let simulation = Simulation(seed: seed, without: weaknesses)
            let plan = kept.map(simulation.plan.keeping) ?? simulation.plan
            let outcome = try simulation.run(plan)
            if trace { print(outcome.trace.joined(separator: "\n")) }
            guard !outcome.faults.isEmpty else { continue }
            failed += 1
            let report = kept == nil && !trace
            print(report ? try simulation.report(outcome) : outcome.faults.joined(separator: "\n"))
        }
        print("\(range.count) histories, \(failed) of them broke a promise.")
        if failed > 0 { throw ExitCode.failure }
    }

    private static func weaknesses(_ text: String) throws -> Set<Weakness> {
        do { return try Weakness.named(in: text) } catch {
            throw ValidationError("there is no guarantee \(error.name)")
        }
    }

    private static func range(_ text: String) throws -> Range<UInt64> {
        let parts = text.split(separator: "..<").map { UInt64($0) }
        guard let first = parts.first ?? nil, parts.count <= 2,
            let end = parts.count == 2 ? parts[1] : first + 1, first < end
        else { throw ValidationError("seeds look like 0..<1000") }
        return first..<end
    }
}
