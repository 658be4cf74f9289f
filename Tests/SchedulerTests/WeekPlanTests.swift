import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("The week's plan")
struct WeekPlanTests {
    /// A Friday; the week that it plans begins on `week`.
    static let friday = "2026-11-06T08:00"
    static let week = "2026-11-09"

    @Test("Friday plans the next week, once")
    func friday() throws {
        var rehearsal = try Rehearsal(at: "2026-11-03T08:00")
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-05T23:00")
        #expect(!rehearsal.all(WeekPlanned.self).contains { $0.week.description == Self.week })
        try rehearsal.wait(until: "2026-11-10T08:00")
        let planned = rehearsal.all(WeekPlanned.self).filter { $0.week.description == Self.week }
        #expect(planned.count == 1)
        #expect(planned.first?.minutes == ["c-1": 540])
        #expect(planned.first?.sessions == 10)
    }

    @Test("A new clinic plans the rest of its first week")
    func firstWeek() throws {
        var rehearsal = try Rehearsal(at: "2026-11-03T08:00")
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-04T00:30")
        let week = rehearsal.week("2026-11-02")
        #expect(Set(week.map(\.start.date.weekday)) == [.wed, .fri])
    }

    @Test("The same group and time always give the same session id, which names no client")
    func identifiers() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: Self.friday)
        let ids = rehearsal.week(Self.week).map(\.session.text)
        #expect(ids.contains("2026-11-09.p1-01.mon-0900"))
        #expect(!ids.contains { $0.contains("c-1") })
    }

    @Test("No session falls on a closure; one planned before is cancelled")
    func closures() throws {
        var clinic = Clinic.oneGroup
        clinic.closures = [LocalDate(year: 2026, month: 11, day: 11)]
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1", commitments: ["mon 12:00-21:00", "fri 12:00-21:00"])
        try rehearsal.wait(until: Self.friday)
        #expect(!rehearsal.week(Self.week).contains { $0.start.date.weekday == .wed })
        let conflict = try #require(rehearsal.all(ConflictFound.self).last)
        #expect(conflict.offeredMinutes == 360)
        #expect(conflict.blockers.map(\.kind) == [.closure, .closure, .closure])
        #expect(conflict.blockers.first?.by == "2026-11-11")

        clinic.closures.append(LocalDate(year: 2026, month: 11, day: 13))
        rehearsal.clinic = clinic
        try rehearsal.wait(until: "2026-11-07T08:00")
        #expect(!rehearsal.week(Self.week).contains { $0.start.date.weekday == .fri })
        #expect(
            rehearsal.all(SessionCancelled.self).contains {
                $0.session == "2026-11-09.p1-01.fri-0900"
                    && $0.reason == "The clinic is closed on that day."
            })
    }

    @Test("A member with a commitment stays out of that session and gets the hours elsewhere")
    func guests() throws {
        var clinic = Clinic.oneGroup
        clinic.groups.append(Clinic.Group.meeting("p1-02", "g2", ["tue", "thu"]))
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1", commitments: ["fri 08:00-17:00"])
        try rehearsal.wait(until: Self.friday)
        let sessions = rehearsal.groupSessions(Self.week, of: "c-1")
        #expect(sessions.reduce(0) { $0 + $1.minutes } == 540)
        #expect(
            sessions.filter { $0.group == "p1-02" }.map(\.start.date.weekday) == [.tue, .tue, .tue])
        #expect(rehearsal.all(ConflictFound.self).isEmpty)
    }

    @Test("A guest needs a group of the same phase, ages and language")
    func guestRules() throws {
        var clinic = Clinic.oneGroup
        var older = Clinic.Group.meeting("p2-01", "g2", ["tue"])
        older.phase = "p2"
        var younger = Clinic.Group.meeting("p1-y", "g2", ["wed"])
        younger.ages = .adolescent
        var spanish = Clinic.Group.meeting("p1-es", "g2", ["thu"])
        spanish.language = "es"
        clinic.groups += [older, younger, spanish]
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1", commitments: ["fri 08:00-17:00"])
        try rehearsal.admit("c-2", language: "es", commitments: ["fri 08:00-17:00"])
        try rehearsal.wait(until: Self.friday)
        #expect(rehearsal.groupSessions(Self.week, of: "c-1").count == 6)
        #expect(
            rehearsal.groupSessions(Self.week, of: "c-2").filter { $0.group == "p1-es" }.count == 3)
        let conflict = try #require(rehearsal.all(ConflictFound.self).last { $0.client == "c-1" })
        #expect(Set(conflict.blockers.map(\.kind)) == [.commitment, .ages, .language])
        #expect(conflict.blockers.first { $0.kind == .commitment }?.by == "fri 08:00-17:00")
    }

    @Test("An adolescent is owed six hours, an adult nine")
    func adolescents() throws {
        var clinic = Clinic.oneGroup
        var younger = Clinic.Group.meeting("p1-y", "g2", ["tue", "thu"])
        younger.ages = .adolescent
        clinic.groups = [Clinic.Group.meeting("p1-01", "g1", ["mon", "fri"]), younger]
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1")
        try rehearsal.admit("c-2", to: "p1-y", ages: .adolescent)
        try rehearsal.wait(until: Self.friday)
        let conflicts = rehearsal.all(ConflictFound.self)
        #expect(conflicts.map(\.client) == ["c-1"])
        #expect(conflicts.first?.offeredMinutes == 360)
        #expect(conflicts.first?.neededMinutes == 540)
    }

    @Test("An adult never sits in an adolescents' group, whatever peer groups says")
    func ages() throws {
        var clinic = Clinic.oneGroup
        clinic.groups[0].ages = .adolescent
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: Self.friday)
        #expect(rehearsal.groupSessions(Self.week, of: "c-1").isEmpty)
        #expect(rehearsal.all(ConflictFound.self).last?.blockers.map(\.kind) == [.noGroup])
    }

    @Test(
        "A session holds as many clients as the tightest of group, policy and room",
        arguments: [(2, 12, 12), (12, 2, 12), (12, 12, 2)])
    func capacity(group: Int, policy: Int, seats: Int) throws {
        var clinic = Clinic.oneGroup
        clinic.groups[0].capacity = group
        clinic.policies.groupCapacity = policy
        clinic.rooms[0].seats = seats
        var rehearsal = try Rehearsal(clinic)
        for client: ClientID in ["c-3", "c-1", "c-2"] { try rehearsal.admit(client) }
        try rehearsal.wait(until: Self.friday)
        let sessions = rehearsal.week(Self.week).filter { $0.group != nil }
        #expect(sessions.allSatisfy { $0.capacity == 2 && $0.clients == ["c-1", "c-3"] })
        let conflict = try #require(rehearsal.all(ConflictFound.self).last { $0.client == "c-2" })
        #expect(Set(conflict.blockers.map(\.kind)) == [.capacity])
    }

    @Test(
        "A timetable that clashes with itself keeps its first session and says why of the other",
        arguments: [
            ("skills g1 t02 mon 09:30-10:30", "room g1"),
            ("skills g2 t01 mon 09:30-10:30", "t01"),
            ("skills g9 t02 mon 13:00-14:00", "no room g9"),
            ("skills g2 t09 mon 13:00-14:00", "no staff member t09"),
            ("skills g2 t02 sun 13:00-14:00", "outside the hours of t02"),
        ])
    func clashes(session: String, reason: String) throws {
        var clinic = Clinic.oneGroup
        clinic.groups.append(Clinic.Group("p2-01", phase: "p2", sessions: [session]))
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.wait(until: "2026-11-07T08:00")
        let week = rehearsal.week(Self.week)
        #expect(week.count == 9)
        #expect(week.allSatisfy { $0.group == "p1-01" })
        let cancelled = rehearsal.all(SessionCancelled.self).filter {
            $0.session.text.hasPrefix(Self.week)
        }
        #expect(cancelled.count == 1)
        #expect(cancelled.first?.reason.contains(reason) == true)
    }

    @Test("What changes after the plan is planned at once, and nothing else is said again")
    func revisions() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: Self.friday)
        let events = try rehearsal.hear(
            CommitmentsChanged(
                client: "c-1",
                commitments: [WeeklyTime("wed 11:00-12:00"), WeeklyTime("sun 08:00-20:00")]
                    .compactMap(\.self)))
        let changed = events.compactMap { ($0 as? SessionScheduled)?.session }
        #expect(changed == ["2026-11-09.p1-01.wed-1100"])
        #expect(events.compactMap { ($0 as? ConflictFound)?.offeredMinutes } == [480])
        #expect(events.count == 3)
        #expect(events.last is WeeksRevised)
    }

    @Test("A conflict is told once, and leaves the week's view when it is solved")
    func conflicts() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1", commitments: ["wed 11:00-12:00"])
        try rehearsal.wait(until: "2026-11-08T08:00")
        #expect(rehearsal.all(ConflictFound.self).count == 1)
        let monday = try #require(LocalDate(Self.week))
        #expect(try rehearsal.ask(WeekView(week: monday))?.shortfalls.count == 1)
        try rehearsal.hear(CommitmentsChanged(client: "c-1", commitments: []))
        let view = try #require(try rehearsal.ask(WeekView(week: monday)))
        #expect(view.shortfalls.isEmpty)
        #expect(view.sessions.count == 10)
    }

    @Test("A client without a group is a conflict, with the waiting list's reasons")
    func waiting() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1", to: nil)
        let full = Blocker(kind: .capacity, group: "p1-01")
        try rehearsal.hear(
            MemberWaitlisted(client: "c-1", phase: "p1", reasons: [full], position: 1))
        try rehearsal.wait(until: Self.friday)
        let conflict = try #require(rehearsal.all(ConflictFound.self).last)
        #expect(conflict.offeredMinutes == 0)
        #expect(conflict.blockers == [Blocker(kind: .noGroup), full])
    }

    @Test("Who is enrolled in the middle of a week is owed nothing for it yet")
    func partWeek() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.wait(until: "2026-11-10T08:00")
        try rehearsal.admit("c-1")
        #expect(rehearsal.groupSessions(Self.week, of: "c-1").count == 6)
        #expect(rehearsal.all(ConflictFound.self).isEmpty)
    }

    @Test("A cancelled session stays cancelled, however often its week is planned")
    func cancelled() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: Self.friday)
        let session: SessionID = "2026-11-09.p1-01.wed-0900"
        try rehearsal.order(CancelSession(session: session, reason: "t01 is ill"))
        let conflict = try #require(rehearsal.all(ConflictFound.self).last)
        #expect(conflict.blockers.map(\.kind) == [.cancelled])
        #expect(conflict.blockers.first?.by == session.text)
        let monday = try #require(LocalDate(Self.week))
        try rehearsal.order(PlanWeek(week: monday))
        try rehearsal.wait(until: "2026-11-09T08:00")
        #expect(rehearsal.sessions[session] == nil)
        #expect(throws: Refusal.self) {
            try rehearsal.order(CancelSession(session: session, reason: "again"))
        }
        try rehearsal.wait(until: "2026-11-09T09:00")
        #expect(throws: Refusal.self) {
            try rehearsal.order(CancelSession(session: "2026-11-09.p1-01.mon-0900", reason: "x"))
        }
    }

    @Test(
        "Only a Monday's week that has not ended, at most eight weeks ahead, is planned",
        arguments: [
            ("2026-11-02", true), ("2026-10-26", false), ("2026-11-04", false),
            ("2026-12-28", true), ("2027-01-04", false),
        ])
    func plannable(week: String, isAllowed: Bool) throws {
        var rehearsal = try Rehearsal(at: "2026-11-05T08:00")
        let monday = try #require(LocalDate(week))
        if isAllowed {
            let events = try rehearsal.order(PlanWeek(week: monday))
            #expect(events.of(WeekPlanned.self).map(\.week) == [monday])
        } else {
            #expect(throws: Refusal.self) { try rehearsal.order(PlanWeek(week: monday)) }
        }
    }

    @Test("Plans and what follows from them are not retracted; records are")
    func retraction() throws {
        let agenda = try Rehearsal().agenda
        func fact(_ event: any Event) -> Fact {
            Fact(id: "m-1", owner: .scheduler, event: event, time: Timestamp(milliseconds: 0))
        }
        let plans: [any Event] = try [
            SessionScheduled.example, WeekPlanned.example, SessionFlagged.example,
            ConflictFound.example, PhaseReviewDue.example, WeeksRevised.example,
        ]
        for event in plans {
            #expect(throws: Refusal.self) { try agenda.permitRetraction(of: fact(event)) }
        }
        try agenda.permitRetraction(of: fact(AttendanceRecorded.example))
        try agenda.permitRetraction(of: fact(PhaseChanged.example))
    }
}

extension SessionScheduled {
    var minutes: Int { end.minutesSince1970 - start.minutesSince1970 }
}
