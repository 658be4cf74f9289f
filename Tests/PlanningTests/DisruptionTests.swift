import Testing

@testable import Planning

@Suite("A week after a disruption")
struct DisruptionTests {
    private static let quick = SolveOptions.replanning(seed: 3, budget: .iterations(6_000))

    private func published(_ seed: UInt64) async -> (Problem, Plan) {
        let problem = InventedWeek.problem(seed, hasWishes: seed % 2 == 0)
        let options = SolveOptions(seed: 1, budget: .iterations(6_000))
        let plan = await solve(problem, options: options, now: { 0 }).plan
        var known = problem.following(plan)
        known.weights = .replanning
        return (known, plan)
    }

    @Test(
        "A sick clinician: nobody is left with her, and every change has its reason",
        arguments: 0..<6 as Range<UInt64>)
    func clinician(seed: UInt64) async throws {
        let (problem, plan) = await published(seed)
        let leader = try #require(
            plan.sessions.first { session in
                !problem.heldSessions.contains { $0.key == session.key }
            })
        let changed = problem.applying(
            .clinicianAbsent(leader.clinician, blocks: [leader.block]))
        let result = await solve(changed, from: plan, options: Self.quick, now: { 0 })
        #expect(result.analysis.breaches.isEmpty)
        #expect(!result.plan.sessions.contains { $0.key == leader.key })
        let told = changes(in: changed, from: plan, to: result.plan)
        #expect(
            told.contains {
                $0.subject == .session(leader.key)
                    && $0.reason == .clinicianAbsent(leader.clinician)
            })
        // Told are those who are somewhere else, and nobody who is not.
        let seated = Set(
            told.compactMap { change in
                if case .seat(let client) = change.subject { client } else { nil }
            })
        for client in problem.clients.map(\.id) {
            #expect(
                seated.contains(client)
                    == (plan.places(of: client) != result.plan.places(of: client)))
        }
    }

    @Test("A client who left is in no plan")
    func left() async {
        let (problem, plan) = await published(1)
        let changed = problem.applying(.clientLeft("C5"))
        let result = await solve(changed, from: plan, options: Self.quick, now: { 0 })
        #expect(result.analysis.breaches.isEmpty)
        #expect(result.plan.places(of: "C5").isEmpty)
    }

    @Test("A published plan may name who has left, and a group that is no more")
    func gone() async throws {
        let (problem, plan) = await published(1)
        var changed = problem.applying(.clientLeft("C5"))
        let template = try #require(
            plan.sessions.map(\.template).first { id in
                !changed.heldSessions.contains { $0.template == id }
            })
        changed.groupTemplates.removeAll { $0.id == template }
        let known = try PlanFile.published(PlanFile.text(of: plan))
        let result = await solve(changed, from: known, options: Self.quick, now: { 0 })
        #expect(result.analysis.breaches.isEmpty)
        let told = changes(in: changed, from: known, to: result.plan)
        #expect(told.contains { $0.subject == .seat(client: "C5") && $0.reason == .clientLeft })
        #expect(told.contains { $0.reason == .groupGone })
        for change in told { #expect(!"\(change)".contains("PlanChange")) }
    }

    @Test("A closed room and a busy client are what the problem then says")
    func others() async throws {
        let (problem, _) = await published(2)
        let room = problem.rooms[0].id
        let closed = problem.applying(.roomClosed(room, blocks: ["B3", "B4"]))
        #expect(Set(closed.rooms[0].closed).isSuperset(of: ["B3", "B4"]))
        let busy = problem.applying(.clientBusy("C1", blocks: ["B3"]))
        #expect(busy.clients[1].unavailable.contains("B3"))
        #expect(problem.applying(.roomClosed("nothing", blocks: ["B3"])) == problem)
    }
}

extension Plan {
    fileprivate func places(of client: String) -> Set<Attendance> {
        Set(
            sessions.filter { $0.clients.contains(client) }
                .map { Attendance(block: $0.block, clinician: $0.clinician) })
    }
}
