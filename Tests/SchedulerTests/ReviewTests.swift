import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("Phase reviews")
struct ReviewTests {
    /// Lives six weeks of phase 1 and ends on the Monday after; `attended` of ten sessions are
    /// attended, and the scores come one each week, those of the last day at its end.
    private func sixWeeks(
        attended: Int, uses: [Int], then forms: [(use: Int, days: Int)] = []
    ) throws -> Rehearsal {
        var rehearsal = try Rehearsal(at: "2026-11-01T08:00")
        try rehearsal.admit("c-1")
        var day = try #require(LocalDate("2026-11-01"))
        var held = 0
        for use in uses {
            for _ in 0..<7 {
                day = day.advanced(by: 1)
                try rehearsal.wait(until: "\(day)T12:30")
                let recorded = Set(rehearsal.all(AttendanceRecorded.self).map(\.session))
                let due = rehearsal.sessions.values.filter {
                    $0.group != nil && $0.start <= rehearsal.now.local
                        && !recorded.contains($0.session) && $0.clients == ["c-1"]
                }
                for session in due.sorted(by: { $0.start < $1.start }) {
                    held += 1
                    // Spread over days, so that absence alone is no danger.
                    let isThere = held % 10 < attended
                    try rehearsal.order(
                        RecordAttendance(
                            client: "c-1", session: session.session,
                            status: isThere ? .present : .noShow, minutes: isThere ? 60 : 0))
                }
            }
            try rehearsal.score("c-1", use: use)
        }
        for form in forms { try rehearsal.score("c-1", use: form.use, days: form.days) }
        try rehearsal.wait(until: "\(day.advanced(by: 1))T08:00")
        return rehearsal
    }

    @Test(
        "A step down needs the weeks, four fifths of attendance, and three weeks without use",
        arguments: [
            (10, [4, 2, 1, 0, 0, 0], true), (8, [0, 0, 0, 0, 0, 0], true),
            (7, [0, 0, 0, 0, 0, 0], false), (10, [0, 0, 0, 1, 0, 0], false),
            (10, [0, 0, 0, 0, 0], false),
        ])
    func stepDown(attended: Int, uses: [Int], isDue: Bool) throws {
        let rehearsal = try sixWeeks(attended: attended, uses: uses)
        let reviews = rehearsal.all(PhaseReviewDue.self)
        #expect(reviews.map(\.direction) == (isDue ? [.stepDown] : []))
    }

    @Test("It is due once, and shown until a person decides; the phase then begins anew")
    func once() throws {
        var rehearsal = try sixWeeks(attended: 10, uses: [0, 0, 0, 0, 0, 0])
        try rehearsal.wait(until: "2026-12-21T08:00")
        #expect(rehearsal.all(PhaseReviewDue.self).count == 1)
        #expect(try rehearsal.ask(Enrollments())?.first?.review == .stepDown)
        try rehearsal.step("c-1", to: "p2")
        #expect(try rehearsal.ask(Enrollments())?.first?.review == nil)
    }

    @Test("A person may change the phase without any review, and no review changes it by itself")
    func decides() throws {
        let rehearsal = try sixWeeks(attended: 10, uses: [0, 0, 0, 0, 0, 0])
        #expect(rehearsal.all(PhaseChanged.self).isEmpty)
    }

    private func inPhaseTwo(_ phase: PhaseID = "p2") throws -> Rehearsal {
        var clinic = Clinic.oneGroup
        var later = Clinic.Group.meeting("p2-01", "g2", ["tue", "thu"])
        later.phase = "p2"
        clinic.groups.append(later)
        var rehearsal = try Rehearsal(clinic, at: "2026-11-01T08:00")
        try rehearsal.admit("c-1")
        if phase == "p2" {
            try rehearsal.step("c-1", to: "p2")
            try rehearsal.hear(MemberJoined(client: "c-1", group: "p2-01", phase: "p2"))
        }
        return rehearsal
    }

