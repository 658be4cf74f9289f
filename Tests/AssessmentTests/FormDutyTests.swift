import ClinicalRules
import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("Forms that fall due")
struct FormDutyTests {
    /// An intake at which one client is registered by the first case manager.
    private struct Office {
        var desk: CoreDesk<Intake>

        init() throws {
            var clinic = exampleClinic()
            clinic.phases = [.intensive, .stepDown, .continuingCare]
            clinic.staff.append(Clinic.Staff("t02"))
            desk = CoreDesk(as: .assessment, clinic: clinic, hour: 9)
            try desk.order(RegisterClient.example("c-1"), by: "cm1")
        }

        mutating func enroll(_ clinician: StaffID = "t02", in phase: PhaseID = "p1") throws {
            try desk.order(AnswerIntake(client: "c-1", answers: .intake()))
            try hand(in: "c-ssrs-screener", .clearScreen)
            let edition = desk.clinic.policies.placementEdition
            for dimension in 1...6 {
                try desk.order(
                    RateDimension(
                        client: "c-1", edition: edition, dimension: dimension, rating: 2,
                        evidence: [], replaces: nil))
            }
            let recommended = try desk.order(RecommendPlacement(client: "c-1"))
                .compactMap { $0 as? PlacementRecommended }
            try desk.order(
                ConfirmPlacement(
                    client: "c-1", placement: try #require(recommended.first).placement,
                    level: try #require(recommended.first).level))
            try desk.take(
                EnrollmentOpened(
                    client: "c-1", enrollment: "e-1", phase: phase, level: .intensiveOutpatient,
                    ages: .adult, clinician: clinician))
        }

        mutating func hand(in id: String, _ answers: [String: ItemAnswer]? = nil) throws {
            let instrument = try #require(InstrumentLibrary.instrument(id))
            let whole = Dictionary(
                uniqueKeysWithValues: instrument.items.map {
                    ($0.key, ItemAnswer(value: instrument.answers(to: $0).values[0]))
                })
            try desk.order(
                SubmitQuestionnaire(client: "c-1", instrument: id, answers: answers ?? whole))
        }

        /// Goes through each form that is due.
        mutating func fillAll() throws {
            for about in due.keys.sorted() { try hand(in: about) }
        }

        mutating func goOn(days: Int) throws { try desk.goOn(days: days) }

        /// The open forms, by instrument.
        var due: [String: OpenDuty] {
            let open = desk.core.duties.open.values.filter {
                $0.kind == .fillForm && InstrumentLibrary.instrument($0.about) != nil
            }
            return Dictionary(open.map { ($0.about, $0) }) { first, _ in
                Issue.record("Two duties of \(first.about) are open.")
                return first
            }
        }

        func ends(of about: String) -> [DutyEnd] {
            let opened = desk.published.compactMap { $0 as? DutyOpened }
                .filter { $0.about == about }.map(\.duty)
            return desk.published.compactMap { $0 as? DutyClosed }
                .filter { opened.contains($0.duty) }.map(\.how)
        }

        func fact(_ holds: (any Event) -> Bool) throws -> MessageID {
            try #require(desk.history.last { holds($0.event) }).id
        }
    }

    @Test("The primary clinician gets them with the enrollment, and each is done by its form")
    func enrolled() throws {
        var office = try Office()
        #expect(office.due.keys.sorted() == ["c-ssrs-screener"])
        #expect(office.due["c-ssrs-screener"]?.person == "cm1")
        try office.enroll()
        #expect(
            office.due.keys.sorted() == [
                "audit", "bam-iop", "barc-10", "dast-10", "gad-7", "phq-9", "readiness-ruler",
                "who-5",
            ])
        #expect(Set(office.due.values.map(\.person)) == ["t02"])
        try office.hand(in: "gad-7")
        #expect(office.due["gad-7"] == nil)
        #expect(office.ends(of: "gad-7") == [.done])
        try office.fillAll()
        try office.goOn(days: 7)
        #expect(office.due.keys.sorted() == ["bam-iop", "readiness-ruler"])
        try office.goOn(days: 7)
        // Late, and passed on; still one duty each.
        #expect(office.due.keys.sorted() == ["bam-iop", "gad-7", "phq-9", "readiness-ruler"])
        #expect(office.due["bam-iop"]?.rung ?? 0 > 0)
        #expect(office.due["bam-iop"]?.missedBy.first == "t02")
    }

    @Test("An alert is the primary clinician's once there is one, also after a change")
    func alerts() throws {
        func holder(_ office: Office) -> StaffID? {
            office.desk.core.duties.open.values.first { $0.kind == .acknowledgeAlert }?.person
        }
        for (next, wanted) in [(nil, "t02"), ("t01", "t01")] as [(StaffID?, StaffID)] {
            var office = try Office()
            try office.enroll("t02")
            if let next {
                try office.desk.take(
                    ClinicianChanged(
                        client: "c-1", enrollment: "e-1", from: "t02", to: next, reason: "Leave."))
            }
            try office.hand(in: "phq-9", ["9": ItemAnswer(value: 1)])
            #expect(holder(office) == wanted)
        }
    }

