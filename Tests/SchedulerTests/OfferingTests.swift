import Messages
import SchedulerCore
import TestKit
import Testing

/// Monday the 9th of November 2026 is the week that is planned in each of them.
@Suite("What a therapy asks for, and why it is not planned")
struct OfferingTests {
    private static let week = "2026-11-09"
    private static let family = "family-evening"

    private func offer(
        _ change: (inout SessionOffered) -> Void = { _ in }
    ) -> SessionOffered {
        var offer = SessionOffered(
            offering: "hour", title: "Hour", kind: "skills", phases: ["p1"], minutes: 60,
            perWeek: 3)
        change(&offer)
        return offer
    }

    /// Clients in the group `p1-01`, and the therapy `dbt`, on Friday with the next week planned.
    private func planned(
        _ offer: SessionOffered, clients: Int, _ clinic: Clinic = .oneGroup
    ) throws -> Rehearsal {
        var rehearsal = try Rehearsal(clinic)
        for number in 0..<clients { try rehearsal.admit(ClientID("c-\(number + 1)")) }
        try rehearsal.hear(offer, from: "dbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        return rehearsal
    }

    private func held(_ rehearsal: Rehearsal) -> [SessionScheduled] {
        rehearsal.week(Self.week).filter { $0.therapy == "dbt" }
    }

    /// The last word on the offering in the group.
    private func word(_ rehearsal: Rehearsal) throws -> OfferingUnplaced? {
        let week = try #require(LocalDate(Self.week))
        return try rehearsal.ask(WeekView(week: week))?.unplaced.first {
            $0.group == "p1-01" && $0.therapy == "dbt"
        }
    }

    private func kinds(_ rehearsal: Rehearsal) throws -> [Hindrance.Kind] {
        try word(rehearsal)?.hindrances.map(\.kind) ?? []
    }

    private func toTell(_ rehearsal: Rehearsal) -> [OpenDuty] {
        var book = DutyBook()
        for fact in rehearsal.facts { book.apply(fact.event) }
        return book.open.values.filter { $0.kind == .tellChange }
            .sorted { ($0.about, $0.client?.text ?? "") < ($1.about, $1.client?.text ?? "") }
    }

    @Test("Under its least size and over its most it is not held, and within it is")
    func size() throws {
        var rehearsal = try planned(
            offer {
                $0.least = 3
                $0.most = 4
            }, clients: 2)
        #expect(held(rehearsal).isEmpty)
        let word = try #require(try word(rehearsal))
        #expect(word.sessions == 0 && word.hindrances.map(\.kind) == [.tooFew])
        #expect(word.hindrances.first?.needed == "3")
        #expect(word.hindrances.first?.reason.contains("2 of the group") == true)
        #expect(rehearsal.groupSessions(Self.week, of: "c-1").count == 9, "hours stay")
        try rehearsal.admit("c-3")
        #expect(held(rehearsal).count == 3)
        #expect(held(rehearsal).allSatisfy { $0.clients.count == 3 && $0.capacity == 4 })
        #expect(try kinds(rehearsal) == [])
        try rehearsal.admit("c-4")
        #expect(held(rehearsal).count == 3)
        try rehearsal.admit("c-5")
        #expect(held(rehearsal).isEmpty)
        #expect(try kinds(rehearsal) == [.tooMany])
        #expect(rehearsal.agenda == rehearsal.rebuilt())
    }

    @Test("What is said of a therapy that stopped is not said any more once it is back")
    func back() throws {
        var rehearsal = try planned(offer { $0.least = 3 }, clients: 2)
        #expect(try kinds(rehearsal) == [.tooFew])
        try rehearsal.hear(ProcessStopped(process: "dbt", byOperator: true, detail: "0"))
        #expect(try kinds(rehearsal) == [.stopped])
        try rehearsal.hear(ProcessReady(process: "dbt"))
        #expect(try kinds(rehearsal) == [.tooFew])
        #expect(rehearsal.agenda == rehearsal.rebuilt())
    }

    @Test("Without the role, or without what the room must have, it is not held; with both it is")
    func leaderAndRoom() throws {
        let quiet = offer {
            $0.credential = .prescriber
            $0.room = ["quiet"]
        }
        var rehearsal = try planned(quiet, clients: 3)
        #expect(held(rehearsal).isEmpty)
        #expect(try kinds(rehearsal) == [.credential, .room])
        var clinic = rehearsal.clinic
        clinic.staff[0].roles = [.clinician, .prescriber]
        rehearsal.restart(with: clinic)
        #expect(try kinds(rehearsal) == [.room])
        clinic.rooms[0].features = ["quiet", "wheelchair"]
        rehearsal.restart(with: clinic)
        #expect(held(rehearsal).count == 3)
        #expect(try kinds(rehearsal) == [])
    }

    @Test("A role that goes away takes the therapy out at once, and somebody tells the clients")
    func roleGone() throws {
        var clinic = Clinic.oneGroup
        clinic.staff[0].roles = [.clinician, .prescriber]
        var rehearsal = try planned(offer { $0.credential = .prescriber }, clients: 3, clinic)
        #expect(held(rehearsal).count == 3 && toTell(rehearsal).isEmpty)
        try rehearsal.wait(until: "2026-11-09T12:00")
        let begun = held(rehearsal).first
        clinic.staff[0].roles = [.clinician]
        rehearsal.restart(with: clinic)
        #expect(held(rehearsal) == [begun].compactMap(\.self), "what was held stands")
        #expect(rehearsal.groupSessions(Self.week, of: "c-1").count == 9)
        let duties = toTell(rehearsal)
        #expect(duties.count == 2 && duties.allSatisfy { $0.client == nil })
        let session = try #require(duties.first.map { SessionID($0.about) })
        #expect(duties.first?.words.contains("dbt (credential)") == true)
        try rehearsal.order(TellSession(session: session))
        #expect(toTell(rehearsal).count == 1)
        #expect(rehearsal.all(DutyClosed.self).last?.how == .done)
        #expect(throws: Refusal.self) { try rehearsal.order(TellSession(session: session)) }
        // Undone, nobody has to be told.
        clinic.staff[0].roles = [.clinician, .prescriber]
        rehearsal.restart(with: clinic)
        #expect(held(rehearsal).count == 3 && toTell(rehearsal).isEmpty)
        #expect(rehearsal.agenda == rehearsal.rebuilt())
    }

    @Test("Whoever covers a session without the role has it without the therapy")
    func covered() throws {
        var clinic = Clinic.oneGroup
        clinic.staff[0].roles = [.clinician, .prescriber]
        var rehearsal = try planned(offer { $0.credential = .prescriber }, clients: 3, clinic)
        let first = try #require(held(rehearsal).first)
        try rehearsal.order(CoverSession(session: first.session, clinician: "t03"))
        #expect(
            held(rehearsal).count == 2 && !held(rehearsal).map(\.session).contains(first.session))
        #expect(toTell(rehearsal).map(\.about) == [first.session.text])
    }