    @Test("Weeks without use are those on which forms look back, whichever form it is")
    func withoutUse() throws {
        for (forms, isDue) in [
            ([(0, 30)], true), ([(0, 20)], false), ([(0, 7), (0, 14)], true), ([], false),
            ([(1, 30), (0, 14)], false), ([(1, 30), (0, 30)], true), ([(0, 30), (1, 7)], false),
        ] as [([(use: Int, days: Int)], Bool)] {
            let rehearsal = try sixWeeks(attended: 10, uses: [1, 1, 1, 1, 1, 1], then: forms)
            let reviews = rehearsal.all(PhaseReviewDue.self).filter { $0.direction == .stepDown }
            #expect(reviews.isEmpty != isDue, "\(forms)")
            let reason = reviews.first?.reasons.last ?? ""
            #expect(!isDue || reason.hasPrefix("No use in the last "), "\(reason)")
        }
    }

    @Test("Use that rises makes a review due at once, in any phase, and is told once")
    func risingUse() throws {
        for (phase, direction) in [("p1", PhaseDirection.higherLevel), ("p2", .stepUp)] {
            var rehearsal = try inPhaseTwo(PhaseID(phase))
            try rehearsal.wait(until: "2026-11-03T12:00")
            try rehearsal.rise("c-1", to: 2)
            let review = try #require(rehearsal.all(PhaseReviewDue.self).last)
            #expect(review.direction == direction)
            #expect(review.reasons == ["bam: use went from 0 to 2; 1 more asks for a review."])
            // A Tuesday: nobody waits for the Monday.
            #expect(rehearsal.now.today.weekday == .tue)
            try rehearsal.wait(until: "2026-12-03T08:00")
            #expect(rehearsal.all(PhaseReviewDue.self).count == 1)
        }
    }