    @Test("A change of phase ends what the phase does not ask for, and makes nothing newly late")
    func phases() throws {
        var office = try Office()
        try office.enroll()
        let weekly = office.due["bam-iop"]?.duty
        try office.goOn(days: 2)
        try office.desk.take(
            PhaseChanged(
                client: "c-1", enrollment: "e-1", from: "p1", to: "p2", direction: .stepDown,
                level: .outpatient, reason: "Test."))
        #expect(office.due["readiness-ruler"] == nil)
        #expect(office.ends(of: "readiness-ruler") == [.notNeeded])
        #expect(office.due["bam-iop"]?.duty == weekly)
        try office.fillAll()
        try office.desk.take(
            PhaseChanged(
                client: "c-1", enrollment: "e-1", from: "p2", to: "p3", direction: .stepDown,
                level: .outpatient, reason: "Test."))
        #expect(office.due.keys.sorted() == ["bam"])
        try office.goOn(days: 10)
        #expect(office.due["bam-iop"] == nil)
    }

    @Test(
        "Nobody gets a form due after the end, whichever end it is",
        arguments: [
            "discharged", "transferred", "declined", "died", "discharged by aftercare",
        ])
    func ended(how: String) throws {
        var office = try Office()
        try office.enroll()
        let closed = { (outcome: EnrollmentOutcome) in
            EnrollmentClosed(
                client: "c-1", enrollment: "e-1", outcome: outcome, reason: "Test.")
        }
        switch how {
        case "declined":
            try office.desk.order(DeclineTreatment(client: "c-1", reason: "Moves away."))
        case "died":
            try office.desk.take(ReturnToUseReported(client: "c-1", account: "x"), from: .aftercare)
            try office.desk.take(
                FollowUpClosed(client: "c-1", ending: .died, reason: "Test.", signer: "t01"),
                from: .aftercare)
        case "discharged by aftercare":
            try office.desk.take(
                ClientDischarged(client: "c-1", reason: "Test."), from: .aftercare)
        default: try office.desk.take(closed(EnrollmentOutcome(rawValue: how)))
        }
        #expect(office.due.isEmpty, "\(office.due.keys)")
        try office.goOn(days: 20)
        #expect(office.due.isEmpty, "\(office.due.keys)")
    }

    @Test("The end of the program has forms of its own, but for those of its last week")
    func end() throws {
        var office = try Office()
        try office.enroll()
        let closed = EnrollmentClosed(
            client: "c-1", enrollment: "e-1", outcome: .completed, reason: "Test.")
        try office.hand(in: "gad-7")
        try office.desk.take(closed)
        #expect(office.due.keys.sorted() == ["barc-10", "phq-9"])
        let words = office.desk.published.compactMap { ($0 as? EpisodeClosed)?.reason }
        #expect(
            words == [
                "The program was completed. Not asked at its end: Brief Assessment of Recovery"
                    + " Capital, Patient Health Questionnaire-9."
            ])
        try office.hand(in: "phq-9")
        #expect(office.ends(of: "phq-9").last == .done)
        try office.goOn(days: 8)
        #expect(office.due["barc-10"]?.rung ?? 0 > 0)
        // Who is not reached in four weeks is not asked for it any more.
        try office.goOn(days: 22)
        #expect(office.due["barc-10"] == nil)
        // A completion that was an error brings the treatment back, with its forms.
        var other = try Office()
        try other.enroll()
        let before = other.due.keys.sorted()
        try other.desk.take(closed)
        #expect(other.due.keys.sorted() != before)
        try other.desk.retract(try other.fact { $0 is EnrollmentClosed })
        #expect(other.due.keys.sorted() == before)
        #expect(other.desk.core == other.desk.rebuilt())
    }

    @Test("Who completed the program is asked in aftercare, until that is over")
    func aftercare() throws {
        var office = try Office()
        try office.enroll()
        try office.desk.take(
            EnrollmentClosed(
                client: "c-1", enrollment: "e-1", outcome: .completed, reason: "Test."))
        try office.fillAll()
        try office.goOn(days: 22)
        #expect(office.due.isEmpty)
        try office.goOn(days: 1)
        #expect(office.due.keys.sorted() == ["bam", "who-5"])
        #expect(Set(office.due.values.map(\.person)) == ["t02"])
        try office.desk.take(
            FollowUpClosed(client: "c-1", ending: .doNotCall, reason: "Test.", signer: "t01"),
            from: .aftercare)
        #expect(office.due.isEmpty)
        #expect(office.ends(of: "bam") == [.notNeeded])
    }

