import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("Indicated, placed and available are three things")
struct WaitingTests {
    /// A clinic with a second clinician.
    private var twoClinicians: Clinic {
        var clinic = exampleClinic()
        clinic.staff.append(Clinic.Staff("t02"))
        return clinic
    }

    /// A client for whom intensive outpatient care is indicated.
    private func desk(_ clinic: Clinic = exampleClinic()) throws -> (Desk, PlacementRecommended) {
        var desk = try Desk.withClient(clinic: clinic)
        try desk.know(ratings: [0, 0, 1, 1, 2, 1])
        let recommended = try desk.recommended()
        return (desk, recommended)
    }

    private func duty(_ desk: Desk, _ kind: DutyKind) -> OpenDuty? {
        desk.intake.duties.open.values.first { $0.kind == kind }
    }

    private func waiting(_ recommended: PlacementRecommended) -> ConfirmPlacement {
        ConfirmPlacement(
            client: "c-1", placement: recommended.placement, level: recommended.level,
            available: .outpatient, interim: "A call each Tuesday, and group on Friday.")
    }

    @Test("Who waits keeps the indicated level, has care meanwhile, and somebody who looks")
    func interim() throws {
        var (desk, recommended) = try desk()
        try desk.send(waiting(recommended))
        let confirmed = try #require(desk.facts(PlacementConfirmed.self).first)
        #expect(confirmed.indicated == .intensiveOutpatient)
        #expect(confirmed.placed == .intensiveOutpatient && confirmed.available == .outpatient)
        #expect(confirmed.reasonCode == .notAvailable)
        let first = try #require(duty(desk, .interimCare))
        #expect(
            first.words.contains("A call each Tuesday") && first.about == recommended.placement.text
        )
        let review = { (isAvailable: Bool) in
            ReviewInterim(
                client: "c-1", placement: recommended.placement, isAvailable: isAvailable,
                words: "Still a call each Tuesday.")
        }
        try desk.wait(hours: 30)
        try desk.send(review(false))
        let second = try #require(duty(desk, .interimCare))
        #expect(second.duty != first.duty && second.since > first.since)
        try desk.send(review(true))
        #expect(duty(desk, .interimCare) == nil)
        #expect(throws: Refusal.self) { try desk.send(review(true)) }
        try desk.retract(desk.last(InterimReviewed.self))
        #expect(duty(desk, .interimCare) != nil)
        #expect(desk.folded() == desk.intake)
        // Whatever ends the episode ends the wait.
        try desk.receive(ReturnToUseReported(client: "c-1"), from: .aftercare)
        #expect(duty(desk, .interimCare) == nil)
    }

    @Test("Whoever keeps in touch looks after a wait: the primary clinician, once there is one")
    func keeper() throws {
        var (desk, recommended) = try desk(twoClinicians)
        try desk.send(waiting(recommended))
        let owner = try #require(desk.intake.charts["c-1"]?.registration.owner)
        let other: StaffID = owner == "t02" ? "t01" : "t02"
        try desk.receive(
            EnrollmentOpened(
                client: "c-1", enrollment: "e-1", phase: "p1", level: .outpatient, ages: .adult,
                clinician: other), from: .scheduler)
        try desk.send(
            ReviewInterim(
                client: "c-1", placement: recommended.placement, isAvailable: false,
                words: "Still a call each Tuesday."))
        #expect(desk.intake.charts["c-1"]?.keeper == other)
        #expect(duty(desk, .interimCare)?.person == other)
    }

    @Test("What an intake lacks is due on the day on which the client comes, and says so")
    func appointment() throws {
        var desk = try Desk.withClient(clinic: twoClinicians)
        let day = desk.context.now.today.advanced(by: 4)
        let booked = AppointmentBooked(
            client: "c-1", appointment: "a-1", with: "t02",
            at: LocalDateTime(date: day, time: TimeOfDay(minutes: 600)), place: "in-person",
            purpose: .intake)
        let before = try #require(duty(desk, .rate))
        try desk.receive(booked, from: .aftercare)
        let after = try #require(duty(desk, .rate))
        #expect(after.words.contains("The intake is on \(day) at 10:00 with t02"))
        #expect(after.person == "t02" && before.due < after.due && after.since == before.since)
        #expect(desk.folded() == desk.intake)
        let told = AppointmentRecorded(
            client: "c-1", appointment: "a-1", outcome: .missed, note: "")
        try desk.receive(told, from: .aftercare)
        #expect(duty(desk, .rate)?.words == before.words)
        var other = booked
        other.purpose = nil
        try desk.receive(other, from: .aftercare)
        #expect(duty(desk, .rate)?.words == before.words)
    }

    @Test("Questions of danger wait for an intake's day a week at the most; ratings wait for it")
    func farAppointment() throws {
        var desk = try Desk.withClient(clinic: twoClinicians)
        let today = desk.context.now.today
        for (days, asked) in [(4, 4), (7, 7), (8, 7), (200, 7)] {
            let at = LocalDateTime(
                date: today.advanced(by: days), time: TimeOfDay(minutes: 600))
            try desk.receive(
                AppointmentBooked(
                    client: "c-1", appointment: AppointmentID("a-\(days)"), with: "t02", at: at,
                    place: "in-person", purpose: .intake), from: .aftercare)
            let open = desk.intake.duties.open.values
            for about in ["intake", "c-ssrs-screener"] {
                let duty = try #require(open.first { $0.about == about })
                let latest = today.advanced(by: asked)
                #expect(desk.context.now.localDate(of: duty.due) <= latest, "\(about) \(days)")
                #expect(duty.words.contains("The intake is on \(at.date)"))
            }
            #expect(
                duty(desk, .rate).map { desk.context.now.localDate(of: $0.due) } == at.date)
        }
    }

    @Test("What does not fit together is refused")
    func refused() throws {
        var (desk, recommended) = try desk()
        var same = waiting(recommended)
        same.available = recommended.level
        var silent = waiting(recommended)
        silent.interim = " "
        var idle = waiting(recommended)
        idle.available = nil
        var strange = waiting(recommended)
        strange.available = "9"
        var code = waiting(recommended)
        code.reasonCode = "because"
        var nowhere = waiting(recommended)
        nowhere.stepDown = StepDown(
            level: .residentialHigh, program: "", transfer: desk.context.now.today)
        var late = waiting(recommended)
        late.stepDown = StepDown(
            level: .residentialHigh, program: "Pine House",
            transfer: desk.context.now.today.advanced(by: 91))
        for command in [same, silent, idle, strange, code, nowhere, late] {
            #expect(throws: Refusal.self) { try desk.send(command) }
        }
        #expect(desk.facts(PlacementConfirmed.self).isEmpty)
    }

    @Test("Who comes from residential care is spoken with before the transfer, or somebody is late")
    func stepDown() throws {
        var (desk, recommended) = try desk()
        try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: recommended.placement, level: recommended.level,
                stepDown: StepDown(
                    level: .residentialHigh, program: "Pine House",
                    transfer: desk.context.now.today.advanced(by: 5))))
        let open = try #require(duty(desk, .transferContact))
        #expect(open.words.contains("Pine House"))
        #expect(open.due <= desk.now.advanced(byHours: 5 * 24))
        let kept = ContactKept(client: "c-1", contact: "k-1", summary: "Comes on Friday.")
        try desk.receive(kept, from: .aftercare)
        #expect(duty(desk, .transferContact) == nil)
        #expect(desk.facts(TransferContactMade.self).map(\.contact) == ["k-1"])
        // Another contact is no news, and a client without a transfer is not told of.
        #expect(try desk.receive(kept, from: .aftercare).events.isEmpty)
        try desk.retract(desk.last(TransferContactMade.self))
        #expect(duty(desk, .transferContact) != nil)
        #expect(desk.folded() == desk.intake)
        #expect(throws: NotYetKnown.self) {
            try desk.receive(
                ContactKept(client: "c-9", contact: "k-2", summary: "-"), from: .aftercare)
        }
    }

    @Test("How often somebody overrides is counted by person, and alarms nobody by a few decisions")
    func overrides() throws {
        var desk = Desk()
        func summary() throws -> OverrideSummary {
            let view = try desk.intake.answer(OverrideRates(), in: desk.context)
            return try #require(view as? OverrideSummary)
        }
        func decide(
            _ number: Int, by staff: StaffID, _ level: LevelOfCare, _ code: PlacementReason?
        )
            throws
        {
            let client = ClientID("c-\(number)")
            try desk.send(.example(client))
            try desk.know(client, ratings: [0, 0, 0, 0, 1, 0])
            try desk.send(
                ConfirmPlacement(
                    client: client, placement: try desk.recommended(client).placement,
                    level: level, overrideReason: level == .outpatient ? nil : "Said.",
                    reasonCode: code), by: Actor(staff: staff, role: .clinician))
        }
        var duty: OpenDuty? {
            desk.intake.duties.open.values.first { $0.kind == .reviewOverrides }
        }
        for number in 1...30 {
            #expect(duty == nil)
            try decide(number, by: "t01", .outpatient, nil)
            let isMore = number <= 8
            try decide(
                100 + number, by: "t02", isMore ? .intensiveOutpatient : .outpatient,
                isMore ? .clinical : nil)
            if number == 29 { #expect(try summary().raters.allSatisfy { $0.alarm == nil }) }
        }
        try decide(200, by: "t03", .intensiveOutpatient, .notAvailable)
        let raters = try summary().raters
        #expect(raters.map(\.rater) == ["t01", "t02", "t03"])
        #expect(raters.map(\.overrides) == [0, 8, 0])
        #expect(raters.map(\.alarm) == [.rare, .frequent, nil])
        // A decision that was entered in error was none.
        try desk.retract(desk.last(PlacementConfirmed.self))
        #expect(try summary().raters.map(\.rater) == ["t01", "t02"])

        // Who answers for the rules looks, once for all of them, and says what was found.
        let asked = try #require(duty)
        #expect(asked.client == nil && asked.person == "dir")
        #expect(ReviewOverrides.roles == [.director, .clinicalSupervisor])
        let blank = ReviewOverrides(words: " ")
        #expect(throws: Refusal.self) { try desk.send(blank, by: .director) }
        try desk.send(ReviewOverrides(words: "Both were talked over."), by: .director)
        #expect(duty == nil)
        #expect(desk.facts(DutyClosed.self).last { $0.duty == asked.duty }?.how == .done)
        let looked = try #require(desk.facts(OverridesReviewed.self).last)
        #expect(looked.rates.map(\.rater) == ["t01", "t02"])
        // Taken back, the look was none.
        try desk.retract(desk.last(OverridesReviewed.self))
        #expect(duty != nil)
        try desk.send(ReviewOverrides(words: "Both were talked over."), by: .director)
        // It goes on as it was: after as many decisions as alarm at all, a look is asked for again.
        for number in 31...59 { try decide(number, by: "t01", .outpatient, nil) }
        #expect(duty == nil)
        try decide(60, by: "t01", .outpatient, nil)
        #expect(duty != nil)
        // A rate that comes within the limits asks for none: nobody has to look any more.
        let again = try #require(duty)
        for number in 61...62 { try decide(number, by: "t01", .intensiveOutpatient, .clinical) }
        #expect(duty == nil)
        #expect(desk.facts(DutyClosed.self).last { $0.duty == again.duty }?.how == .notNeeded)
        #expect(desk.folded() == desk.intake)
    }

    @Test(
        "Of whoever is gone, or has arrived, no duty is left but for a danger that is open",
        arguments: [FollowUpEnding.moved, .died, .prison, .arrived], [false, true])
    func gone(ending: FollowUpEnding, isPlaced: Bool) throws {
        var (desk, recommended) = try desk()
        if isPlaced { try desk.send(waiting(recommended)) }
        try desk.send(
            ReportDanger(client: "c-1", kind: .overdoseRisk, urgency: .today, account: "He said."))
        let closed = { (ending: FollowUpEnding) in
            FollowUpClosed(client: "c-1", ending: ending, reason: "Told.", signer: "t01")
        }
        let before = desk.intake.duties.open
        try desk.receive(closed(.doNotCall), from: .aftercare)
        #expect(desk.intake.duties.open == before)
        try desk.receive(closed(ending), from: .aftercare)
        #expect(desk.intake.duties.open.values.map(\.kind) == [.acknowledgeAlert])
        #expect(try !desk.wait(hours: 24 * 9).contains { $0 is IntakeOverdue })
        // Closed, it promises no screen of somebody who is not here.
        try desk.takeCharge()
        let decision = try desk.close(.overdoseRisk)
        #expect(decision.guidance == ["The contact with the client has ended: no screen follows."])
        #expect(desk.intake.duties.open.isEmpty)
        #expect(desk.folded() == desk.intake)
    }

    @Test("An ending that was entered in error brings the intake's duties back")
    func notGone() throws {
        var desk = try Desk.withClient()
        let before = Set(desk.intake.duties.open.values.map(\.kind))
        try desk.receive(
            FollowUpClosed(client: "c-1", ending: .moved, reason: "Told.", signer: "t01"),
            from: .aftercare)
        #expect(desk.intake.duties.open.isEmpty)
        try desk.retract(
            try #require(desk.journal.last { $0.event is FollowUpClosed }), of: .aftercare)
        #expect(Set(desk.intake.duties.open.values.map(\.kind)) == before)
    }

    @Test(
        "Whoever comes back to an intake is on the way to a level again, and others hear of it",
        arguments: ["declined", "discharged"], [true, false])
    func comesBack(ending: String, isBooked: Bool) throws {
        var (desk, _) = try desk()
        if ending == "declined" {
            try desk.send(DeclineTreatment(client: "c-1", reason: "Not now."))
        } else {
            try desk.receive(ClientDischarged(client: "c-1", reason: "Over."), from: .aftercare)
        }
        #expect(desk.intake.duties.open.isEmpty)
        if isBooked {
            let day = desk.context.now.today.advanced(by: 4)
            try desk.receive(
                AppointmentBooked(
                    client: "c-1", appointment: "a-1", with: "t01",
                    at: LocalDateTime(date: day, time: TimeOfDay(minutes: 600)),
                    place: "in-person", purpose: .intake), from: .aftercare)
        } else {
            try desk.send(AnswerIntake(client: "c-1", answers: .intake()))
        }
        #expect(desk.facts(ReassessmentOpened.self).count == 1)
        let rating = try #require(duty(desk, .rate))
        #expect(rating.words.contains("The intake is on") == isBooked)
        let missing = try refusal { _ = try desk.recommended() }
        #expect(missing.contains("seizure-now") == isBooked)
        #expect(desk.folded() == desk.intake)
    }

    @Test("The booking of an intake changes nothing for whoever is treated, or in intake")
    func noNews() throws {
        var (desk, recommended) = try desk()
        let booked = AppointmentBooked(
            client: "c-1", appointment: "a-1", with: "t01",
            at: LocalDateTime(date: desk.context.now.today, time: TimeOfDay(minutes: 1200)),
            place: "in-person", purpose: .intake)
        try desk.receive(booked, from: .aftercare)
        try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: recommended.placement, level: recommended.level))
        try desk.receive(
            EnrollmentOpened(
                client: "c-1", enrollment: "e-1", phase: "p1", level: .intensiveOutpatient,
                ages: .adult, clinician: "t01"), from: .scheduler)
        try desk.receive(booked, from: .aftercare)
        #expect(desk.facts(ReassessmentOpened.self).isEmpty)
    }
}