    /// Four clients, of whom the first three have consented.
    private func consenting(
        least: Int = 2, _ clinic: Clinic = .oneGroup
    ) throws -> Rehearsal {
        var rehearsal = try Rehearsal(clinic)
        for number in 1...4 {
            try rehearsal.admit(ClientID("c-\(number)"))
            guard number < 4 else { continue }
            try rehearsal.hear(
                ConsentGiven(client: ClientID("c-\(number)"), purpose: Self.family))
        }
        let asking = offer {
            $0.least = least
            $0.consent = Self.family
        }
        try rehearsal.hear(asking, from: "dbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        return rehearsal
    }

    @Test("Whoever has not consented is in none of its sessions, and it is said why")
    func consent() throws {
        var rehearsal = try consenting()
        #expect(held(rehearsal).count == 3)
        #expect(held(rehearsal).allSatisfy { $0.clients == ["c-1", "c-2", "c-3"] })
        let word = try #require(try word(rehearsal))
        #expect(word.sessions == 3 && word.hindrances.map(\.kind) == [.consent])
        #expect(word.hindrances.first?.clients == ["c-4"])
        #expect(word.hindrances.first?.needed == Self.family)
        let conflict = rehearsal.all(ConflictFound.self).last { $0.client == "c-4" }
        #expect(
            conflict?.blockers.allSatisfy { $0.kind == .consent && $0.by == Self.family } == true)
        try rehearsal.hear(ConsentGiven(client: "c-4", purpose: Self.family))
        #expect(held(rehearsal).allSatisfy { $0.clients.count == 4 })
        #expect(try kinds(rehearsal) == [])
        // Another consent changes no plan, and is no reason to plan.
        let other = try rehearsal.hear(ConsentGiven(client: "c-4", purpose: "research"))
        #expect(other.isEmpty)
    }

