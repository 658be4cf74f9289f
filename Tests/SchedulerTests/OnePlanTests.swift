import Messages
import TestKit
import Testing

@testable import SchedulerCore

@Suite("One plan for a turn")
struct OnePlanTests {
    static let friday = "2026-11-06T08:00"

    private func clinic(_ count: Int) throws -> Rehearsal {
        var rehearsal = try Rehearsal()
        for number in 1...count { try rehearsal.admit(ClientID("c-\(number)"), to: nil) }
        try rehearsal.wait(until: Self.friday)
        return rehearsal
    }

    private func wait(_ client: Int, at position: Int, for kind: Blocker.Kind = .capacity)
        -> MemberWaitlisted
    {
        MemberWaitlisted(
            client: ClientID("c-\(client)"), phase: "p1",
            reasons: [Blocker(kind: kind, group: "p1-01")], position: position)
    }

    @Test("However much a turn changes, the weeks are planned once, behind all of it")
    func once() throws {
        var rehearsal = try clinic(6)
        let events = try rehearsal.hear(
            together: (1...6).map {
                MemberJoined(client: ClientID("c-\($0)"), group: "p1-01", phase: "p1")
            })
        #expect(events.of(WeeksRevised.self).map(\.weeks.count) == [2])
        #expect(events.last is WeeksRevised)
        let told = events.of(SessionScheduled.self).map(\.session)
        #expect(Set(told).count == told.count, "no session is told twice")
        #expect(rehearsal.groupSessions("2026-11-09", of: "c-6").count == 9)
    }

    @Test("A place on the waiting list plans nothing; other reasons for waiting do")
    func waiting() throws {
        var rehearsal = try clinic(3)
        try rehearsal.hear(together: (1...3).map { wait($0, at: $0 + 3) })
        #expect(try rehearsal.hear(together: (1...3).map { wait($0, at: $0) }).isEmpty)
        let news = try rehearsal.hear(wait(1, at: 1, for: .ages))
        #expect(news.of(WeeksRevised.self).count == 1)
        #expect(news.of(ConflictFound.self).map(\.client).contains("c-1"))
    }

    @Test("What changed before the process ended is planned when it starts again")
    func owed() throws {
        var rehearsal = try clinic(1)
        // The process ends between the input's commit and the conclusion.
        let seat = MemberJoined(client: "c-1", group: "p1-01", phase: "p1")
        var agenda = rehearsal.agenda
        agenda.apply(Fact(id: "m-x", owner: .peerGroups, event: seat, time: rehearsal.now.utc))
        let digest = rehearsal.clinic.planDigest
        #expect(agenda.standing.isOutdated(at: digest))
        #expect(rehearsal.restart().isEmpty, "nothing is owed without it")
        try rehearsal.hear(seat)
        #expect(!rehearsal.agenda.standing.isOutdated(at: digest))
    }

    @Test("Therapies that say again what they offer change no plan")
    func offers() throws {
        var rehearsal = try clinic(1)
        let offer = SessionOffered(
            offering: "a", title: "A", kind: "skills", phases: ["p1"], minutes: 60, perWeek: 3)
        #expect(try rehearsal.hear(offer, from: "cbt").of(WeeksRevised.self).count == 1)
        #expect(try rehearsal.hear(offer, from: "cbt").isEmpty)
    }

    @Test(
        "A correction of what a plan rests on is planned at once, and of nothing else",
        arguments: [
            ("assessment.client.commitments-changed.v1", true),
            ("peer-groups.membership.joined.v1", true),
            ("scheduler.enrollment.clinician-changed.v1", true),
            ("cbt.catalog.session-offered.v1", true),
            ("assessment.questionnaire.scored.v1", false),
            ("scheduler.attendance.recorded.v1", false),
        ])
    func correction(type: String, isPlanned: Bool) throws {
        var rehearsal = try clinic(1)
        var correction = try EnteredInError.example
        correction.type = type
        let events = try rehearsal.hear(correction, from: .assessment)
        #expect(events.contains { $0 is WeeksRevised } == isPlanned)
    }