    @Test("A second score that is worse does not hide the first")
    func bothWorse() throws {
        var rehearsal = try inPhaseTwo()
        try rehearsal.hear(
            MeasureWorsened(
                client: "c-1", submission: "f-3", instrument: "phq-9", scale: "total", best: 4,
                score: 11, limit: 5, compared: "f-0"))
        try rehearsal.order(
            KeepPhase(client: "c-1", phase: "p2", reason: "In hospital.", wasNotHeld: true))
        try rehearsal.rise("c-1", to: 1)
        #expect(
            rehearsal.all(PhaseReviewDue.self).map(\.reasons.count) == [1, 2])
    }

    @Test("A measure that is worse by more than chance makes a review due at once, in any phase")
    func worsened() throws {
        for (phase, direction) in [("p1", PhaseDirection.higherLevel), ("p2", .stepUp)] {
            var rehearsal = try inPhaseTwo(PhaseID(phase))
            let worse = MeasureWorsened(
                client: "c-1", submission: "f-2", instrument: "phq-9", scale: "total", best: 4,
                score: 11, limit: 5, compared: "f-1")
            try rehearsal.hear(worse)
            let review = try #require(rehearsal.all(PhaseReviewDue.self).last)
            #expect(review.direction == direction)
            #expect(
                review.reasons == [
                    "phq-9: total went from 4 to 11; a change of 5 is more than chance."
                ])
            // Whoever looked at it and kept the phase is not asked again for the same.
            try rehearsal.order(
                KeepPhase(client: "c-1", phase: PhaseID(phase), reason: "A bad week."))
            try rehearsal.wait(until: "2026-11-20T08:00")
            #expect(rehearsal.all(PhaseReviewDue.self).count == 1)
        }
    }

    @Test(
        "Two days missed within a week make a review due; an hour missed or an excuse does not",
        arguments: [
            ([AttendanceStatus.noShow, .noShow], true), ([.noShow, .present], false),
            ([.excused, .excused], false), ([.noShow, .excused], false),
        ])
    func missedDays(days: [AttendanceStatus], isDue: Bool) throws {
        for phase: PhaseID in ["p1", "p2"] {
            var rehearsal = try inPhaseTwo(phase)
            let (first, second) =
                phase == "p1" ? ("2026-11-09", "2026-11-11") : ("2026-11-10", "2026-11-12")
            try rehearsal.wait(until: "\(first)T20:00")
            try rehearsal.attend("c-1", days[0], from: first)
            try rehearsal.wait(until: "\(second)T20:00")
            try rehearsal.attend("c-1", days[1], from: second)
            #expect(rehearsal.all(PhaseReviewDue.self).isEmpty, "the day is not over")
            try rehearsal.wait(until: "2026-11-13T08:00")
            let reviews = rehearsal.all(PhaseReviewDue.self).map(\.direction)
            let direction: PhaseDirection = phase == "p1" ? .higherLevel : .stepUp
            #expect(reviews == (isDue ? [direction] : []), "\(phase)")
        }
    }

    @Test("A sign of danger makes a review due, and an open question does not")
    func danger() throws {
        func alert(_ kind: AlertKind) -> RiskAlerted {
            RiskAlerted(
                client: "c-1", alert: "a-1", kind: kind, urgency: .now,
                due: Timestamp(milliseconds: 0), guidance: "Call.")
        }
        for phase: PhaseID in ["p1", "p2"] {
            var rehearsal = try inPhaseTwo(phase)
            try rehearsal.hear(alert(.safetyQuestionOpen))
            #expect(rehearsal.all(PhaseReviewDue.self).isEmpty)
            try rehearsal.hear(alert(.suicideRisk))
            try rehearsal.hear(alert(.suicideRisk))
            #expect(rehearsal.all(PhaseReviewDue.self).count == 1)
        }
    }

    @Test(
        "A person may leave the phase as it is, for a reason; only what is told later counts then")
    func kept() throws {
        var rehearsal = try inPhaseTwo("p1")
        func keep(_ phase: PhaseID = "p1", _ reason: String = "The plan was changed.") -> KeepPhase
        {
            KeepPhase(client: "c-1", phase: phase, reason: reason)
        }
        #expect(throws: Refusal.self) { try rehearsal.order(keep()) }
        try rehearsal.wait(until: "2026-11-10T12:00")
        try rehearsal.rise("c-1", to: 3)
        #expect(throws: Refusal.self) { try rehearsal.order(keep("p2")) }
        #expect(throws: Refusal.self) { try rehearsal.order(keep("p1", " ")) }
        try rehearsal.wait(until: "2026-11-11T12:00")
        try rehearsal.order(keep())
        #expect(rehearsal.all(PhaseKept.self).map(\.direction) == [.higherLevel])
        #expect(try rehearsal.ask(Enrollments())?.first?.review == nil)
        try rehearsal.wait(until: "2026-11-16T12:00")
        #expect(rehearsal.all(PhaseReviewDue.self).count == 1)
        try rehearsal.rise("c-1", to: 5)
        #expect(rehearsal.all(PhaseReviewDue.self).count == 2)
        // The level was judged anew: the proposal has been followed.
        try rehearsal.confirm("c-1")
        #expect(try rehearsal.ask(Enrollments())?.first?.review == nil)
    }

    @Test("A review that could not be held says why, decides nothing, and comes again")
    func notHeld() throws {
        var rehearsal = try inPhaseTwo()
        try rehearsal.wait(until: "2026-11-03T12:00")
        try rehearsal.rise("c-1", to: 2)
        let away = KeepPhase(
            client: "c-1", phase: "p2", reason: "In hospital.", wasNotHeld: true)
        #expect(throws: Refusal.self) {
            try rehearsal.order(
                KeepPhase(client: "c-1", phase: "p2", reason: " ", wasNotHeld: true))
        }
        try rehearsal.order(away)
        #expect(rehearsal.all(PhaseKept.self).map(\.wasNotHeld) == [true])
        var stay = try #require(try rehearsal.ask(Enrollments())?.first)
        #expect(stay.review == nil && stay.reviewNotHeld == "In hospital.")
        try rehearsal.wait(until: "2026-11-04T08:00")
        stay = try #require(try rehearsal.ask(Enrollments())?.first)
        #expect(stay.review == .stepUp && stay.reviewNotHeld == "In hospital.")
        // Once it is held it is decided, and what was told before asks no more.
        try rehearsal.order(KeepPhase(client: "c-1", phase: "p2", reason: "A bad week."))
        #expect(rehearsal.all(PhaseKept.self).map(\.wasNotHeld) == [true, nil])
        try rehearsal.wait(until: "2026-11-20T08:00")
        stay = try #require(try rehearsal.ask(Enrollments())?.first)
        #expect(stay.review == nil && stay.reviewNotHeld == nil)
        #expect(rehearsal.all(PhaseReviewDue.self).count == 2)
    }

    @Test("Why a review could not be held is told for as long as its signs are looked at")
    func notHeldForGood() throws {
        var rehearsal = try inPhaseTwo()
        try rehearsal.wait(until: "2026-11-03T12:00")
        try rehearsal.rise("c-1", to: 2)
        for day in 3...17 {
            try rehearsal.wait(until: "2026-11-\(day < 10 ? "0" : "")\(day)T13:00")
            try rehearsal.order(
                KeepPhase(client: "c-1", phase: "p2", reason: "Away.", wasNotHeld: true))
        }
        try rehearsal.wait(until: "2026-12-01T12:00")
        #expect(try rehearsal.ask(Enrollments())?.first?.reviewNotHeld == "Away.")
        try rehearsal.wait(until: "2026-12-02T12:00")
        #expect(try rehearsal.ask(Enrollments())?.first?.reviewNotHeld == nil)
        #expect(rehearsal.all(PhaseReviewDue.self).count == 15)
    }

    @Test("A step down that a person puts off is proposed again after two weeks, and not before")
    func putOff() throws {
        var rehearsal = try inLastPhase()
        #expect(rehearsal.all(PhaseReviewDue.self).map(\.direction) == [.stepDown])
        try rehearsal.order(KeepPhase(client: "c-1", phase: "p3", reason: "A move comes first."))
        for (saturday, monday, count) in [
            ("2026-11-21", "2026-11-23", 1), ("2026-11-28", "2026-11-30", 2),
        ] {
            try rehearsal.wait(until: "\(saturday)T20:00")
            try rehearsal.attend("c-1")
            try rehearsal.wait(until: "\(monday)T08:00")
            #expect(rehearsal.all(PhaseReviewDue.self).count == count, "\(monday)")
        }
    }

    @Test("The last phase's review says that the program can be completed")
    func lastPhase() throws {
        let review = try #require(try inLastPhase().all(PhaseReviewDue.self).last)
        #expect(review.direction == .stepDown)
        #expect(review.reasons.last == "This is the last phase: the program can be completed.")
    }

    /// Lives two weeks of the last phase, of which a review is due then.
    ///
    /// - Parameter heard: what is told of the client at the beginning of it.
    func inLastPhase(hearing heard: [any Event] = []) throws -> Rehearsal {
        var clinic = Clinic.oneGroup
        clinic.phases = [.intensive, .continuingCare]
        clinic.phases[1].reviewAfterWeeks = 2
        clinic.groups.append(
            Clinic.Group(
                "p3-01", phase: "p3", sessions: ["continuing-care g1 t01 sat 09:00-10:00"]))
        var rehearsal = try Rehearsal(clinic, at: "2026-11-01T08:00")
        try rehearsal.admit("c-1")
        try rehearsal.step("c-1", to: "p3")
        try rehearsal.hear(MemberJoined(client: "c-1", group: "p3-01", phase: "p3"))
        for event in heard { try rehearsal.hear(event) }
        try rehearsal.wait(until: "2026-11-14T20:00")
        try rehearsal.attend("c-1")
        try rehearsal.wait(until: "2026-11-16T08:00")
        return rehearsal
    }
}