    @Test(
        "A consent that is taken back in mid-week takes that client out, nobody else, and at once")
    func withdrawn() throws {
        var rehearsal = try consenting()
        try rehearsal.wait(until: "2026-11-09T12:00")
        let before = rehearsal.sessions
        let withdrawal = ConsentWithdrawn(
            client: "c-1", purpose: Self.family, withdrawn: rehearsal.now.today)
        let events = try rehearsal.hear(withdrawal)
        let changed = events.of(SessionScheduled.self)
        #expect(changed.count == 2, "the two that have not begun")
        #expect(changed.allSatisfy { $0.therapy == "dbt" && $0.clients == ["c-2", "c-3"] })
        let rest = before.keys.filter { id in !changed.contains { $0.session == id } }
        #expect(rest.allSatisfy { rehearsal.sessions[$0] == before[$0] })
        let duties = toTell(rehearsal)
        #expect(duties.count == 2 && duties.allSatisfy { $0.client == "c-1" })
        #expect(duties.first?.words.contains(Self.family) == true)
        #expect(try word(rehearsal)?.hindrances.first?.clients == ["c-1", "c-4"])
        try rehearsal.order(TellSession(session: SessionID(duties[0].about)))
        #expect(toTell(rehearsal).count == 1)
        // What nobody told is over as the session begins.
        try rehearsal.wait(until: "2026-11-13T13:00")
        try rehearsal.strikeHour()
        #expect(toTell(rehearsal).isEmpty)
        #expect(rehearsal.agenda == rehearsal.rebuilt())
    }

    @Test("With too few who have consented it is not held: the group has its session without it")
    func tooFewConsents() throws {
        var rehearsal = try consenting(least: 3)
        #expect(held(rehearsal).count == 3)
        try rehearsal.hear(
            ConsentWithdrawn(client: "c-1", purpose: Self.family, withdrawn: rehearsal.now.today))
        #expect(held(rehearsal).isEmpty)
        #expect(try kinds(rehearsal) == [.tooFew, .consent])
        #expect(rehearsal.groupSessions(Self.week, of: "c-1").count == 9)
        #expect(toTell(rehearsal).filter { $0.about.hasPrefix(Self.week) }.count == 3)
    }

    @Test("A consent counts on its last day, and no longer")
    func expires() throws {
        var rehearsal = try consenting()
        try rehearsal.hear(
            ConsentGiven(
                client: "c-1", purpose: Self.family,
                expires: LocalDate(year: 2026, month: 11, day: 11)))
        let days = held(rehearsal).filter { $0.clients.contains("c-1") }.map(\.start.date)
        #expect(days.map(\.description) == ["2026-11-09", "2026-11-11"])
    }

