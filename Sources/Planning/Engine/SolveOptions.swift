/// How a search goes: where chance begins, how long it may take, and how widely it looks.
package struct SolveOptions: Hashable, Sendable {
    /// How long the search goes on.
    package enum Budget: Hashable, Sendable {
        /// Moves of all chains together. The same plan comes out whatever the machine does.
        case iterations(Int)
        /// Seconds on the clock that is handed in. What comes out depends on the machine.
        case seconds(Double)
    }

    /// What may change of a published plan.
    package enum Changes: Hashable, Sendable {
        /// Where all of it still holds, what is published stays, and only what is free is filled.
        case forCause
        /// Whatever makes the plan better by more than the change costs.
        case forGain
    }

    package var seed: UInt64
    package var budget: Budget
    /// Searches side by side, each on a thread of its own if one is free. The plan depends on their
    /// number, and not on the threads.
    package var chains: Int
    /// Times that each chain begins again, hot, from the warm start or from the best so far. A small
    /// problem gains by beginning again, a large one by a slower fall: see ``rounds(for:)``.
    package var rounds: Int?
    /// Points by which a move may make the plan worse on average: at a round's begin and end.
    package var hottest: Double
    package var coldest: Double
    /// What may change where a published plan is given.
    package var changes = Changes.forCause
    /// Whether sites are planned each for itself first.
    package var splitsSites: Bool

    package init(
        seed: UInt64, budget: Budget, chains: Int = 2, rounds: Int? = nil, hottest: Double = 15,
        coldest: Double = 1, splitsSites: Bool = true
    ) {
        self.seed = seed
        self.budget = budget
        self.chains = chains
        self.rounds = rounds
        self.hottest = hottest
        self.coldest = coldest
        self.splitsSites = splitsSites
    }

    /// The rounds where nobody says how many, by the clients of a problem.
    package static func rounds(for clients: Int) -> Int { max(1, min(8, 150 / max(1, clients))) }

    /// For a week that people know already: a disruption touches little, so many short rounds from
    /// what was published find more than a long one.
    package static func replanning(seed: UInt64, budget: Budget) -> SolveOptions {
        SolveOptions(seed: seed, budget: budget, rounds: 8, splitsSites: false)
    }
}

/// Where a search stands, told each time that the plan got better.
package struct SolveProgress: Hashable, Sendable {
    /// Points of the best plan so far.
    package var total: Int
    /// The part of the budget that is used up, from 0 to 1.
    package var fraction: Double
}

/// What a search found.
package struct SolveResult: Sendable {
    package var plan: Plan
    /// The full score of the plan, from ``analyze(_:_:)``.
    package var analysis: ScoreAnalysis
    /// Moves that were tried.
    package var moves: Int
    /// Whether it was stopped before its budget was used up.
    package var wasCancelled: Bool
}