    @Test("Whoever stays away is asked for no form; once back, each is due within a week")
    func stayingAway() throws {
        var office = try Office()
        try office.enroll()
        try office.fillAll()
        try office.goOn(days: 7)
        #expect(office.due["bam-iop"] != nil)
        for (situation, isAsked) in [(.unrecorded, true), (.noShow, false)]
            as [(Situation, Bool)]
        {
            try office.desk.take(
                FollowUpAssigned(
                    client: "c-1", situation: situation, owner: "cm1",
                    nextContact: office.desk.day(1)), from: .aftercare)
            #expect((office.due["bam-iop"] != nil) == isAsked, "\(situation)")
        }
        #expect(office.ends(of: "bam-iop").last == .notNeeded)
        try office.goOn(days: 14)
        #expect(office.due.isEmpty)
        // A return to use is no cadence: the screen is due also now.
        try office.desk.take(
            ReturnToUseReported(client: "c-1", account: "The mother phoned."), from: .aftercare)
        #expect(office.due.keys.sorted() == ["c-ssrs-screener"])
        try office.hand(in: "c-ssrs-screener", .clearScreen)
        try office.desk.take(FollowUpEnded(client: "c-1"), from: .aftercare)
        let due = try #require(office.due["bam-iop"])
        let now = office.desk.context.now.utc
        #expect(due.since == now && !due.isLate(at: now))
        #expect(due.due <= now.advanced(byHours: 8 * 24))
        #expect(due.words.contains("now that the client is back"))
    }

    @Test("A return to use brings a screen within 24 hours, whoever tells it and wherever one is")
    func returnToUse() throws {
        for isEnrolled in [true, false] {
            var office = try Office()
            if isEnrolled {
                try office.enroll()
            } else {
                try office.hand(in: "c-ssrs-screener", .clearScreen)
                try office.desk.order(DeclineTreatment(client: "c-1", reason: "Not now."))
            }
            #expect(office.due["c-ssrs-screener"] == nil)
            try office.desk.take(
                ReturnToUseReported(client: "c-1", account: "The mother phoned."), from: .aftercare)
            let due = try #require(office.due["c-ssrs-screener"])
            let now = office.desk.context.now.utc
            #expect(due.since == now && due.due == now.advanced(byHours: 24))
            try office.hand(in: "c-ssrs-screener", .clearScreen)
            #expect(office.due["c-ssrs-screener"] == nil)
        }
    }

    @Test("A form that is entered in error was not handed in, nor an enrollment an enrollment")
    func corrections() throws {
        var office = try Office()
        try office.enroll()
        try office.hand(in: "gad-7")
        #expect(office.due["gad-7"] == nil)
        try office.desk.retract(
            try office.fact { ($0 as? QuestionnaireSubmitted)?.instrument == "gad-7" })
        #expect(office.due["gad-7"]?.isLate(at: office.desk.context.now.utc) == false)
        try office.desk.take(ReturnToUseReported(client: "c-1"), from: .aftercare)
        try office.desk.retract(try office.fact { $0 is ReturnToUseReported })
        // The level is judged anew all the same: what that needs is asked as for any intake.
        #expect(office.due["c-ssrs-screener"]?.words.contains("return to use") != true)
        try office.desk.retract(try office.fact { $0 is EnrollmentOpened })
        #expect(office.due["gad-7"] == nil)
        #expect(office.ends(of: "gad-7").last == .notNeeded)
    }

    @Test("What is worse by more than chance is told once, and goes with either of its forms")
    func worse() throws {
        func answers(_ total: Int) -> [String: ItemAnswer] {
            .items((0..<9).map { $0 < 8 ? total / 8 + ($0 < total % 8 ? 1 : 0) : 0 })
        }
        for retracted in [0, 1] {
            var office = try Office()
            try office.enroll()
            try office.hand(in: "phq-9", answers(4))
            try office.goOn(days: 14)
            try office.hand(in: "phq-9", answers(9))
            let told = office.desk.published.compactMap { $0 as? MeasureWorsened }
            let worse = try #require(told.first)
            #expect(told.count == 1)
            #expect((worse.best, worse.score, worse.limit) == (4, 9, 5))
            try office.goOn(days: 14)
            try office.hand(in: "phq-9", answers(9))
            #expect(office.desk.published.count { $0 is MeasureWorsened } == 1)
            let forms = office.desk.history.filter {
                ($0.event as? QuestionnaireSubmitted)?.instrument == "phq-9"
            }
            let event = try office.fact { $0 is MeasureWorsened }
            #expect(throws: Refusal.self) { try office.desk.retract(event) }
            try office.desk.retract(forms[retracted].id)
            let voided = office.desk.published.compactMap { ($0 as? EnteredInError)?.event }
            #expect(voided.contains(event), "\(retracted)")
        }
    }