    @Test("A clinic that differs from the one planned by is planned anew, for today too")
    func differs() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-09T09:30")
        #expect(rehearsal.restart().isEmpty, "the same clinic is no news")
        var clinic = rehearsal.clinic
        clinic.name = "Another name"
        #expect(rehearsal.restart(with: clinic).isEmpty, "nor is its name")
        clinic.closures.append(rehearsal.now.today)
        let events = rehearsal.restart(with: clinic)
        let cancelled = Set(events.of(SessionCancelled.self).map(\.session))
        #expect(
            cancelled.isSuperset(of: ["2026-11-09.p1-01.mon-1000", "2026-11-09.p1-01.mon-1100"]))
        #expect(!cancelled.contains("2026-11-09.p1-01.mon-0900"), "it has begun")
        #expect(rehearsal.restart().isEmpty)
    }

    @Test(
        "What only the description forbade is planned again once it allows it; a person's word stays",
        arguments: ["closure", "room", "staff", "group"])
    func forgiven(part: String) throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.hear(MemberJoined(client: "c-1", group: "p1-01", phase: "p1"))
        try rehearsal.wait(until: Self.friday)
        let banned: SessionID = "2026-11-09.p1-01.wed-0900"
        try rehearsal.order(CancelSession(session: banned, reason: "t01 is ill"))
        let right = rehearsal.clinic
        let before = rehearsal.groupSessions("2026-11-09", of: "c-1")
        #expect(before.count == 8)
        var clinic = right
        switch part {
        case "closure":
            clinic.closures += (9...13).compactMap {
                LocalDate("2026-11-\($0 < 10 ? "0" : "")\($0)")
            }
        case "room": clinic.rooms.removeAll()
        case "staff": clinic.staff.removeAll()
        default: clinic.groups.removeAll()
        }
        rehearsal.restart(with: clinic)
        #expect(rehearsal.week("2026-11-09").filter { $0.group != nil }.isEmpty)
        #expect(rehearsal.restart().isEmpty, "it is told once")
        rehearsal.restart(with: right)
        #expect(rehearsal.groupSessions("2026-11-09", of: "c-1") == before)
        // Another day may have taken it meanwhile.
        #expect(rehearsal.week("2026-11-09").count { $0.isIndividual } == 1)
        #expect(rehearsal.sessions[banned] == nil)
    }

    @Test(
        "Each part of the description that plans depend on is compared",
        arguments: ["room", "hours", "phase", "group", "policy", "staff"])
    func compared(part: String) throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: Self.friday)
        var clinic = rehearsal.clinic
        switch part {
        case "room": clinic.rooms[0].seats = 1
        case "hours": clinic.staff[0].hours.removeLast()
        case "phase": clinic.phases[0].individualEveryWeeks = 2
        case "group": clinic.groups[0].sessions.removeLast()
        case "policy": clinic.policies.groupCapacity = 5
        default: clinic.staff.append(Clinic.Staff("t09"))
        }
        #expect(rehearsal.restart(with: clinic).last is WeeksRevised)
    }
}

@Suite("What is gone from clinic.yaml and still holds clients")
struct GoneTests {
    private func clinic(clients count: Int = 3) throws -> Rehearsal {
        var rehearsal = try Rehearsal()
        for number in 1...count { try rehearsal.admit(ClientID("c-\(number)")) }
        try rehearsal.wait(until: "2026-11-06T08:00")
        return rehearsal
    }

    @Test("The clients of a clinician who left get another, are told of, and keep their sessions")
    func clinician() throws {
        var rehearsal = try clinic()
        var clinic = rehearsal.clinic
        clinic.staff.removeAll { $0.id == "t01" }
        for index in clinic.groups[0].sessions.indices
        where
            clinic.groups[0].sessions[index].clinician == "t01"
        { clinic.groups[0].sessions[index].clinician = "t03" }
        let left = rehearsal.agenda.roster.stays.filter { $0.value.clinician == "t01" }.keys
        #expect(!left.isEmpty)
        let events = rehearsal.restart(with: clinic)
        let changed = events.of(ClinicianChanged.self)
        #expect(Set(changed.map(\.client)) == Set(left))
        #expect(changed.allSatisfy { $0.from == "t01" && ["t02", "t03"].contains($0.to) })
        #expect(changed.first?.reason == "t01 is no clinician of this clinic any more.")
        let alone = rehearsal.week("2026-11-09").filter { $0.kind == "individual" }
        #expect(Set(alone.flatMap(\.clients)) == ["c-1", "c-2", "c-3"])
        #expect(!alone.contains { $0.clinician == "t01" })
        #expect(try rehearsal.ask(MissingParts()) == [])
        #expect(rehearsal.rebuilt() == rehearsal.agenda)
    }

    @Test("Where nobody can take them it is a conflict for each, and the view counts them")
    func nobody() throws {
        var rehearsal = try clinic()
        var clinic = rehearsal.clinic
        for index in clinic.staff.indices { clinic.staff[index].roles = [.nurse] }
        let events = rehearsal.restart(with: clinic)
        let alone = events.of(ConflictFound.self).filter { $0.neededMinutes == 50 }
        #expect(Set(alone.map(\.client)) == ["c-1", "c-2", "c-3"])
        #expect(alone.allSatisfy { $0.blockers.first?.kind == .gone })
        let parts = try #require(try rehearsal.ask(MissingParts()))
        #expect(parts.reduce(0) { $0 + $1.clients } == 3)
        #expect(parts.allSatisfy { $0.kind == .clinician })
    }

    @Test(
        "A phase that is gone is a conflict for those in it; each may be moved to another",
        arguments: [false, true])
    func phase(keepsGroups: Bool) throws {
        var rehearsal = try clinic()
        var clinic = rehearsal.clinic
        clinic.phases.removeFirst()
        if !keepsGroups { clinic.groups.removeAll { $0.phase == "p1" } }
        let events = rehearsal.restart(with: clinic)
        let gone = events.of(ConflictFound.self).filter {
            $0.blockers.contains { $0.kind == .gone && $0.by == "phase p1" }
        }
        #expect(Set(gone.map(\.client)) == ["c-1", "c-2", "c-3"])
        let monday = try #require(LocalDate("2026-11-09"))
        let shown = try rehearsal.ask(WeekView(week: monday))?.withoutIndividual.map(\.client)
        #expect(shown == ["c-1", "c-2", "c-3"])
        let phases = try rehearsal.ask(MissingParts())?.filter { $0.kind == .phase }
        #expect(phases == [MissingPart(kind: .phase, part: "p1", clients: 3)])
        try rehearsal.step("c-1", to: "p3")
        let left = try rehearsal.ask(MissingParts())?.first { $0.kind == .phase }
        #expect(left?.clients == 2)
    }

