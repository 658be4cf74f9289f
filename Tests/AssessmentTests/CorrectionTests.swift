import ClinicalRules
import Messages
import Testing

@testable import AssessmentCore

@Suite("What was entered in error leaves the state, and what it caused is told")
struct CorrectionTests {
    @Test("An alert is never retracted, only acknowledged")
    func alert() throws {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "phq-9", answers: .values(["9": 1])))
        let text = try refusal { try desk.retract(desk.last(RiskAlerted.self)) }
        #expect(text.contains("Acknowledge it instead"))
    }

    @Test("A form entered in error leaves its alert open, marked, and takes its score with it")
    func form() throws {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "phq-9", answers: .items([0, 0, 0, 0, 0, 0, 0, 0, 1])))
        let score = try desk.last(QuestionnaireScored.self)
        #expect(throws: Refusal.self) { try desk.retract(score) }
        #expect(try desk.alerts().map(\.isSourceRetracted) == [false])
        let decision = try desk.retract(desk.last(QuestionnaireSubmitted.self))
        #expect(try desk.alerts().map(\.isSourceRetracted) == [true])
        #expect(decision.events.compactMap { ($0 as? EnteredInError)?.event } == [score.id])
        #expect(desk.folded() == desk.intake)
        let alert = try #require(try desk.alerts().first?.alert.text)
        let duty = desk.facts(DutyOpened.self).first { $0.about == alert }?.duty
        let passedOn = try desk.wait(hours: 9).compactMap { ($0 as? DutyEscalated)?.duty }
        #expect(passedOn.count { $0 == duty } == 1)
    }

    @Test("Only the alert of the wrong form is marked")
    func otherForms() throws {
        var desk = try Desk.withClient()
        for _ in 0..<2 {
            try desk.send(
                SubmitQuestionnaire(client: "c-1", instrument: "phq-9", answers: .values(["9": 1])))
            try desk.wait(hours: 1)
        }
        try desk.retract(desk.last(QuestionnaireSubmitted.self))
        #expect(try desk.alerts().map(\.isSourceRetracted) == [false, true])
    }

    @Test("Intake answers entered in error leave their alert open and marked")
    func intake() throws {
        var desk = try Desk.withClient()
        try desk.send(AnswerIntake(client: "c-1", answers: .intake(yes: [.seizureNow])))
        #expect(try desk.alerts().map(\.isSourceRetracted) == [false])
        try desk.retract(desk.last(IntakeAnswered.self))
        #expect(try desk.alerts().map(\.isSourceRetracted) == [true])
        #expect(try desk.waiting().first?.missing.contains("seizure-now") == true)
    }

    @Test("A high screen entered in error is no evidence, and its concern waits for a clinician")
    func screen() throws {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "c-ssrs-screener", answers: .values(["q4": 1])))
        try desk.retract(desk.last(QuestionnaireSubmitted.self))
        #expect(desk.intake.charts["c-1"]?.evidence.dangers["suicide-risk"]?.isBare == true)
        try desk.takeCharge()
        let duties = desk.intake.duties.open.values.filter { $0.kind == .closeConcern }
        let duty = try #require(duties.first { $0.words.contains("suicide-risk") })
        #expect(duty.words.hasPrefix("What told of it was entered in error."))
        #expect(desk.folded() == desk.intake)
        try desk.close(.suicideRisk)
        #expect(desk.intake.charts["c-1"]?.isHighRisk == false)
    }

    @Test(
        "A placement that used what was wrong is judged anew, confirmed or not",
        arguments: [true, false])
    func usedEvidence(isConfirmed: Bool) throws {
        for kind in [QuestionnaireSubmitted.self, IntakeAnswered.self] as [any Event.Type] {
            var desk = try Desk.withClient()
            try desk.know(ratings: [0, 0, 0, 0, 1, 0])
            let placement = try desk.recommended().placement
            if isConfirmed {
                try desk.send(
                    ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
            }
            let wrong = try #require(desk.journal.last { type(of: $0.event) == kind })
            let decision = try desk.retract(wrong)
            #expect(decision.events.contains { $0 is ReassessmentOpened })
            #expect(try desk.waiting().first?.placement == nil)
            #expect(try desk.waiting().first?.missing.contains("dimension 5") == true)
            #expect(desk.folded() == desk.intake)
        }
    }

    @Test("A rating entered in error that did not decide still opens the placement again")
    func rating() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 0, 0, 1, 0])
        _ = try desk.recommended()
        let decision = try desk.retract(desk.last(DimensionRated.self))
        #expect(decision.events.contains { $0 is ReassessmentOpened })
    }

    @Test("A form that was used is missed even where an older one says the same")
    func replacedEvidence() throws {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "c-ssrs-screener", answers: .clearScreen))
        try desk.know(ratings: [0, 0, 0, 0, 1, 0])
        _ = try desk.recommended()
        let decision = try desk.retract(desk.last(QuestionnaireSubmitted.self))
        #expect(decision.events.contains { $0 is ReassessmentOpened })
    }

    @Test("A form that no placement used changes none")
    func unusedEvidence() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 0, 0, 1, 0])
        let placement = try desk.recommended().placement
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "gad-7", answers: .items([0, 0, 0, 0, 0, 0, 0])))
        let decision = try desk.retract(desk.last(QuestionnaireSubmitted.self))
        #expect(!decision.events.contains { $0 is ReassessmentOpened })
        #expect(try desk.waiting().first?.placement == placement)
    }

    @Test("A confirmation that was a slip leaves the recommendation waiting, as it did before")
    func slip() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 0, 0, 1, 0])
        let placement = try desk.recommended().placement
        let before = try desk.waiting()
        try desk.send(ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
        try desk.wait(hours: 3)
        try desk.retract(desk.last(PlacementConfirmed.self))
        #expect(desk.facts(ReassessmentOpened.self).isEmpty)
        #expect(try desk.waiting() == before)
        #expect(desk.duty(.confirmPlacement)?.about == placement.text)
        try desk.send(ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
        #expect(try desk.waiting().isEmpty)
    }

    @Test("One that was taken back late, or after an end, is judged anew, or changes nothing")
    func late() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 0, 0, 1, 0])
        let placement = try desk.recommended().placement
        try desk.send(ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
        var ended = desk
        try ended.receive(ClientDischarged(client: "c-1", reason: "Silence."), from: .aftercare)
        try ended.retract(ended.last(PlacementConfirmed.self))
        #expect(ended.facts(ReassessmentOpened.self).isEmpty)
        #expect(try ended.waiting().isEmpty)
        try desk.wait(hours: 8 * 24)
        try desk.retract(desk.last(PlacementConfirmed.self))
        #expect(desk.facts(ReassessmentOpened.self).count == 1)
        #expect(desk.folded() == desk.intake)
    }

    @Test("A confirmation entered in error brings the client back to intake")
    func confirmation() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 0, 0, 1, 0])
        let placement = try desk.recommended().placement
        try desk.send(ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
        let text = try refusal { try desk.retract(desk.last(PlacementRecommended.self)) }
        #expect(text.contains("Retract the confirmation first"))
        try desk.retract(desk.last(PlacementConfirmed.self))
        #expect(try desk.waiting().map(\.client) == ["c-1"])
    }

    @Test("A registration is retracted only while nothing else is recorded of the client")
    func registration() throws {
        var desk = try Desk.withClient()
        try desk.retract(desk.last(ClientRegistered.self))
        #expect(desk.intake.charts.isEmpty)
        try desk.send(.example("c-1", name: "Bea"))
        try desk.send(AnswerIntake(client: "c-1", answers: .intake()))
        let text = try refusal { try desk.retract(desk.last(ClientRegistered.self)) }
        #expect(text.contains("Retract what is wrong of it first"))
    }

    @Test("An acknowledgement entered in error opens the alert again")
    func acknowledgement() throws {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "phq-9", answers: .values(["9": 1])))
        let alert = try #require(try desk.alerts().first?.alert)
        try desk.send(AcknowledgeAlert(client: "c-1", alert: alert, action: "Called."))
        try desk.retract(desk.last(RiskAcknowledged.self))
        #expect(try desk.alerts().map(\.alert) == [alert])
    }

    @Test("Who came back in error is gone again: a promised screen waits, and is not forgotten")
    func goneAgain() throws {
        var desk = try Desk.withClient()
        try desk.receive(
            FollowUpClosed(client: "c-1", ending: .moved, reason: "Told.", signer: "t01"),
            from: .aftercare)
        try desk.receive(
            FollowUpAssigned(
                client: "c-1", situation: .declined, owner: "t01",
                nextContact: desk.context.now.today), from: .aftercare)
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "phq-9",
                answers: .items([0, 0, 0, 0, 0, 0, 0, 0, 1])))
        try desk.takeCharge()
        try desk.close(.suicideRisk)
        #expect(desk.duty(.screenAgain) != nil && desk.duty(.fillForm) != nil)
        try desk.receive(FollowUpEnded(client: "c-1"), from: .aftercare)
        #expect(desk.duty(.screenAgain) == nil && desk.duty(.fillForm) == nil)
        // What looks so because two streams came in their order is over with the enrollment.
        try desk.receive(
            EnrollmentOpened(
                client: "c-1", enrollment: "e-1", phase: "p1", level: .intensiveOutpatient,
                ages: .adult, clinician: "t01"), from: .scheduler)
        #expect(desk.duty(.screenAgain) != nil)
        #expect(desk.folded() == desk.intake)
    }

    @Test("A correction of another service changes nothing here")
    func foreign() throws {
        var desk = try Desk.withClient()
        let before = desk.intake
        let decision = try desk.receive(EnteredInError.example, from: .scheduler)
        #expect(decision.events.isEmpty)
        #expect(desk.intake == before)
    }
}
