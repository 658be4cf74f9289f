import ClinicalRules
import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("Who decides is told of open dangers, and one that is for now stands in the way")
struct ConcernGateTests {
    private static let mild: [Int?] = [0, 0, 0, 0, 1, 0]

    private func confirm(
        _ desk: inout Desk, at level: LevelOfCare, reason: String? = nil,
        by actor: Actor = .clinician
    ) throws -> Decision {
        let placement = try desk.recommended().placement
        return try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: placement, level: level, overrideReason: reason),
            by: actor)
    }

    @Test("CIWA-Ar 20, then a scrap, then a clear one: the danger decides until it is closed")
    func withdrawal() throws {
        var desk = try Desk.withClient()
        try desk.know(
            yes: [.recentDailyDrinking], ratings: Self.mild, forms: ["ciwa-ar": .withdrawal(20)])
        try desk.submit("ciwa-ar", .values(["1": 1]))
        try desk.submit("ciwa-ar", .withdrawal(1))
        #expect(try desk.recommended().level == .emergency)
        #expect(
            try refusal { _ = try confirm(&desk, at: .outpatient, reason: "Seems ok.") }
                .contains("does not treat"))
        try desk.takeCharge()
        #expect(throws: Refusal.self) { _ = try confirm(&desk, at: .outpatient, reason: "Ok.") }
        try desk.close(.severeWithdrawal)
        #expect(try desk.recommended().level == .outpatient)
        let guidance = try confirm(&desk, at: .outpatient).guidance
        #expect(guidance.first?.contains("safety-question-open (today)") == true)
        #expect(guidance.first?.contains("severe-withdrawal") == false)
    }

    @Test("C-SSRS all yes, then all no by the front desk: nothing is erased")
    func screen() throws {
        var desk = try Desk.withClient()
        try desk.know(
            ratings: Self.mild,
            forms: [
                "c-ssrs-screener": .values([
                    "q1": 1, "q2": 1, "q3": 1, "q4": 1, "q5": 1,
                    "q6": 1, "q6_3m": 1,
                ])
            ])
        try desk.submit("c-ssrs-screener", .clearScreen, by: .frontDesk)
        let decision = try desk.send(RecommendPlacement(client: "c-1"))
        let recommended = try #require(decision.events.first as? PlacementRecommended)
        #expect(recommended.level == .emergency)
        #expect(decision.guidance.first?.contains("suicide-risk (now)") == true)
    }

    @Test(
        "Any level that does not treat a danger for now needs prescriber or director, and a reason",
        arguments: try #require(PlacementPolicy.current.edition("asam-3")).levels.map(\.level))
    func gate(level: LevelOfCare) throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: Self.mild)
        try desk.send(
            ReportDanger(client: "c-1", kind: .suicideRisk, urgency: .now, account: "He said."))
        let treats = [LevelOfCare.medicallyManaged, .emergency].contains(level)
        let reason = level == .outpatient ? nil : "Talked it over."
        if treats {
            #expect(throws: Never.self) { _ = try confirm(&desk, at: level, reason: reason) }
            return
        }
        #expect(throws: Refusal.self) { _ = try confirm(&desk, at: level, reason: reason) }
        #expect(throws: Refusal.self) { _ = try confirm(&desk, at: level, by: .prescriber) }
        // The indicated level too is decided on with a reason then.
        let decision = try confirm(&desk, at: level, reason: "The ward has no bed.", by: .director)
        let confirmed = try #require(decision.events.first as? PlacementConfirmed)
        #expect(confirmed.overrideReason == "The ward has no bed.")
        #expect(decision.guidance.first?.contains("suicide-risk (now)") == true)
    }

    @Test("One for today is said and stands in nobody's way; a decline says it too")
    func today() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: Self.mild)
        try desk.submit("phq-9", .values(["9": 1]))
        let guidance = try confirm(&desk, at: .outpatient).guidance
        #expect(guidance.first?.contains("suicide-risk (today)") == true)
        let declined = try desk.send(DeclineTreatment(client: "c-1", reason: "Not now."))
        #expect(declined.guidance.contains { $0.contains("suicide-risk (today)") })
        // What is open outlives the episode.
        #expect(desk.concerns().count == 1)
    }

    @Test("A yes that was taken back counts until its danger is closed, also when it is old")
    func intakeAnswer() throws {
        var desk = try Desk.withClient()
        try desk.know(yes: [.dangerAtHome], ratings: Self.mild)
        try desk.send(AnswerIntake(client: "c-1", answers: .intake()))
        #expect(try desk.recommended().hardStops == ["danger-at-home"])
        try desk.wait(hours: 24 * 31)
        try desk.know(ratings: Self.mild)
        #expect(try desk.recommended().hardStops == ["danger-at-home"])
        try desk.takeCharge()
        try desk.close(.dangerAtHome)
        #expect(try desk.recommended().hardStops == [])
        #expect(desk.folded() == desk.intake)
    }

    @Test("Pregnancy while opioids are used is a danger, also when told in two parts")
    func pregnancy() throws {
        var desk = try Desk.withClient()
        try desk.send(AnswerIntake(client: "c-1", answers: .values(["pregnancy": 1])))
        #expect(desk.concerns().isEmpty)
        try desk.send(AnswerIntake(client: "c-1", answers: .values(["opioid-use": 1])))
        #expect(desk.concerns().map(\.kind) == [.pregnancyWithOpioids])
        // One of the two is open while the other says yes: a question for today.
        var other = try Desk.withClient()
        let refused = ["pregnancy": ItemAnswer(missing: .refused)]
        try other.send(AnswerIntake(client: "c-1", answers: .values(["opioid-use": 0])))
        try other.send(AnswerIntake(client: "c-1", answers: refused))
        #expect(other.concerns().isEmpty)
        try other.send(AnswerIntake(client: "c-1", answers: .values(["opioid-use": 1])))
        try other.send(AnswerIntake(client: "c-1", answers: refused))
        #expect(other.concerns().map(\.kind) == [.safetyQuestionOpen])
    }

    @Test("A close that was entered in error opens the danger again, and so does a lost alert")
    func corrected() throws {
        var desk = try Desk.withClient()
        try desk.know(
            yes: [.recentDailyDrinking], ratings: Self.mild, forms: ["ciwa-ar": .withdrawal(20)])
        try desk.submit("ciwa-ar", .withdrawal(1))
        try desk.takeCharge()
        try desk.close(.severeWithdrawal)
        #expect(try desk.recommended().level == .outpatient)
        let acknowledged = try desk.last(RiskAcknowledged.self)
        try desk.retract(desk.last(ConcernClosed.self))
        #expect(desk.concerns().map(\.kind) == [.severeWithdrawal])
        #expect(desk.duty(.closeConcern) != nil)
        #expect(try desk.recommended().level == .emergency)
        try desk.close(.severeWithdrawal)
        // Nobody had taken charge after all: an alert that is open has an open concern.
        try desk.retract(acknowledged)
        #expect(desk.concerns().map(\.alerts.count) == [1])
        #expect(desk.folded() == desk.intake)
        let opened = try desk.last(ConcernOpened.self)
        #expect(throws: Refusal.self) { try desk.retract(opened) }
    }

    @Test("A level that can be had meanwhile has to treat the danger too, and what a gate found")
    func meanwhile() throws {
        for isGate in [false, true] {
            var desk = try Desk.withClient()
            try desk.know(
                yes: isGate ? [.recentDailyDrinking] : [], ratings: Self.mild,
                forms: isGate ? ["ciwa-ar": .withdrawal(12)] : [:])
            if !isGate {
                try desk.send(
                    ReportDanger(
                        client: "c-1", kind: .suicideRisk, urgency: .now, account: "He said."))
            }
            let level: LevelOfCare = isGate ? "3.7-wm" : .emergency
            func place(reason: String, by actor: Actor) throws -> Decision {
                try desk.send(
                    ConfirmPlacement(
                        client: "c-1", placement: try desk.recommended().placement, level: level,
                        overrideReason: reason, available: .outpatient, interim: "A call a week."),
                    by: actor)
            }
            #expect(throws: Refusal.self) { _ = try place(reason: "No bed.", by: .clinician) }
            #expect(throws: Refusal.self) { _ = try place(reason: " ", by: .prescriber) }
            let decision = try place(reason: "No bed before Friday.", by: .prescriber)
            let confirmed = try #require(decision.events.first as? PlacementConfirmed)
            #expect(confirmed.openGates == (isGate ? ["withdrawal"] : []))
        }
    }
}