    @Test("A group that is gone is named to those who had a seat in it")
    func group() throws {
        var rehearsal = try clinic()
        var clinic = rehearsal.clinic
        clinic.groups[0].id = "p1-09"
        let events = rehearsal.restart(with: clinic)
        let short = events.of(ConflictFound.self).filter { $0.neededMinutes == 540 }
        #expect(Set(short.map(\.client)) == ["c-1", "c-2", "c-3"])
        #expect(short.allSatisfy { $0.blockers.contains { $0.by == "group p1-01" } })
        #expect(
            try rehearsal.ask(MissingParts())
                == [MissingPart(kind: .group, part: "p1-01", clients: 3)])
    }

    @Test("A person gives one client or a whole caseload to another clinician")
    func command() throws {
        var rehearsal = try clinic(clients: 6)
        func clients(of staff: StaffID) -> Int {
            rehearsal.agenda.roster.stays.values.count { $0.clinician == staff }
        }
        let own = try #require(
            rehearsal.agenda.roster.stays.filter { $0.value.clinician == "t01" }.keys.min())
        try rehearsal.order(ChangeClinician(client: own, from: "t01", to: "t03", reason: "wish"))
        #expect(rehearsal.agenda.roster.stays[own]?.clinician == "t03")
        #expect(throws: Refusal.self, "it is not from t01 any more") {
            try rehearsal.order(ChangeClinician(client: own, from: "t01", to: "t02", reason: "x"))
        }
        #expect(throws: Refusal.self, "nobody of that name") {
            try rehearsal.order(ChangeClinician(from: "t02", to: "t77", reason: "x"))
        }
        let before = clients(of: "t02")
        #expect(0 < before)
        try rehearsal.order(ChangeClinician(from: "t02", reason: "leave"))
        #expect(clients(of: "t02") == 0)
        #expect(clients(of: "t01") + clients(of: "t03") == 6)
        #expect(throws: Refusal.self, "she has nobody") {
            try rehearsal.order(ChangeClinician(from: "t02", reason: "leave"))
        }
        #expect(rehearsal.week("2026-11-09").filter { $0.kind == "individual" }.count == 6)
        // Whoever goes back to an earlier phase stays with the new one.
        let now = rehearsal.agenda.roster.stays[own]?.clinician
        #expect(rehearsal.agenda.roster.steps[own]?.compactMap(\.before?.clinician) == [])
        try rehearsal.step(own, to: "p2")
        try rehearsal.order(ChangeClinician(client: own, from: #require(now), reason: "wish"))
        let next = rehearsal.agenda.roster.stays[own]?.clinician
        #expect(next != now)
        #expect(rehearsal.agenda.roster.steps[own]?.last?.before?.clinician == next)
    }
}

@Suite("A week in pages")
struct WeekPageTests {
    @Test("Pages together are the week, and who has no individual session is on them")
    func pages() throws {
        var clinic = Clinic.oneGroup
        clinic.rooms.removeLast()
        var rehearsal = try Rehearsal(clinic)
        for number in 1...4 {
            try rehearsal.admit(ClientID("c-\(number)"), commitments: ["wed 09:00-10:00"])
        }
        try rehearsal.wait(until: "2026-11-08T08:00")
        let monday = try #require(LocalDate("2026-11-09"))
        let whole = try #require(try rehearsal.ask(WeekView(week: monday)))
        #expect(whole.sessions.count == 9)
        #expect(whole.shortfalls.map(\.client) == ["c-1", "c-2", "c-3", "c-4"])
        #expect(whole.withoutIndividual.map(\.client) == ["c-1", "c-2", "c-3", "c-4"])
        var found: [WeekLine] = []
        var query = WeekView(week: monday, limit: 2)
        var count = 0
        repeat {
            let page = try query.page(of: whole)
            count += 1
            found += page.items
            query.after = page.next
        } while query.after != nil && count < 20
        #expect(found == whole.sorted { $0.place < $1.place })
        #expect(Set(found.map(\.place)).count == found.count)
        #expect(count == 9)
    }

    @Test("Of many blockers three of a kind are told, with how many there are")
    func blockers() {
        let many = (1...9).map { Blocker(kind: .capacity, group: GroupID("g\($0)")) }
        let told = Blocker.summary(of: [Blocker(kind: .noGroup)] + many)
        #expect(told.map(\.kind) == [.noGroup, .capacity, .capacity, .capacity])
        #expect(told.map(\.count) == [nil, 9, nil, nil])
        #expect(Blocker.summary(of: Array(many.prefix(3))) == Array(many.prefix(3)))
    }
}
