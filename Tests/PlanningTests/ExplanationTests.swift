import Testing

@testable import Planning

@Suite("Why a need has no place")
struct ExplanationTests {
    private static let quick = SolveOptions(seed: 3, budget: .iterations(4_000))

    @Test(
        "Each set is enough, and no part of it is: relaxed and placed again",
        arguments: 0..<6 as Range<UInt64>)
    func verified(seed: UInt64) async throws {
        let problem = InventedWeek.problem(seed, clients: 40)
        let plan = await solve(problem, options: Self.quick, now: { 0 }).plan
        let needs = explain(problem, plan)
        let analysis = analyze(problem, plan)
        #expect(needs.isEmpty == (analysis.total(of: .placement) == 0))
        for need in needs {
            for set in need.sets {
                #expect(!set.obstacles.isEmpty)
                #expect(places(need, problem, plan, without: set.obstacles))
                for one in set.obstacles {
                    let part = set.obstacles.filter { $0 != one }
                    #expect(!places(need, problem, plan, without: part), "\(one) is needless")
                }
            }
        }
    }

    /// Whether a need is met after the full score where its obstacles are gone and the plan is filled.
    private func places(
        _ need: UnplacedNeed, _ problem: Problem, _ plan: Plan, without obstacles: [Obstacle]
    ) -> Bool {
        let relaxed = problem.without(obstacles)
        let state = SearchState(
            repairing: plan.without(obstacles), of: DenseProblem(relaxed))
        let recommended: [Recommendation]
        switch need.kind {
        case .blocks:
            recommended = recommend(relaxed, state.plan, for: .seat(client: need.client), top: 99)
                .filter { $0.leaves == nil }
        case .appointment(let kind):
            recommended = recommend(
                relaxed, state.plan, for: .appointment(client: need.client, kind), top: 99)
        }
        return recommended.contains { $0.points < 0 }
    }

    @Test("A client who is busy in the only block is told so")
    func busy() throws {
        var problem = InventedWeek.problem(2, hasWishes: false)
        let key = try #require(problem.formerPlan.sessions.first { $0.clients.count < 5 }?.key)
        let template = try #require(problem.groupTemplates.first { $0.id == key.template })
        var client = problem.clients[0]
        client.id = "new"
        client.phase = 1
        client.site = template.site ?? client.site
        client.telehealthOk = true
        client.unavailable = problem.blocks.map(\.id)
        client.lastWeek = []
        client.lastAppointments = []
        client.doNotPair = []
        client.individualDue = false
        client.familyDue = false
        problem = problem.applying(.clientJoined(client))
        let needs = explain(problem, problem.formerPlan, most: 99).filter { $0.client == "new" }
        #expect(needs.map(\.kind) == [.blocks(3)])
        let sets = needs.flatMap(\.sets).map(\.obstacles)
        #expect(sets.contains([.clientBusy(client: "new", block: key.block)]))
    }

    @Test("What is recommended is what the plan then costs", arguments: 0..<6 as Range<UInt64>)
    func recommendation(seed: UInt64) async {
        let problem = InventedWeek.problem(seed)
        let plan = SearchState(
            repairing: problem.formerPlan, of: DenseProblem(problem)
        ).plan
        let total = analyze(problem, plan).total
        for client in problem.clients.map(\.id) {
            for answer in recommend(problem, plan, for: .seat(client: client), top: 3) {
                let changed = plan.seating(answer)
                let analysis = analyze(problem, changed)
                #expect(analysis.total - total == answer.points)
                #expect(analysis.breaches.isEmpty, "\(analysis.breaches)")
            }
        }
    }
}

extension Plan {
    /// The plan with a recommendation taken.
    fileprivate func seating(_ answer: Recommendation) -> Plan {
        var plan = self
        for index in plan.sessions.indices {
            let session = plan.sessions[index]
            let place = Attendance(block: session.block, clinician: session.clinician)
            if place == answer.place { plan.sessions[index].clients.append(answer.client) }
            if place == answer.leaves {
                plan.sessions[index].clients.removeAll { $0 == answer.client }
            }
        }
        return plan
    }
}
