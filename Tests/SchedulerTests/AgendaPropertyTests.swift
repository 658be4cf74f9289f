import Messages
import SchedulerCore
import TestKit
import Testing

/// A clinic's life drawn from a seed: people come, move, go, and change their minds.
private struct RandomLife {
    var rehearsal: Rehearsal
    private var chance: SeededGenerator
    private let clients: [ClientID]

    init(seed: UInt64) throws {
        chance = SeededGenerator(seed: seed)
        clients = (1...9).map { ClientID("c-000\($0)") }
        var clinic = Clinic.oneGroup
        for (phase, weeks) in [2, 1, 2].enumerated() {
            clinic.phases[phase].reviewAfterWeeks = weeks
        }
        clinic.phases[2].individualEveryWeeks = 3
        clinic.rooms = [
            .group("g1", seats: Int.random(in: 2...9, using: &chance)), .group("g2"), .office("o1"),
        ]
        clinic.rooms[0].features = ["quiet"]
        clinic.groups = [
            Clinic.Group.meeting("p1-01", "g1", ["mon", "wed", "fri"]),
            Clinic.Group.meeting(
                "p1-02", "g2", ["mon", "tue", "thu"],
                capacity: Int.random(in: 1...4, using: &chance)),
            Clinic.Group(
                "p2-01", phase: "p2",
                sessions: [
                    "process g1 t03 tue 17:30-19:00", "skills g2 t03 thu 17:30-19:00",
                    // Clashes with a session before it: never held.
                    "skills g1 t03 mon 09:30-10:30",
                ]),
            Clinic.Group(
                "p1-y", ages: .adolescent, sessions: ["process g2 t03 sat 09:00-12:00"]),
        ]
        clinic.closures = [
            LocalDate(year: 2026, month: 11, day: Int.random(in: 10...30, using: &chance))
        ]
        rehearsal = try Rehearsal(clinic)
        for client in clients { try register(client) }
        try rehearsal.wait(until: "2026-11-06T08:00")
    }

    mutating func step() throws {
        let client = any(clients)
        switch Int.random(in: 0..<24, using: &chance) {
        case 0, 1, 2: try rehearsal.confirm(client)
        case 3, 4, 5, 6: try join(client)
        case 7:
            try rehearsal.hear(
                MemberLeft(client: client, group: any(["p1-01", "p1-02"]), reason: "test"))
        case 8:
            try rehearsal.hear(CommitmentsChanged(client: client, commitments: commitments()))
        case 9:
            let other = any(clients)
            guard other != client else { return }
            try rehearsal.hear(PairingForbidden(first: client, second: other, reason: "test"))
        case 10:
            try rehearsal.hear(PairingAllowed(first: client, second: any(clients), reason: "test"))
        case 11:
            guard let session = rehearsal.sessions.keys.sorted().randomElement(using: &chance)
            else { return }
            try attempt(CancelSession(session: session, reason: "test"))
        case 12:
            try attempt(PlanWeek(week: rehearsal.now.today.weekStart.advanced(by: 7)))
        case 13:
            let phases: [PhaseID] = ["p1", "p2", "p3"]
            let from = try rehearsal.present(client) ?? any(phases)
            try attempt(ChangePhase(client: client, from: from, to: any(phases), reason: ""))
        case 14: try rehearsal.hear(ClientDischarged(client: client, reason: "test"))
        case 15, 16: try therapy()
        case 17:
            guard
                let session = rehearsal.sessions.values.sorted(by: { $0.session < $1.session })
                    .randomElement(using: &chance), let first = session.clients.first
            else { return }
            try attempt(
                RecordAttendance(
                    client: first, session: session.session, status: .noShow, minutes: 0))
        case 18, 19: try consent(client)
        default: try pass()
        }
    }

    private mutating func consent(_ client: ClientID) throws {
        let event: any Event =
            Int.random(in: 0..<3, using: &chance) == 0
            ? ConsentWithdrawn(client: client, purpose: "video", withdrawn: rehearsal.now.today)
            : ConsentGiven(
                client: client, purpose: "video",
                expires: Bool.random(using: &chance)
                    ? rehearsal.now.today.advanced(by: Int.random(in: 0...9, using: &chance)) : nil)
        try rehearsal.hear(event)
    }

