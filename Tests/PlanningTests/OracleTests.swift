import Testing

@testable import Planning

@Suite("The full score")
struct OracleTests {
    private let problem: Problem
    /// A plan that was made by hand's rules: first fit.
    private let plan: Plan

    init() throws {
        problem = try ProblemReader.read(ProblemReaderTests.fixture("small-1.json"))
        plan = try PlanReader.read(
            ProblemReaderTests.fixture("small-1-greedy.json"), for: problem)
    }

    /// The checker in Python that came with the instance was written by others and shares nothing
    /// with this one; these are its numbers.
    @Test("Agrees with another checker, constraint by constraint")
    func agrees() {
        let analysis = analyze(problem, plan)
        #expect(analysis.breaches.isEmpty)
        #expect(analysis.total == 6592)
        #expect(
            analysis.costs == [
                .continuity: 156, .openSession: 84, .repeatBonus: -12, .undersizePerClient: 36,
                .unplacedBlock: 6000, .missingType: 120, .inconvenient: 158, .extraVisitDay: 50,
            ])
    }

    @Test(
        "Finds each broken rule",
        arguments: [
            Breach.Rule.clinicianTwice, .clinicianMayNotLead, .clinicianAbsent, .clinicianHours,
            .clinicianGroups, .clinicianDay, .appointmentsFull, .appointmentMayNot,
            .appointmentTwice, .appointmentNotDue, .size, .room, .clientMayNotAttend, .clientBusy,
            .clientTwice, .clientDay, .tooManyBlocks, .doNotPair, .doNotMeet, .held, .unknown,
        ])
    func breaches(rule: Breach.Rule) {
        var problem = problem
        var plan = plan
        spoil(&problem, &plan, rule)
        let found = Set(analyze(problem, plan).breaches.map(\.rule))
        #expect(found.contains(rule), "\(found)")
    }

    /// Breaks one rule at least.
    private func spoil(_ problem: inout Problem, _ plan: inout Plan, _ rule: Breach.Rule) {
        let first = plan.sessions[0]
        let leader = problem.clinicians.firstIndex { $0.id == first.clinician } ?? 0
        let member = problem.clients.firstIndex { $0.id == first.clients[0] } ?? 0
        let other = problem.clients.firstIndex { $0.id == first.clients[1] } ?? 0
        switch rule {
        case .clinicianTwice: plan.sessions.append(first)
        case .clinicianMayNotLead: problem.clinicians[leader].therapyTypes = []
        case .clinicianAbsent: problem.clinicians[leader].available = []
        case .clinicianHours: problem.clinicians[leader].maxBlocks = 1
        case .clinicianGroups: problem.clinicians[leader].maxGroupBlocks = 1
        case .clinicianDay: problem.clinicians[leader].maxBlocksPerDay = 0
        case .appointmentsFull: problem.appointmentsPerBlock = 0
        case .appointmentMayNot:
            for index in problem.clients.indices { problem.clients[index].primaryClinician = nil }
        case .appointmentTwice: plan.appointments.append(plan.appointments[0])
        case .appointmentNotDue:
            for index in problem.clients.indices { problem.clients[index].individualDue = false }
        case .size: plan.sessions[0].clients = [first.clients[0]]
        case .room: problem.rooms = []
        case .clientMayNotAttend: problem.clients[member].language = "es"
        case .clientBusy: problem.clients[member].unavailable = [first.block]
        case .clientTwice: plan.sessions[0].clients.append(first.clients[0])
        case .clientDay:
            for index in problem.phases.indices { problem.phases[index].maxBlocksPerDay = 0 }
        case .tooManyBlocks:
            for index in problem.phases.indices { problem.phases[index].blocksPerWeek = 0 }
        case .doNotPair: problem.clients[other].doNotPair = [problem.clients[member].id]
        case .doNotMeet: problem.clients[other].doNotMeet = [problem.clients[member].id]
        case .held:
            problem.heldSessions = [
                HeldSession(
                    template: first.template, block: "FRI-EVE", clinician: first.clinician,
                    freedom: .fixedTime, clients: [])
            ]
        case .unknown: plan.sessions[0].template = "nothing"
        }
    }
}
