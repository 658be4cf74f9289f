/// One round of one chain, as a piece of work that any thread can do.
struct Job: Sendable {
    struct Outcome: Sendable {
        let plan: Plan
        let total: Int
        let moves: Int
    }

    let problem: Problem
    let start: Plan
    let seed: UInt64
    let hottest: Double
    let coldest: Double
    /// The part of the whole budget in which it runs, each from 0 to 1.
    let begin: Double
    let end: Double
    /// How many jobs share the moves of that part.
    let share: Int

    /// Does the work. Its problem in numbers is its own, so that threads share no counts.
    func run(_ clock: SolveClock, _ onImprove: @Sendable (SolveProgress) -> Void) -> Outcome {
        let state = SearchState(repairing: start, of: DenseProblem(problem))
        var search = Search(state, seed: seed)
        let moves = Annealing(hottest: hottest, coldest: coldest).run(
            &search, passed: { passed($0, clock) }, isCancelled: { Task.isCancelled },
            onImprove: { total in
                onImprove(SolveProgress(total: total, fraction: min(1, clock.used)))
            })
        return Outcome(plan: search.bestPlan, total: search.bestTotal, moves: moves)
    }

    /// The part of the round that is over.
    private func passed(_ moves: Int, _ clock: SolveClock) -> Double {
        switch clock.budget {
        case .iterations(let count):
            let mine = max(1, Double(count) * (end - begin) / Double(max(1, share)))
            return Double(moves) / mine
        case .seconds:
            return (clock.used - begin) / (end - begin)
        }
    }
}