    private mutating func therapy() throws {
        let plugin: Identity = any(["cbt", "mbrp"])
        let event: any Event =
            switch Int.random(in: 0..<6, using: &chance) {
            case 0, 1:
                SessionOffered(
                    offering: "weekly", title: "Weekly", kind: "skills", phases: ["p1"],
                    minutes: 60, perWeek: Int.random(in: 1...3, using: &chance),
                    least: any([nil, nil, 2, 3]), most: any([nil, nil, 3, 4]),
                    credential: any([nil, nil, .clinician, .prescriber]),
                    room: any([nil, nil, ["quiet"], ["quiet", "large"]]),
                    consent: any([nil, "video"]))
            case 2: OfferingWithdrawn(offering: "weekly")
            case 3:
                ProcessStopped(process: plugin, byOperator: .random(using: &chance), detail: "9")
            case 4: ProcessAbsent(process: plugin)
            default: ProcessReady(process: plugin)
            }
        try rehearsal.hear(event, from: type(of: event).owner ?? plugin)
    }

    private mutating func join(_ client: ClientID) throws {
        try rehearsal.hear(
            MemberJoined(client: client, group: any(["p1-01", "p1-02", "p2-01"]), phase: "p1"))
    }

    private mutating func register(_ client: ClientID) throws {
        try rehearsal.hear(
            ClientRegistered(
                client: client, ages: .adult, language: any(["en", "es"]),
                commitments: commitments(), owner: "t01"))
        try rehearsal.confirm(client)
        try join(client)
    }

    private mutating func commitments() -> [WeeklyTime] {
        (0..<Int.random(in: 0...2, using: &chance)).map { _ in
            let start = Int.random(in: 16...30, using: &chance) * 30
            return WeeklyTime(
                any(Weekday.allCases), TimeOfDay(minutes: start), TimeOfDay(minutes: start + 150))
        }
    }

    private mutating func pass() throws {
        let minutes =
            rehearsal.now.local.minutesSince1970 + Int.random(in: 60...900, using: &chance)
        let later = LocalDateTime(
            date: LocalDate(daysSince1970: minutes / 1440),
            time: TimeOfDay(minutes: minutes % 1440))
        try rehearsal.wait(until: later.description)
    }

    private mutating func attempt(_ command: any Command) throws {
        do { try rehearsal.order(command) } catch is Refusal {}
    }

    private mutating func any<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &chance)]
    }
}

@Suite("Whatever happens at the clinic")
struct AgendaPropertyTests {
    static let seeds = Array(UInt64(1)...12)

    @Test("no rule of the calendar is ever broken", arguments: seeds)
    func rules(seed: UInt64) throws {
        var life = try RandomLife(seed: seed)
        for step in 0..<70 {
            try life.step()
            let faults = CalendarOracle(rehearsal: life.rehearsal).faults()
            try #require(faults.isEmpty, "seed \(seed), step \(step): \(faults)")
        }
        let sessions = life.rehearsal.sessions.values
        #expect(sessions.contains { $0.group != nil && !$0.clients.isEmpty })
        #expect(sessions.contains { $0.kind == "individual" })
    }

    @Test(
        "the agenda read back from its facts equals the one that stopped",
        arguments: seeds.prefix(6))
    func fold(seed: UInt64) throws {
        var life = try RandomLife(seed: seed)
        for _ in 0..<70 { try life.step() }
        #expect(life.rehearsal.rebuilt() == life.rehearsal.agenda)
    }

    @Test("planning a planned week again changes nothing", arguments: seeds)
    func idempotence(seed: UInt64) throws {
        var life = try RandomLife(seed: seed)
        for _ in 0..<70 { try life.step() }
        let week = life.rehearsal.now.today.weekStart
        try life.rehearsal.order(PlanWeek(week: week))
        let again = try life.rehearsal.order(PlanWeek(week: week))
        #expect(again.count == 1)
        #expect(again.first is WeekPlanned)
    }

    @Test("a session that has begun is never changed", arguments: seeds.prefix(6))
    func begun(seed: UInt64) throws {
        var life = try RandomLife(seed: seed)
        for _ in 0..<70 {
            let before = life.rehearsal
            try life.step()
            let after = life.rehearsal.sessions
            for (id, session) in before.sessions where session.start <= before.now.local {
                #expect(after[id] == session)
            }
        }
    }
}