    @Test("A group is not emptied for the sake of a therapy")
    func mostStayAway() throws {
        var rehearsal = try Rehearsal()
        for number in 1...4 { try rehearsal.admit(ClientID("c-\(number)")) }
        try rehearsal.hear(ConsentGiven(client: "c-1", purpose: Self.family))
        try rehearsal.hear(offer { $0.consent = Self.family }, from: "dbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        #expect(held(rehearsal).isEmpty)
        #expect(try kinds(rehearsal) == [.mostStayAway, .consent])
        #expect(rehearsal.groupSessions(Self.week, of: "c-4").count == 9)
    }

    @Test("Whoever has an open concern of a kind that it is not for is in none of its sessions")
    func notFor() throws {
        var rehearsal = try planned(
            offer { $0.notFor = ["psychosis", "left-handedness"] }, clients: 3)
        #expect(held(rehearsal).allSatisfy { $0.clients.count == 3 }, "nothing is known")
        var opened = try ConcernOpened.example
        (opened.client, opened.kind) = ("c-2", .acutePsychosis)
        try rehearsal.hear(opened)
        #expect(held(rehearsal).allSatisfy { $0.clients == ["c-1", "c-3"] })
        #expect(try word(rehearsal)?.hindrances.first?.clients == ["c-2"])
        #expect(try kinds(rehearsal) == [.notFor])
        #expect(!toTell(rehearsal).isEmpty)
        var closed = try ConcernClosed.example
        (closed.client, closed.kind, closed.concern) = ("c-2", .acutePsychosis, opened.concern)
        try rehearsal.hear(closed)
        #expect(held(rehearsal).allSatisfy { $0.clients.count == 3 })
        #expect(toTell(rehearsal).isEmpty)
        // One that it says nothing of is no reason to plan again.
        (opened.client, opened.kind) = ("c-2", .dangerAtHome)
        #expect(try rehearsal.hear(opened).of(WeeksRevised.self).isEmpty)
    }

    @Test("It is said of each offering that has no session why, and never twice")
    func others() throws {
        var rehearsal = try planned(offer { $0.kind = "art" }, clients: 1)
        #expect(try kinds(rehearsal) == [.noSession])
        try rehearsal.hear(offer { $0.minutes = 90 }, from: "dbt")
        #expect(try kinds(rehearsal) == [.minutes])
        try rehearsal.hear(offer(), from: "dbt")
        #expect(try kinds(rehearsal) == [])
        for number in 1...3 { try rehearsal.hear(offer(), from: Identity("dbt-\(number)") ?? "x") }
        let week = try #require(LocalDate(Self.week))
        let waiting = try #require(try rehearsal.ask(WeekView(week: week))).unplaced
        #expect(waiting.count == 1 && waiting.first?.hindrances.map(\.kind) == [.turn])
        try rehearsal.hear(ProcessGivenUp(process: "dbt", detail: "flapping"))
        try rehearsal.order(PlanWeek(week: week))
        #expect(try kinds(rehearsal) == [.stopped])
        let told = rehearsal.all(OfferingUnplaced.self).count
        try rehearsal.hear(offer(), from: "dbt-1")
        try rehearsal.order(PlanWeek(week: week))
        #expect(rehearsal.all(OfferingUnplaced.self).count == told)
        try rehearsal.hear(OfferingWithdrawn(offering: "hour"), from: "dbt")
        #expect(try kinds(rehearsal) == [])
    }

    @Test("What stands stays when one offering drops out of a session")
    func leastChange() throws {
        var clinic = Clinic.oneGroup
        clinic.groups[0].sessions[1].clinician = "t03"
        clinic.staff[2].roles = [.clinician, .prescriber]
        clinic.staff[0].roles = [.clinician, .prescriber]
        var rehearsal = try Rehearsal(clinic)
        for number in 1...3 { try rehearsal.admit(ClientID("c-\(number)")) }
        for name in ["a", "b"] as [Identity] {
            try rehearsal.hear(
                offer {
                    $0.credential = .prescriber
                    $0.perWeek = 1
                }, from: name)
        }
        try rehearsal.wait(until: "2026-11-06T08:00")
        func therapies() -> [Identity?] {
            rehearsal.week(Self.week).filter { $0.kind == "skills" }.map(\.therapy)
        }
        let before = therapies()
        #expect(Set(before) == ["a", "b", nil] && before[2] == nil)
        clinic.staff[2].roles = [.clinician]
        rehearsal.restart(with: clinic)
        #expect(therapies() == [nil, before[1], before[0]], "Wednesday's stays where it is")
    }

    @Test("A guest without the consent is not seated in its sessions")
    func guests() throws {
        var clinic = Clinic.oneGroup
        clinic.groups.append(.meeting("p1-02", "g2", ["mon", "wed"]))
        var rehearsal = try Rehearsal(clinic)
        for number in 1...3 {
            let client = ClientID("c-\(number)")
            try rehearsal.admit(client)
            try rehearsal.hear(ConsentGiven(client: client, purpose: Self.family))
        }
        // Owed nine hours, with six of the own group.
        try rehearsal.admit("c-9", to: "p1-02")
        try rehearsal.hear(
            offer {
                $0.consent = Self.family
                $0.least = 2
            }, from: "dbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        #expect(held(rehearsal).count == 3)
        #expect(held(rehearsal).allSatisfy { !$0.clients.contains("c-9") })
        #expect(rehearsal.groupSessions(Self.week, of: "c-9").count == 9, "there are others")
    }

    @Test(
        "A correction of what a therapy's terms rest on is planned at once, where one has terms",
        arguments: [
            "assessment.consent.given.v1", "assessment.consent.withdrawn.v1",
            "assessment.risk.concern-opened.v1", "assessment.risk.concern-closed.v1",
        ])
    func correction(type: String) throws {
        var correction = try EnteredInError.example
        correction.type = type
        var plain = try planned(offer(), clients: 1)
        #expect(try plain.hear(correction, from: .assessment).of(WeeksRevised.self).isEmpty)
        var asking = try planned(offer { $0.consent = Self.family }, clients: 1)
        #expect(try asking.hear(correction, from: .assessment).of(WeeksRevised.self).count == 1)
    }
}
