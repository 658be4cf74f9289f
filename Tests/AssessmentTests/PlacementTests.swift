import ClinicalRules
import Messages
import Testing

@testable import AssessmentCore

@Suite struct PlacementTests {
    private static let mild: [Int?] = [0, 0, 0, 0, 1, 0]

    @Test("A rating of no edition, no dimension or out of range is refused")
    func badRatings() throws {
        var desk = try Desk.withClient()
        for (edition, dimension, rating) in [
            ("asam-5", 1, 1), ("asam-3", 0, 1), ("asam-3", 7, 1), ("asam-3", 1, 5),
            ("asam-3", 1, -1),
        ] {
            #expect(throws: Refusal.self) {
                try desk.send(
                    RateDimension(
                        client: "c-1", edition: edition, dimension: dimension, rating: rating,
                        evidence: []))
            }
        }
    }

    @Test("Of someone new everything is missing, by name")
    func nothingKnown() throws {
        let desk = try Desk.withClient()
        let missing = try #require(try desk.waiting().first?.missing)
        #expect(
            missing == IntakeQuestion.known.map(\.rawValue) + ["c-ssrs-screener"]
                + (1...6).map { "dimension \($0)" })
    }

    @Test("Each open question, form or rating prevents a recommendation, and is named")
    func missing() throws {
        for question in IntakeQuestion.known {
            var desk = try Desk.withClient()
            try desk.know(ratings: Self.mild)
            let refused = [question.rawValue: ItemAnswer(missing: .refused)]
            try desk.send(AnswerIntake(client: "c-1", answers: refused))
            let text = try refusal { try desk.send(RecommendPlacement(client: "c-1")) }
            #expect(text.contains("Still missing: \(question)."))
        }
        for dimension in 0..<6 {
            var ratings = Self.mild
            ratings[dimension] = nil
            var desk = try Desk.withClient()
            try desk.know(ratings: ratings)
            let text = try refusal { try desk.send(RecommendPlacement(client: "c-1")) }
            #expect(text.contains("Still missing: dimension \(dimension + 1)."))
        }
    }

    @Test(
        "Daily drinking asks for CIWA-Ar and opioids ask for COWS, whole",
        arguments: [
            (IntakeQuestion.recentDailyDrinking, "ciwa-ar"), (.opioidUse, "cows"),
        ])
    func requiredForms(question: IntakeQuestion, form: String) throws {
        var desk = try Desk.withClient()
        try desk.know(yes: [question], ratings: Self.mild)
        #expect(try desk.waiting().first?.missing == [form])
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: form, answers: .items([0, 0])))
        #expect(try desk.waiting().first?.missing == [form])
        let clear = form == "cows" ? .opioidWithdrawal(0) : [String: ItemAnswer].withdrawal(0)
        try desk.send(SubmitQuestionnaire(client: "c-1", instrument: form, answers: clear))
        #expect(try desk.waiting().first?.missing == [])
        let recommended = try desk.recommended()
        #expect(recommended.level == .outpatient)
    }

    @Test("An emergency is told at once, whatever is missing")
    func emergencyFirst() throws {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "ciwa-ar", answers: .items([7, 7, 7])))
        let recommended = try desk.recommended()
        #expect(recommended.level == .emergency)
        #expect(recommended.hardStops == ["withdrawal-severe", "withdrawal"])
        let unknown = recommended.reasons.first { $0.hasPrefix("Not known yet: ") }
        #expect(unknown?.contains("c-ssrs-screener") == true)
    }

    @Test("A lesser hard stop waits while an emergency may hide behind an open question")
    func lesserStopWaits() throws {
        var desk = try Desk.withClient()
        try desk.send(AnswerIntake(client: "c-1", answers: .intake(yes: [.dailySedatives])))
        let text = try refusal { try desk.send(RecommendPlacement(client: "c-1")) }
        #expect(text.contains("c-ssrs-screener"))
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "c-ssrs-screener", answers: .clearScreen))
        let recommended = try desk.recommended()
        #expect(recommended.level == .withdrawalMonitored)
    }

    @Test("Hard stops are told in the policy's order, and the highest level counts")
    func order() throws {
        var desk = try Desk.withClient()
        try desk.know(
            yes: [.dangerAtHome, .pregnancy, .opioidUse, .dailySedatives],
            forms: [
                "c-ssrs-screener": .values(["q1": 1, "q2": 1, "q3": 1, "q4": 0, "q5": 0, "q6": 0]),
                "cows": .opioidWithdrawal(37),
            ])
        let recommended = try desk.recommended()
        #expect(
            recommended.hardStops == [
                "suicide-risk", "withdrawal-sedatives", "withdrawal-severe-opioid",
                "pregnancy-opioids", "danger-at-home",
            ])
        #expect(recommended.level == .emergency)
    }

    @Test(
        "Each hard stop begins at its limit",
        arguments: [("ciwa-ar", 9, 10), ("ciwa-ar", 18, 19), ("cows", 36, 37)])
    func limits(form: String, below: Int, at: Int) throws {
        var found: [String] = []
        for total in [below, at] {
            var desk = try Desk.withClient()
            let answers =
                form == "cows" ? .opioidWithdrawal(total) : [String: ItemAnswer].withdrawal(total)
            let question: IntakeQuestion = form == "cows" ? .opioidUse : .recentDailyDrinking
            try desk.know(yes: [question], ratings: Self.mild, forms: [form: answers])
            let recommended = try desk.recommended()
            found.append(
                ([recommended.level.rawValue] + recommended.hardStops).joined(separator: " "))
        }
        // A gate that is no emergency leaves the level as the ratings have it, and holds it.
        let expected = [
            "ciwa-ar 9": ["1", "1 withdrawal"],
            "ciwa-ar 18": ["1 withdrawal", "emergency withdrawal-severe withdrawal"],
            "cows 36": ["1", "1 withdrawal-severe-opioid"],
        ]
        #expect(found == expected["\(form) \(below)"])
    }

    @Test(
        "The level is the highest minimum over the dimensions: no rating averages out",
        arguments: 1...6)
    func neverAnAverage(dimension: Int) throws {
        var ratings: [Int?] = [0, 0, 0, 0, 0, 0]
        ratings[dimension - 1] = 4
        var desk = try Desk.withClient()
        try desk.know(ratings: ratings)
        let edition = try #require(PlacementPolicy.current.edition("asam-3"))
        let recommended = try desk.recommended()
        #expect(recommended.level == edition.dimension(dimension)?.rating(4)?.level)
    }

    @Test("A recommendation says what one rating more or less would change")
    func counterfactuals() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 1, 1, 2, 1])
        let first = try desk.recommended()
        #expect(
            first.counterfactuals == [
                "Dimension 5 rated 1: level 1.", "Dimension 5 rated 3: level 2.5.",
            ])
        try desk.rate([nil, 2])
        let second = try desk.recommended()
        #expect(
            second.counterfactuals == [
                "Dimension 2 rated 3: level 3.7.", "Dimension 5 rated 3: level 2.5.",
            ])
    }

    @Test(
        "A recommendation shows what decides first, with age and rater; the rest is in its details")
    func reasons() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: Self.mild)
        let recommended = try desk.recommended()
        #expect(recommended.policy == "cairn-2026-2")
        #expect(recommended.edition == "asam-3")
        let submission = try #require(desk.facts(QuestionnaireSubmitted.self).first?.submission)
        #expect(recommended.reasons.count == 1)
        #expect(recommended.reasons.first?.contains("rated 1 by t01 today (") == true)
        #expect(recommended.reasons.first?.hasSuffix("at least level 1. It decides.") == true)
        #expect(recommended.deciding == [5])
        let details = try #require(recommended.details)
        #expect(details.contains { $0.contains("form \(submission)") })
        #expect(details.count { $0.hasPrefix("Dimension") } == 5)
    }

    @Test("The indicated level is confirmed without a reason, another one only with it")
    func confirming() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: Self.mild)
        let placement = try desk.recommended().placement
        let refused: [(LevelOfCare, String?)] = [
            (.outpatient, "Because."), (.intensiveOutpatient, nil), (.intensiveOutpatient, " "),
            ("2.2", "Because."),
        ]
        for (level, reason) in refused {
            #expect(throws: Refusal.self) {
                try desk.send(
                    ConfirmPlacement(
                        client: "c-1", placement: placement, level: level, overrideReason: reason))
            }
        }
        try desk.send(
            ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
        #expect(desk.facts(PlacementConfirmed.self).first?.overrideReason == nil)
        #expect(try desk.waiting().isEmpty)
        let again = try refusal {
            try desk.send(
                ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
        }
        #expect(again.contains("confirmed already, by t01 at"))
    }

    @Test(
        "Past an open gate only a prescriber or the director may place at what does not treat it",
        arguments: [
            (Actor.clinician, LevelOfCare.intensiveOutpatient, false),
            (.clinician, .partialHospitalization, false), (.clinician, .outpatient, false),
            (.clinician, .withdrawalMonitored, true),
            (.prescriber, .intensiveOutpatient, true), (.director, .outpatient, true),
        ])
    func overruling(actor: Actor, level: LevelOfCare, isAllowed: Bool) throws {
        var desk = try Desk.withClient()
        try desk.know(yes: [.seizureHistory], ratings: Self.mild)
        let command = ConfirmPlacement(
            client: "c-1", placement: try desk.recommended().placement, level: level,
            overrideReason: "Reviewed: no withdrawal to expect.")
        if isAllowed {
            try desk.send(command, by: actor)
            #expect(desk.facts(PlacementConfirmed.self).map(\.placed) == [level])
        } else {
            #expect(throws: Refusal.self) { try desk.send(command, by: actor) }
        }
    }

    @Test("A recommendation that newer evidence contradicts cannot be confirmed")
    func outdated() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: Self.mild)
        let first = try desk.recommended().placement
        try desk.rate([nil, nil, nil, nil, 4])
        let text = try refusal {
            try desk.send(ConfirmPlacement(client: "c-1", placement: first, level: .outpatient))
        }
        #expect(text.contains("new recommendation"))
        let second = try desk.recommended()
        #expect(second.level == .residentialHigh)
        #expect(throws: Refusal.self) {
            try desk.send(
                ConfirmPlacement(client: "c-1", placement: first, level: .residentialHigh))
        }
    }

    @Test("After a return to use the client is in intake, and older evidence does not count")
    func returnToUse() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: Self.mild)
        let placement = try desk.recommended().placement
        try desk.send(ConfirmPlacement(client: "c-1", placement: placement, level: .outpatient))
        try desk.receive(ReturnToUseReported(client: "c-1"), from: .aftercare)
        #expect(desk.facts(ReassessmentOpened.self).count == 1)
        let missing = try #require(try desk.waiting().first?.missing)
        #expect(missing.contains("dimension 5") && missing.contains("c-ssrs-screener"))
        #expect(throws: Refusal.self) { try desk.send(RecommendPlacement(client: "c-1")) }
        try desk.know(ratings: [0, 0, 1, 1, 2, 1])
        let recommended = try desk.recommended()
        #expect(recommended.level == .intensiveOutpatient)
    }

    @Test("A return to use of someone not yet known waits")
    func unknownReturn() throws {
        var desk = Desk()
        #expect(throws: NotYetKnown.self) {
            try desk.receive(ReturnToUseReported(client: "c-9"), from: .aftercare)
        }
    }

    @Test("Every level, form, question, role and dimension that the policy names exists")
    func references() {
        let policy = PlacementPolicy.current
        let conditions = policy.gates.flatMap(\.when) + policy.notes.flatMap(\.when)
        let forms = policy.requiredForms.map(\.form) + conditions.compactMap(\.form)
        #expect(forms.allSatisfy { InstrumentLibrary.instrument($0) != nil })
        let questions =
            policy.requiredForms.compactMap(\.ifYes) + conditions.flatMap { $0.questions ?? [] }
        #expect(questions.allSatisfy { IntakeQuestion(rawValue: $0).isKnown })
        let levels = Set(policy.editions.flatMap(\.levels).map(\.level))
        #expect(levels == Set(LevelOfCare.known))
        let gates = policy.gates
        #expect(Set(gates.map(\.id)).count == gates.count)
        for gate in gates {
            let named = gate.satisfiedBy + (gate.meanwhile ?? [])
            #expect(levels.isSuperset(of: named) && !gate.acts.isEmpty, "\(gate.id)")
            #expect(ClearGate.roles.isSuperset(of: gate.clearedBy) && !gate.clearedBy.isEmpty)
            #expect(Set(gate.satisfiedBy).isSuperset(of: gate.meanwhile ?? []), "\(gate.id)")
            // Whatever edition it is: somebody can be placed where it is treated.
            for edition in policy.editions {
                #expect(gate.satisfiedBy.contains { edition.rank($0) != nil }, "\(gate.id)")
                #expect(!gate.isEmergency || gate.meanwhile == [.emergency])
            }
        }
        for edition in policy.editions {
            #expect(edition.faults == [])
            #expect(edition.dimensions.map(\.number) == Array(1...6))
        }
    }
}
