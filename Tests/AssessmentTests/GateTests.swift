import ClinicalRules
import Messages
import Testing

@testable import AssessmentCore

@Suite("A gate holds a level of care up until somebody has looked")
struct GateTests {
    private static let mild: [Int?] = [0, 0, 0, 0, 1, 0]

    private func clear(
        _ gate: String, by act: String = "medical-review", finding: String = "No sign of it."
    ) -> ClearGate {
        ClearGate(client: "c-1", gate: gate, act: act, finding: finding)
    }

    /// A client rated for outpatient care, with these answers and forms.
    private func desk(
        yes: [IntakeQuestion] = [], forms: [String: [String: ItemAnswer]] = [:]
    ) throws -> Desk {
        var desk = try Desk.withClient()
        try desk.know(yes: yes, ratings: Self.mild, forms: forms)
        return desk
    }

    private func standing(_ desk: Desk) throws -> PlacementStanding {
        let view = try desk.intake.answer(PlacementView(client: "c-1"), in: desk.context)
        return try #require(view as? PlacementStanding)
    }

    private func confirm(
        _ desk: inout Desk, _ level: LevelOfCare, by actor: Actor, reason: String? = nil
    ) throws {
        try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: try desk.recommended().placement, level: level,
                overrideReason: reason), by: actor)
    }

    @Test("What holds a level is said once, and gates that bring nothing alone in one line")
    func saidOnce() throws {
        var desk = try desk(yes: [.acutePsychosis], forms: ["ciwa-ar": .withdrawal(20)])
        let told = try desk.send(RecommendPlacement(client: "c-1")).guidance
        for gate in ["acute-psychosis", "withdrawal-severe", "withdrawal"] {
            #expect(told.count { $0.hasPrefix("Held by \(gate),") } == 1, "\(told)")
        }
        #expect(told.contains("Clearing one of these gates alone leaves it at emergency."))
        #expect(!told.contains { $0.contains("Once ") }, "\(told)")
        #expect(Set(told).count == told.count)
    }

    @Test("A fit fifteen years ago asks for a medical review; the level stays the ratings'")
    func longAgo() throws {
        var desk = try desk(yes: [.seizureHistory])
        let held = try desk.recommended()
        #expect(held.level == .outpatient && held.rated == .outpatient)
        #expect(held.hardStops == ["withdrawal-history"])
        let gate = try #require(held.gates?.first)
        #expect(gate.value == "seizure-history: yes" && gate.acts == ["medical-review"])
        #expect(gate.clearedBy == [.prescriber, .nurse])
        #expect(held.reasons.first?.hasPrefix("Held by withdrawal-history") == true)
        #expect(
            held.counterfactuals.first == "Once withdrawal-history is cleared: level 1.")
        #expect(throws: Refusal.self) { try confirm(&desk, .outpatient, by: .clinician) }
        try desk.send(clear("withdrawal-history"), by: .nurse)
        let cleared = try desk.recommended()
        #expect(cleared.level == .outpatient && cleared.hardStops == [])
        #expect(cleared.details?.contains { $0.hasPrefix("Cleared: withdrawal-history") } == true)
        try confirm(&desk, .outpatient, by: .clinician)
        #expect(desk.facts(PlacementConfirmed.self).map(\.openGates) == [[]])
        #expect(desk.folded() == desk.intake)
    }

    @Test("A recommendation that waited for a gate is confirmed as it is, once that is cleared")
    func waited() throws {
        var desk = try desk(yes: [.seizureHistory])
        let placement = try desk.recommended().placement
        try desk.send(clear("withdrawal-history"), by: .prescriber)
        try desk.send(
            ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
        #expect(desk.facts(PlacementConfirmed.self).count == 1)
    }

    @Test("A high suicide screen: one clinician places at no level but the emergency department")
    func suicideRisk() throws {
        let high = [String: ItemAnswer].values(
            ["q1": 1, "q2": 1, "q3": 1, "q4": 1, "q5": 0, "q6": 0])
        for level in LevelOfCare.known where level != .emergency {
            var desk = try desk(forms: ["c-ssrs-screener": high])
            let text = try refusal {
                try confirm(&desk, level, by: .clinician, reason: "Seems ok.")
            }
            let isOfEdition = PlacementEditions.edition("asam-3")?.rank(level) != nil
            #expect(text.contains(isOfEdition ? "suicide-risk" : "not known"), "\(text)")
        }
        for actor in [Actor.prescriber, .director] {
            var desk = try desk(forms: ["c-ssrs-screener": high])
            #expect(throws: Refusal.self) {
                try confirm(&desk, .partialHospitalization, by: actor, reason: " ")
            }
            try confirm(&desk, .partialHospitalization, by: actor, reason: "Seen; a safety plan.")
            let confirmed = try #require(desk.facts(PlacementConfirmed.self).first)
            #expect(confirmed.openGates == ["suicide-risk"])
        }
    }

    @Test("Each gate is told, and cleared by each role and act that the policy names and no other")
    func each() throws {
        for gate in PlacementPolicy.current.gates {
            var (yes, forms, ratings) = opening(gate)
            if ratings.isEmpty { ratings = Self.mild }
            for role in Role.known {
                var desk = try Desk.withClient()
                try desk.know(yes: yes, ratings: ratings, forms: forms)
                #expect(try standing(desk).gates.map(\.gate).contains(gate.id), "\(gate.id)")
                let actor = Actor(staff: "s-1", role: role)
                for act in ["prayer"] + gate.acts.map(\.id) {
                    let may = gate.clearedBy.contains(role) && act != "prayer"
                    let command = clear(gate.id, by: act)
                    if may {
                        try desk.send(command, by: actor)
                    } else {
                        #expect(throws: Refusal.self) { try desk.send(command, by: actor) }
                    }
                }
                let isOpen = try standing(desk).gates.contains { $0.gate == gate.id }
                #expect(isOpen != gate.clearedBy.contains(role), "\(gate.id) \(role)")
            }
            // What is empty, unknown or not open is refused.
            var desk = try Desk.withClient()
            try desk.know(yes: yes, ratings: ratings, forms: forms)
            let actor = Actor(staff: "s-1", role: gate.clearedBy[0])
            for bad in [clear(gate.id, by: gate.acts[0].id, finding: " "), clear("nothing")] {
                #expect(throws: Refusal.self) { try desk.send(bad, by: actor) }
            }
            var calm = try self.desk()
            let text = try refusal {
                try calm.send(clear(gate.id, by: gate.acts[0].id), by: actor)
            }
            #expect(text.contains("not open"))
        }
    }

    /// What opens a gate.
    private func opening(_ gate: Gate)
        -> (yes: [IntakeQuestion], forms: [String: [String: ItemAnswer]], ratings: [Int?])
    {
        let condition = gate.when[0]
        let yes = (condition.questions ?? []).map { IntakeQuestion(rawValue: $0) }
        let cows = (yes + (condition.form == "cows" ? [.opioidUse] : [])).contains(.opioidUse)
        var forms: [String: [String: ItemAnswer]] = cows ? ["cows": .opioidWithdrawal(0)] : [:]
        switch condition.form {
        case "cows": forms["cows"] = .opioidWithdrawal(condition.atLeast ?? 0)
        case "ciwa-ar": forms["ciwa-ar"] = .withdrawal(condition.atLeast ?? 0)
        case "c-ssrs-screener":
            forms["c-ssrs-screener"] = .values(
                ["q1": 1, "q2": 1, "q3": 1, "q4": 1, "q5": 1, "q6": 0])
        default: break
        }
        let isRated = condition.dimension != nil
        return (
            yes + (condition.form == "cows" ? [.opioidUse] : []), forms,
            isRated ? [0, 3, 0, 0, 1, 0] : []
        )
    }

    @Test("New evidence that finds it again opens a cleared gate; the same answer does not")
    func again() throws {
        var desk = try desk(
            yes: [.seizureHistory, .recentDailyDrinking], forms: ["ciwa-ar": .withdrawal(12)])
        #expect(try standing(desk).gates.map(\.gate) == ["withdrawal", "withdrawal-history"])
        try desk.send(clear("withdrawal"), by: .nurse)
        try desk.send(clear("withdrawal-history"), by: .nurse)
        #expect(try standing(desk).gates == [])
        // Asked again, and answered as before.
        try desk.send(
            AnswerIntake(
                client: "c-1", answers: .intake(yes: [.seizureHistory, .recentDailyDrinking])))
        #expect(try standing(desk).gates == [])
        // In the same moment as the clearing: what came after it counts.
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "ciwa-ar", answers: .withdrawal(11)))
        #expect(try standing(desk).gates.map(\.value) == ["ciwa-ar 11"])
        // "No", and then "yes" again, is new.
        try desk.send(AnswerIntake(client: "c-1", answers: .intake(yes: [.recentDailyDrinking])))
        try desk.send(
            AnswerIntake(
                client: "c-1", answers: .intake(yes: [.seizureHistory, .recentDailyDrinking])))
        #expect(try standing(desk).gates.map(\.gate) == ["withdrawal", "withdrawal-history"])
        #expect(desk.folded() == desk.intake)
    }

    @Test("A gate stays cleared as long as the policy says, and no hour longer")
    func tooOld() throws {
        var desk = try desk(yes: [.dailySedatives])
        try desk.send(clear("withdrawal-sedatives"), by: .prescriber)
        try desk.wait(hours: 719)
        try desk.send(AnswerIntake(client: "c-1", answers: .intake(yes: [.dailySedatives])))
        try desk.wait(hours: 1)
        #expect(try standing(desk).gates == [])
        try desk.wait(hours: 1)
        #expect(try standing(desk).gates.map(\.gate) == ["withdrawal-sedatives"])
    }

    @Test("A clearing entered in error opens the gate again, and the level that rested on it")
    func retracted() throws {
        var desk = try desk(yes: [.seizureHistory])
        try desk.send(clear("withdrawal-history"), by: .nurse)
        try confirm(&desk, .outpatient, by: .clinician)
        let decision = try desk.retract(desk.last(GateCleared.self))
        #expect(decision.events.contains { $0 is ReassessmentOpened })
        #expect(desk.folded() == desk.intake)
        // Before it was used, the gate alone is open again.
        var other = try self.desk(yes: [.seizureHistory])
        try other.send(clear("withdrawal-history"), by: .nurse)
        try other.retract(other.last(GateCleared.self))
        #expect(try standing(other).gates.map(\.gate) == ["withdrawal-history"])
    }

    @Test("An open gate is the duty of whoever may clear it, until it is cleared or found no more")
    func duty() throws {
        var desk = try desk(yes: [.seizureHistory])
        func duties() -> [OpenDuty] {
            desk.intake.duties.open.values.filter { $0.kind == .clearGate }
        }
        let duty = try #require(duties().first)
        #expect(duty.about == "withdrawal-history" && duty.client == "c-1")
        try desk.send(clear("withdrawal-history"), by: .nurse)
        #expect(
            duties() == []
                && desk.facts(DutyClosed.self).last { $0.duty == duty.duty }?.how == .done)
        try desk.send(AnswerIntake(client: "c-1", answers: .intake(yes: [.dangerAtHome])))
        let second = try #require(duties().first)
        // A harmless answer lowers no danger; the clinician who closes it does.
        try desk.send(AnswerIntake(client: "c-1", answers: .intake()))
        #expect(duties() == [second])
        try desk.takeCharge()
        try desk.close(.dangerAtHome)
        #expect(duties() == [])
        #expect(
            desk.facts(DutyClosed.self).last { $0.duty == second.duty }?.how == .notNeeded)
    }

    @Test("What is missing is said with the gates, and what the missing ratings may bring")
    func missing() throws {
        var desk = try Desk.withClient()
        try desk.know(yes: [.seizureHistory], ratings: [0, 0, 1, 1, 2])
        let text = try refusal { try desk.send(RecommendPlacement(client: "c-1")) }
        #expect(text.contains("Still missing: dimension 6."))
        #expect(text.contains("Held by withdrawal-history: a medical review"))
        // With a gate that names a level something is recommended, and what is missing is told.
        var other = try Desk.withClient()
        try other.know(yes: [.dailySedatives], ratings: [0, 0, 1, 1, 2])
        let recommended = try other.recommended()
        #expect(recommended.level == .withdrawalMonitored && recommended.rated == nil)
        #expect(
            recommended.counterfactuals.contains("Dimension 6 is not rated: level 2.1 to 3.1."))
    }
}
