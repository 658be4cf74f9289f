/// A walk through plans: each move changes the plan, repairs what that broke, and stays if the plan
/// got better or, by a chance that falls with the temperature, not much worse.
///
/// Same problem, seed and number of moves give the same walk. It looks at no clock.
struct Search: Sendable {
    var state: SearchState
    var chance: Chance
    /// Points by which a move may make the plan worse, on average.
    var temperature = 1.0

    /// Clients whom a move took a seat from, and who look for another.
    var waiting: [Int32] = []
    /// Appointments that a move took the place from.
    var evicted: [Int32] = []
    /// Sessions that lost a client.
    var shrunk: [Int32] = []
    /// The best clients for a session that is filled, and what each would cost.
    var ranking: [Candidate] = []
    /// Cells that had a session in the plan before.
    private let formerCells: [Int32]
    let mix: MoveMix
    /// Whether a repair takes the best place; else it overlooks one now and then.
    var looksEverywhere = false

    private var best: SearchState.Shape
    private(set) var bestTotal: Int
    /// Whether ``best`` is the best plan; else that is the one in ``state``.
    private var isBestKept = true

    struct Candidate {
        var client: Int32
        /// The cell that the client would leave; -1 for none.
        var source: Int32
        var points: Int
    }

    init(_ state: SearchState, seed: UInt64, mix: MoveMix = .standard) {
        self.state = state
        chance = Chance(seed: seed)
        formerCells = state.problem.lastTemplate.indices
            .filter { state.problem.lastTemplate[$0] >= 0 }.map(Int32.init)
        best = state.shape
        bestTotal = state.total
        self.mix = mix
        self.state.keepSteps()
    }

    /// The best plan so far.
    var bestPlan: Plan {
        isBestKept ? SearchState(best, of: state.problem).plan : state.plan
    }

    /// Fills what a plan lacks by the shortest way: seats and times as they are to be had, then new
    /// sessions for those who have too few. It is a plan to begin with, made in milliseconds.
    ///
    /// - Parameter opens: whether sessions may be opened, for which others may have to move.
    init(filling state: SearchState, seed: UInt64, opens: Bool = true) {
        self.init(state, seed: seed)
        temperature = 0
        waiting = self.state.problem.clients.indices.map(Int32.init)
        evicted = self.state.problem.appointments.indices.map(Int32.init)
        _ = settle()
        accept()
        for _ in 0..<4 where opens {
            for client in self.state.problem.clients.indices
            where self.state.seatCount(of: client) < self.state.problem.clients[client].need {
                attempt { search, _ in search.openFor(client) }
            }
        }
    }

    /// Tries one move.
    mutating func move() { attempt { search, limit in search.propose(limit: limit) } }

    /// Makes a move and repairs what it broke; takes all back where the plan is too bad then.
    @inline(__always)
    private mutating func attempt(_ change: (inout Search, _ limit: Int) -> Bool) {
        let before = state.total
        let limit = before + Int(temperature * chance.patience())
        waiting.removeAll(keepingCapacity: true)
        evicted.removeAll(keepingCapacity: true)
        shrunk.removeAll(keepingCapacity: true)
        guard change(&self, limit), settle(), state.total <= limit else {
            return state.takeBack()
        }
        if state.total > before, !isBestKept {
            // What is best stands here and nowhere else: it is written down, and not left yet.
            state.takeBack()
            best = state.shape
            isBestKept = true
            return
        }
        accept()
    }

    private mutating func accept() {
        state.keepSteps()
        guard state.total < bestTotal else { return }
        bestTotal = state.total
        isBestKept = false
    }

    private mutating func propose(limit: Int) -> Bool {
        switch mix.draw(&chance) {
        case .seat: moveSeat(limit: limit)
        case .appointment: moveAppointment()
        case .rebuild: rebuildClient()
        case .open: openSomewhere()
        case .reopen: reopenFormer()
        case .close: closeSomewhere()
        case .shift: shiftSession()
        case .swap: swapSessions()
        case .ruin: ruinAndRecreate()
        case .force: forceAppointment()
        }
    }

    private mutating func reopenFormer() -> Bool {
        guard !formerCells.isEmpty else { return false }
        let cell = Int(formerCells[chance.below(formerCells.count)])
        let template = Int(state.problem.lastTemplate[cell])
        guard state.contents[cell] != Int32(template),
            state.problem.cellsOfTemplate.contains(cell, in: template)
        else { return false }
        return openByForce(template, in: cell)
    }
}

/// How often each kind of move is tried.
struct MoveMix: Sendable {
    enum Kind: Int, CaseIterable, Sendable {
        case seat, appointment, rebuild, open, reopen, close, shift, swap, ruin
        case force
    }

    /// Of ``total``, up to and with each kind.
    private let bounds: [Int]

    init(_ shares: [Kind: Int]) {
        var sum = 0
        bounds = Kind.allCases.map { kind in
            sum += shares[kind] ?? 0
            return sum
        }
    }

    static let standard = MoveMix([
        .seat: 560, .appointment: 80, .rebuild: 40, .open: 100, .reopen: 30, .close: 20,
        .shift: 110, .swap: 30, .ruin: 30, .force: 40,
    ])

    @inline(__always)
    func draw(_ chance: inout Chance) -> Kind {
        let number = chance.below(bounds[bounds.count - 1])
        var place = 0
        while bounds[place] <= number { place += 1 }
        return Kind(rawValue: place) ?? .seat
    }
}
