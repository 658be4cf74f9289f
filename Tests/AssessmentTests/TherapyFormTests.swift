import ClinicalRules
import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("Forms and alerts of therapies")
struct TherapyFormTests {
    private static let card = "lifeline.diary-card"

    /// A client in a phase of treatment, in a clinic that approved a therapy with a diary card.
    private func treated(in phase: PhaseID = "p1") throws -> CoreDesk<Intake> {
        var clinic = exampleClinic()
        clinic.phases = [.intensive, .stepDown, .continuingCare]
        var desk = CoreDesk<Intake>(as: .assessment, clinic: clinic, hour: 9)
        try desk.order(RegisterClient.example("c-1"))
        try desk.take(
            EnrollmentOpened(
                client: "c-1", enrollment: "e-1", phase: phase, level: .intensiveOutpatient,
                ages: .adult, clinician: "t01"))
        try approve(&desk)
        return desk
    }

    private func approve(_ desk: inout CoreDesk<Intake>, contract: JSONFragment? = nil) throws {
        for event in try Approval.events(of: "lifeline", contract: contract) {
            try desk.take(event, from: .supervisor)
        }
    }

    private func due(_ desk: CoreDesk<Intake>) -> OpenDuty? {
        desk.core.duties.open.values.first { $0.about == Self.card }
    }

    private func submit(_ answers: [String: Int]) -> SubmitQuestionnaire {
        SubmitQuestionnaire(client: "c-1", instrument: Self.card, answers: .values(answers))
    }

    @Test(
        "A form is due for clients of its therapy's phases, by its own cadence, once it is approved"
    )
    func cadence() throws {
        var desk = try treated()
        let first = try #require(due(desk))
        #expect(first.kind == .fillForm && first.person == "t01")
        try desk.order(submit(["urge": 1, "misery": 2, "self-harm": 0]))
        #expect(due(desk) == nil)
        try desk.goOn(days: 6)
        #expect(due(desk) == nil)
        try desk.goOn(days: 1)
        #expect(due(desk) != nil)
        #expect(desk.core == desk.rebuilt())
        #expect(due(try treated(in: "p3")) == nil, "no offering of the therapy is for it")
    }

    @Test("It is scored like any other, and its danger is an alert in the same decision")
    func judged() throws {
        var desk = try treated()
        let events = try desk.order(submit(["urge": 4, "misery": 3, "self-harm": 1]))
        let scored = try #require(events.of(QuestionnaireScored.self).first)
        #expect(scored.instrument == Self.card && scored.scores == ["urges": 7])
        #expect(scored.bands["urges"] == "stormy" && scored.flags == ["self-harm"])
        let alert = try #require(events.of(RiskAlerted.self).first)
        #expect(alert.kind == .suicideRisk && alert.urgency == .now)
        #expect(events.of(ConcernOpened.self).map(\.instrument) == [Self.card])
        #expect(events.of(RiskAlerted.self).count == 1, "it is no form of an unknown kind")
    }

    @Test("An item that is open raises its alert, and a value that it cannot have is no score")
    func partial() throws {
        var desk = try treated()
        let events = try desk.order(submit(["urge": 9, "misery": 3]))
        #expect(events.of(QuestionnaireScored.self).isEmpty)
        #expect(events.of(RiskAlerted.self).map(\.kind) == [.safetyQuestionOpen])
    }

    @Test(
        "A form of a disabled therapy is due to nobody; its past is readable, and danger in it told"
    )
    func disabled() throws {
        var desk = try treated()
        try desk.order(submit(["urge": 4, "misery": 3, "self-harm": 0]))
        try desk.goOn(days: 8)
        #expect(due(desk) != nil)
        try desk.take(
            PluginDisabled(plugin: "lifeline", by: "dir", reason: "Too much."), from: .supervisor)
        #expect(due(desk) == nil)
        let measures = try #require(try desk.view(Measures(client: "c-1")))
        #expect(measures.map(\.scores) == [["urges": 7]])
        let forms = try #require(try desk.view(TherapyForms()))
        #expect(forms.map(\.instrument) == [Self.card] && forms.map(\.isInUse) == [false])
        let events = try desk.order(submit(["urge": 0, "misery": 0, "self-harm": 1]))
        #expect(events.of(RiskAlerted.self).map(\.kind) == [.suicideRisk])
        try approve(&desk)
        #expect(try desk.view(TherapyForms())?.map(\.isInUse) == [true])
        #expect(desk.core == desk.rebuilt())
    }

    @Test("A therapy's alert is a concern and an alert; while one as urgent waits, no second")
    func alert() throws {
        var desk = try treated()
        let raised = AlertRaised(
            client: "c-1", sign: "self-harm", urgency: .now, guidance: "Call now.")
        let events = try desk.take(raised, from: "lifeline")
        let alert = try #require(events.of(RiskAlerted.self).first)
        #expect(alert.kind == .suicideRisk && alert.guidance == "lifeline saw self-harm: Call now.")
        let again = try desk.take(raised, from: "lifeline")
        #expect(again.of(RiskAlerted.self).isEmpty && again.of(ConcernRaised.self).count == 1)
        try desk.order(AcknowledgeAlert(client: "c-1", alert: alert.alert, action: "Called."))
        #expect(try desk.take(raised, from: "lifeline").of(RiskAlerted.self).count == 1)
        let own = AlertRaised(
            client: "c-1", sign: "strong-urge", urgency: .today, guidance: "Talk today.")
        let told = try desk.take(own, from: "lifeline").of(RiskAlerted.self)
        #expect(told.map(\.kind) == [.therapySign] && told.map(\.urgency) == [.today])
        #expect(desk.core == desk.rebuilt())
    }

    @Test("An alert whose act was entered in error says so, and stays until a person takes charge")
    func retracted() throws {
        var desk = try treated()
        try desk.take(
            AlertRaised(client: "c-1", sign: "self-harm", urgency: .now, guidance: "Call now."),
            from: "lifeline")
        let act = try #require(desk.history.last { $0.event is AlertRaised })
        #expect(try desk.view(OpenAlerts())?.map(\.isSourceRetracted) == [false])
        try desk.retract(act.id)
        #expect(try desk.view(OpenAlerts())?.map(\.isSourceRetracted) == [true])
    }
}
