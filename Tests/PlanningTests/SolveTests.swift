import Synchronization
import Testing

@testable import Planning

@Suite("Solving a week")
struct SolveTests {
    private static let quick = SolveOptions(seed: 7, budget: .iterations(6_000))

    @Test("Every plan passes the full score", arguments: 0..<12 as Range<UInt64>)
    func valid(seed: UInt64) async {
        let problem = InventedWeek.problem(seed)
        let result = await solve(problem, options: SolveTests.quick, now: { 0 })
        #expect(result.analysis.breaches.isEmpty, "\(result.analysis.breaches)")
        let former = SearchState(repairing: problem.formerPlan, of: DenseProblem(problem))
        #expect(result.analysis.total <= former.total)
    }

    @Test(
        "The same seed and moves give the same plan, however chains share threads",
        arguments: [1, 2, 5])
    func deterministic(chains: Int) async {
        let problem = InventedWeek.problem(3)
        let options = SolveOptions(seed: 7, budget: .iterations(6_000), chains: chains)
        let first = await solve(problem, options: options, now: { 0 })
        // Three at once: their chains wait for each other's threads.
        let others = await withTaskGroup(of: Plan.self) { group in
            for _ in 0..<3 {
                group.addTask { await solve(problem, options: options, now: { 0 }).plan }
            }
            var plans: [Plan] = []
            for await plan in group { plans.append(plan) }
            return plans
        }
        #expect(others.allSatisfy { $0 == first.plan })
        #expect(first.analysis == analyze(problem, first.plan))
    }

    @Test("A cancelled search gives the best so far")
    func cancelled() async {
        let problem = InventedWeek.problem(5)
        let options = SolveOptions(seed: 1, budget: .seconds(1_000))
        let task = Task { await solve(problem, options: options, now: { 0 }) }
        task.cancel()
        let result = await task.value
        #expect(result.wasCancelled)
        #expect(result.analysis.breaches.isEmpty)
    }

    @Test("Each better plan is told, and the last told is the one that comes out")
    func progress() async {
        let told = Told()
        let result = await solve(
            InventedWeek.problem(8), options: SolveTests.quick, now: { 0 },
            onImprove: { progress in told.add(progress.total) })
        #expect(told.least == result.analysis.total)
    }

    @Test("Nothing changes when nothing is broken", arguments: 0..<8 as Range<UInt64>)
    func nothingBroken(seed: UInt64) async {
        let problem = InventedWeek.problem(seed)
        let published = await solve(problem, options: SolveTests.quick, now: { 0 }).plan
        let again = await solve(problem, from: published, options: SolveTests.quick, now: { 0 })
        #expect(again.plan == published)
    }

    @Test("Sites are planned each for itself, and then as one", arguments: 0..<6 as Range<UInt64>)
    func sites(seed: UInt64) async {
        let problem = InventedWeek.problem(seed, clients: 40)
        let parts = SiteSplit(problem).parts
        #expect(parts.flatMap(\.clients).count == problem.clients.count)
        let result = await solve(problem, options: SolveTests.quick, now: { 0 })
        #expect(result.analysis.breaches.isEmpty)
    }
}

/// What a search told, from whatever thread.
private final class Told: Sendable {
    private let totals = Mutex<[Int]>([])

    func add(_ total: Int) { totals.withLock { $0.append(total) } }

    var least: Int? { totals.withLock { $0.min() } }
}
