import Testing

@testable import Planning

@Suite("A plan under search")
struct SearchStateTests {
    @Test(
        "Counts what the full score counts, and breaks no rule", arguments: 0..<24 as Range<UInt64>)
    func total(seed: UInt64) {
        let problem = InventedWeek.problem(seed, hasWishes: seed % 4 != 0)
        var search = Search(SearchState(DenseProblem(problem)), seed: seed)
        search.temperature = 15
        for _ in 0..<8 {
            for _ in 0..<100 { search.move() }
            let analysis = analyze(problem, search.state.plan)
            #expect(search.state.total == analysis.total)
            #expect(analysis.breaches.isEmpty, "\(analysis.breaches)")
            #expect(search.state.shortage == 0)
        }
        #expect(analyze(problem, search.bestPlan).total == search.bestTotal)
    }

    @Test("Is bit for bit what it was when steps are taken back", arguments: 0..<8 as Range<UInt64>)
    func undo(seed: UInt64) {
        let problem = InventedWeek.problem(seed)
        var search = Search(SearchState(DenseProblem(problem)), seed: seed)
        search.temperature = 15
        for _ in 0..<200 { search.move() }
        let before = Facts(search.state)
        let changes: [(inout Search) -> Bool] = [
            { $0.openSomewhere() }, { $0.rebuildClient() }, { $0.forceAppointment() },
            { $0.moveSeat(limit: 1_000) }, { $0.moveAppointment() }, { $0.closeSomewhere() },
            { $0.shiftSession() }, { $0.swapSessions() }, { $0.ruinAndRecreate() },
        ]
        // Never accepted: whatever a move does, its steps go back.
        search.temperature = 0
        for _ in 0..<80 {
            let total = search.state.total
            for change in changes { _ = change(&search) }
            _ = search.settle()
            search.state.takeBack()
            #expect(search.state.total == total)
        }
        #expect(Facts(search.state) == before)
    }

    @Test(
        "What holds of a plan is kept, and what does not is left out",
        arguments: 0..<20 as Range<UInt64>)
    func repair(seed: UInt64) {
        let problem = InventedWeek.problem(seed)
        let state = SearchState(repairing: problem.formerPlan, of: DenseProblem(problem))
        let analysis = analyze(problem, state.plan)
        #expect(state.total == analysis.total)
        #expect(analysis.breaches.isEmpty, "\(analysis.breaches)")
        let again = SearchState(repairing: state.plan, of: DenseProblem(problem))
        #expect(again.plan == state.plan)
    }
}

/// All that a plan under search remembers.
private struct Facts: Equatable {
    let numbers: [[Int32]]
    let sets: [[UInt64]]
    let types: [Int8]
    let lists: [[Int32]]
    let sums: [Int]

    init(_ state: SearchState) {
        numbers = [
            state.contents, state.members, state.sizes, state.visits, state.seatCells,
            state.appointmentCells, state.groupCounts, state.roomCounts, state.open,
            state.openPlaces, state.templatePlaces,
        ]
        sets = [state.seats, state.visitBlocks, state.busy, state.heldSeats]
        types = state.typeCounts
        lists = state.openOfTemplate
        sums = [state.total, state.shortage, state.steps.count]
    }
}