    @Test("Use that a form tells after none is told at once, in phase 3 and after the program too")
    func risingUse() throws {
        func answers(_ use: Int) -> [String: ItemAnswer] {
            var answers = Dictionary(
                uniqueKeysWithValues: InstrumentLibrary.instrument("bam")?.items.map {
                    ($0.key, ItemAnswer(value: 0))
                } ?? [])
            answers["4"] = ItemAnswer(value: use)
            return answers
        }
        for isAfter in [false, true] {
            var office = try Office()
            try office.enroll()
            try office.hand(in: "bam-iop", answers(0))
            try office.goOn(days: 7)
            try office.desk.take(
                PhaseChanged(
                    client: "c-1", enrollment: "e-1", from: "p1", to: "p3", direction: .stepDown,
                    level: .outpatient, reason: "r"))
            if isAfter {
                try office.desk.take(
                    EnrollmentClosed(
                        client: "c-1", enrollment: "e-1", outcome: .completed, reason: "r"))
                try office.goOn(days: 1)
            }
            try office.hand(in: "c-ssrs-screener", .clearScreen)
            #expect(office.due["c-ssrs-screener"] == nil)
            try office.hand(in: "bam", answers(1))
            let score = try #require(office.desk.published.of(QuestionnaireScored.self).last)
            #expect(score.use == UseTold(score: 1, days: 30))
            let told = try #require(office.desk.published.of(MeasureWorsened.self).last)
            #expect((told.instrument, told.scale, told.rule) == ("bam", "use", .risingUse))
            #expect((told.best, told.score, told.limit) == (0, 1, 1))
            let screen = try #require(office.due["c-ssrs-screener"], "after: \(isAfter)")
            #expect(screen.due == office.desk.context.now.utc.advanced(byHours: 24))
            // It rests on the weekly form as well: without that one it is no news.
            let weekly = try office.fact {
                ($0 as? QuestionnaireSubmitted)?.instrument == "bam-iop"
            }
            try office.desk.retract(weekly)
            let voided = office.desk.published.of(EnteredInError.self).map(\.type)
            #expect(voided.contains(MeasureWorsened.type(by: .assessment)))
            #expect(office.due["c-ssrs-screener"] == nil)
        }
    }

    @Test("The measures are those of the episode, with ages and changes, and without what is wrong")
    func measures() throws {
        var office = try Office()
        try office.enroll()
        try office.hand(in: "bam-iop")
        try office.goOn(days: 8)
        try office.hand(in: "bam-iop")
        try office.hand(in: "phq-9", ["1": ItemAnswer(value: 2)])
        let all = try #require(try office.desk.view(Measures(client: "c-1")))
        #expect(
            all.sorted { $0.place < $1.place }.map(\.instrument)
                == ["c-ssrs-screener", "bam-iop", "bam-iop", "phq-9"])
        let weekly = try #require(
            try office.desk.view(Measures(client: "c-1", instrument: "bam-iop")))
        #expect(weekly.map(\.ageDays) == [8, 0])
        #expect(weekly.allSatisfy { $0.scores.keys.sorted() == ["protective", "risk", "use"] })
        #expect(Set(weekly.flatMap(\.changes).map(\.trend)) == [.notKnown])
        let partial = try #require(all.last { $0.instrument == "phq-9" })
        #expect(partial.scores.isEmpty && partial.changes.isEmpty)
        try office.desk.retract(
            try office.fact { ($0 as? QuestionnaireSubmitted)?.instrument == "bam-iop" })
        #expect(
            try office.desk.view(Measures(client: "c-1", instrument: "bam-iop"))?.count == 1)
        #expect(throws: Refusal.self) {
            try office.desk.view(Measures(client: "c-9"))
        }
        // Who comes back is measured anew; a return to use within treatment is no new beginning.
        try office.desk.take(ReturnToUseReported(client: "c-1"), from: .aftercare)
        #expect(try office.desk.view(Measures(client: "c-1"))?.isEmpty == false)
        try office.desk.order(DeclineTreatment(client: "c-1", reason: "Not now."))
        #expect(try office.desk.view(Measures(client: "c-1"))?.isEmpty == false)
        try office.desk.take(ReturnToUseReported(client: "c-1"), from: .aftercare)
        #expect(try office.desk.view(Measures(client: "c-1"))?.isEmpty == true)
    }

    @Test("A state that is written down and read back asks for the same forms")
    func kept() throws {
        var office = try Office()
        try office.enroll()
        try office.goOn(days: 3)
        try office.fillAll()
        let written = try JSONText.encode(office.desk.core)
        #expect(try JSONText.decode(Intake.self, from: written) == office.desk.core)
        #expect(office.desk.rebuilt() == office.desk.core)
    }
}
