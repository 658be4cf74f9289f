/// Looks for a good plan, from what stands already.
///
/// - Parameters:
///   - published: the plan that people know; what it says changes only for a reason that outweighs
///     the change. Without one, the plan that the problem says it follows.
///   - now: seconds on a clock that never goes back. It is asked only where the budget is seconds.
///   - onImprove: told of each better plan, from any thread.
/// - Returns: the best plan found. It breaks no rule; what has no place is left out and costs. A task
///   that is cancelled looks for it every 128 moves, a tenth of a millisecond, and the best plan so
///   far is returned; the first plan (0.3 s for 2,000 clients) is finished before.
package func solve(
    _ problem: Problem, from published: Plan? = nil, options: SolveOptions,
    now: @escaping @Sendable () -> Double,
    onImprove: @escaping @Sendable (SolveProgress) -> Void = { _ in }
) async -> SolveResult {
    let problem = published.map(problem.following) ?? problem
    let clock = SolveClock(options.budget, now: now)
    var solver = Solver(problem, options: options, clock: clock, onImprove: onImprove)
    if published == nil || options.changes == .forGain || !solver.isWhole {
        await solver.run()
    }
    return SolveResult(
        plan: solver.plan, analysis: analyze(problem, solver.plan), moves: solver.moves,
        wasCancelled: Task.isCancelled)
}

/// How much of a budget is used up.
struct SolveClock: Sendable {
    let budget: SolveOptions.Budget
    let now: @Sendable () -> Double
    private let began: Double

    init(_ budget: SolveOptions.Budget, now: @escaping @Sendable () -> Double) {
        self.budget = budget
        self.now = now
        if case .seconds = budget { began = now() } else { began = 0 }
    }

    /// The part of the seconds that is used up, from 0; moves are counted by who makes them.
    var used: Double {
        if case .seconds(let seconds) = budget { (now() - began) / max(0.001, seconds) } else { 0 }
    }
}

/// The rounds of a search: all chains of a round, then a look at who is best.
struct Solver: Sendable {
    let problem: Problem
    let options: SolveOptions
    let clock: SolveClock
    let onImprove: @Sendable (SolveProgress) -> Void
    private(set) var plan: Plan
    private(set) var total: Int
    private(set) var moves = 0
    private let warmStart: Plan
    /// Whether all that the plan before says still holds.
    let isWhole: Bool

    init(
        _ problem: Problem, options: SolveOptions, clock: SolveClock,
        onImprove: @escaping @Sendable (SolveProgress) -> Void
    ) {
        self.problem = problem
        self.options = options
        self.clock = clock
        self.onImprove = onImprove
        let state = SearchState(repairing: problem.formerPlan, of: DenseProblem(problem))
        isWhole = state.plan == problem.formerPlan.sorted
        let filled = Search(filling: state, seed: options.seed, opens: !isWhole)
        warmStart = filled.bestPlan
        plan = warmStart
        total = filled.bestTotal
    }

    mutating func run() async {
        onImprove(SolveProgress(total: total, fraction: 0))
        let parts = options.splitsSites ? SiteSplit(problem).parts : []
        guard parts.count > 1 else {
            await rounds(from: 0, to: 1)
            return
        }
        // Sites share telehealth alone: first each for itself, then all of them for a while.
        await bySite(parts, until: 0.85)
        await polish(from: 0.85)
    }

    /// Plans the whole problem in rounds, in a part of the budget.
    private mutating func rounds(from begin: Double, to end: Double) async {
        let count = max(1, options.rounds ?? SolveOptions.rounds(for: problem.clients.count))
        let length = (end - begin) / Double(count)
        for round in 0..<count where !Task.isCancelled {
            let from = begin + length * Double(round)
            let jobs = (0..<max(1, options.chains)).map { chain in
                Job(
                    problem: problem, start: start(of: chain, in: round),
                    seed: seed(round, chain), hottest: hottest(of: chain),
                    coldest: options.coldest, begin: from, end: from + length,
                    share: options.chains)
            }
            for outcome in await run(jobs) { take(outcome) }
        }
    }

    /// Where a chain begins: the first goes on from the best, the others from the warm start.
    private func start(of chain: Int, in round: Int) -> Plan {
        round > 0 && chain == 0 && options.chains > 1 ? plan : warmStart
    }

    /// Every other chain begins hotter: it finds other weeks, and the first finds better ones.
    private func hottest(of chain: Int) -> Double {
        chain % 2 == 0 ? options.hottest : options.hottest * 2
    }

    private mutating func bySite(_ parts: [Problem], until end: Double) async {
        let lanes = max(1, options.chains)
        let length = end / Double((parts.count + lanes - 1) / lanes)
        var plans = parts.map { SiteSplit.part(of: plan, for: $0) }
        for first in stride(from: 0, to: parts.count, by: lanes) where !Task.isCancelled {
            let chosen = first..<min(first + lanes, parts.count)
            let begin = length * Double(first / lanes)
            let jobs = chosen.map { part in
                Job(
                    problem: parts[part], start: plans[part], seed: seed(0, part),
                    hottest: options.hottest, coldest: options.coldest, begin: begin,
                    end: begin + length, share: lanes)
            }
            for (part, outcome) in zip(chosen, await run(jobs, reports: false)) {
                plans[part] = outcome.plan
                moves += outcome.moves
            }
            takeWhole(Plan(merging: plans))
        }
    }

    /// Goes on from the plan as it is, cool: the sites' plans are good each for itself.
    private mutating func polish(from begin: Double) async {
        let jobs = (0..<max(1, options.chains)).map { chain in
            Job(
                problem: problem, start: plan, seed: seed(1, chain),
                hottest: (options.hottest * options.coldest).squareRoot(),
                coldest: options.coldest, begin: begin, end: 1, share: options.chains)
        }
        for outcome in await run(jobs) { take(outcome) }
    }

    private mutating func take(_ outcome: Job.Outcome) {
        moves += outcome.moves
        guard outcome.total < total else { return }
        total = outcome.total
        plan = outcome.plan
    }

    /// Takes a plan that was put together, if it is better.
    private mutating func takeWhole(_ merged: Plan) {
        let state = SearchState(repairing: merged, of: DenseProblem(problem))
        guard state.total < total else { return }
        total = state.total
        plan = state.plan
        onImprove(SolveProgress(total: total, fraction: min(1, clock.used)))
    }

    private func seed(_ round: Int, _ chain: Int) -> UInt64 {
        var chance = Chance(seed: options.seed)
        return chance.next() &+ UInt64(round) &* 0x1_0000 &+ UInt64(chain)
    }

    /// Runs jobs side by side; what they found comes in their order, whoever was first.
    private func run(_ jobs: [Job], reports: Bool = true) async -> [Job.Outcome] {
        let clock = clock
        let onImprove = onImprove
        return await withTaskGroup(of: (Int, Job.Outcome).self) { group in
            for (place, job) in jobs.enumerated() {
                group.addTask { (place, job.run(clock, reports ? onImprove : { _ in })) }
            }
            var outcomes = [Job.Outcome?](repeating: nil, count: jobs.count)
            for await (place, outcome) in group { outcomes[place] = outcome }
            return outcomes.compactMap(\.self)
        }
    }
}
