import ClinicalRules
import Messages
import Testing

@testable import AssessmentCore

@Suite("Evidence has an age, and belongs to an episode")
struct EvidenceAgeTests {
    private static let mild: [Int?] = [0, 0, 0, 0, 1, 0]

    /// A client of whom enough is known, drinking daily.
    private func known() throws -> Desk {
        var desk = try Desk.withClient()
        try desk.know(
            yes: [.recentDailyDrinking, .opioidUse], ratings: Self.mild,
            forms: ["ciwa-ar": .withdrawal(2), "cows": .opioidWithdrawal(2)])
        return desk
    }

    private func missing(_ desk: Desk) throws -> [String]? { try desk.waiting().first?.missing }

    @Test("Each kind of evidence is missing, by name, in the hour after its last, and not before")
    func limits() throws {
        let questions = IntakeQuestion.known.map(\.rawValue)
        let dimensions = (1...6).map { "dimension \($0)" }
        let limits: [(hours: Int, names: [String])] = [
            (24, ["ciwa-ar", "cows"]), (168, ["c-ssrs-screener"]), (720, questions + dimensions),
        ]
        var desk = try known()
        var passed = 0
        var gone: Set<String> = []
        for limit in limits {
            try desk.wait(hours: limit.hours - passed)
            #expect(Set(try missing(desk) ?? []) == gone, "at \(limit.hours) hours")
            try desk.wait(hours: 1)
            passed = limit.hours + 1
            // Without the answers that ask for them, no withdrawal scale is asked for either.
            gone =
                limit.hours == 720
                ? Set(limit.names + ["c-ssrs-screener"]) : gone.union(limit.names)
            #expect(Set(try missing(desk) ?? []) == gone, "after \(limit.hours) hours")
        }
    }

    @Test("The limits are those of the data, each to be confirmed by a clinician")
    func marked() throws {
        let policy = PlacementPolicy.current
        #expect(policy.validity.answers.basis == .confirm && policy.validity.answers.hours == 720)
        #expect(policy.validity.ratings.basis == .confirm && policy.validity.ratings.hours == 720)
        for form in policy.requiredForms {
            let instrument = try #require(InstrumentLibrary.instrument(form.form))
            #expect(instrument.validity.basis == .confirm)
        }
    }

    @Test("A recommendation is refused by what is too old, and given when that is known anew")
    func recommended() throws {
        var desk = try known()
        try desk.wait(hours: 34 * 24)
        let text = try refusal { try desk.send(RecommendPlacement(client: "c-1")) }
        #expect(text.contains("Too old: ") && text.contains("dimension 6"))
        try desk.know(
            yes: [.recentDailyDrinking, .opioidUse], ratings: Self.mild,
            forms: ["ciwa-ar": .withdrawal(2)])
        let form = try refusal { try desk.send(RecommendPlacement(client: "c-1")) }
        #expect(form.contains("Still missing: cows. Too old: cows."))
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "cows", answers: .opioidWithdrawal(2)))
        #expect(try desk.recommended().level == .outpatient)
    }

    @Test("What was never given is missing, and not too old")
    func never() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 0, 0, 1])
        let text = try refusal { try desk.send(RecommendPlacement(client: "c-1")) }
        #expect(text.contains("Still missing: dimension 6.") && !text.contains("Too old"))
    }

    @Test("A recommendation whose evidence has become too old cannot be confirmed")
    func confirmed() throws {
        var desk = try known()
        let placement = try desk.recommended()
        try desk.wait(hours: 25)
        let confirm = ConfirmPlacement(
            client: "c-1", placement: placement.placement, level: placement.level)
        let text = try refusal { try desk.send(confirm) }
        #expect(text.contains("Too old: ciwa-ar, cows."))
        for (id, answers) in [
            ("ciwa-ar", [String: ItemAnswer].withdrawal(3)), ("cows", .opioidWithdrawal(3)),
        ] {
            try desk.send(SubmitQuestionnaire(client: "c-1", instrument: id, answers: answers))
        }
        try desk.send(confirm)
        #expect(desk.facts(PlacementConfirmed.self).count == 1)
    }

    @Test(
        "Danger does not become too old: it decides until a clinician closes it, and then is asked")
    func danger() throws {
        var desk = try Desk.withClient()
        try desk.know(
            ratings: Self.mild,
            forms: [
                "c-ssrs-screener": .values(["q1": 1, "q2": 1, "q3": 1, "q4": 1, "q5": 0, "q6": 0])
            ])
        #expect(try desk.recommended().level == .emergency)
        try desk.wait(hours: 169)
        #expect(try desk.recommended().level == .emergency)
        try desk.takeCharge()
        try desk.close(.suicideRisk)
        #expect(try refusal { _ = try desk.recommended() }.contains("c-ssrs-screener"))
    }

    @Test(
        "Decline, completion, discharge and return to use end the episode",
        arguments: ["declined", "completed", "discharged", "by aftercare", "return"])
    func episodes(end: String) throws {
        var desk = try known()
        let placement = try desk.recommended()
        try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: placement.placement, level: placement.level))
        let closed = { (outcome: EnrollmentOutcome) in
            EnrollmentClosed(client: "c-1", enrollment: "e-1", outcome: outcome, reason: "Over.")
        }
        switch end {
        case "declined": try desk.send(DeclineTreatment(client: "c-1", reason: "Not now."))
        case "completed": try desk.receive(closed(.completed), from: .scheduler)
        case "discharged": try desk.receive(closed(.discharged), from: .scheduler)
        case "by aftercare":
            try desk.receive(ClientDischarged(client: "c-1", reason: "Moved."), from: .aftercare)
        default: try desk.receive(ReturnToUseReported(client: "c-1"), from: .aftercare)
        }
        #expect(throws: Refusal.self) { try desk.recommended() }
        #expect(desk.intake.charts["c-1"]?.evidence == Evidence())
        #expect(desk.folded() == desk.intake)
        // What is told again of the same end changes nothing more.
        let events = try desk.receive(closed(.discharged), from: .scheduler).events
        #expect(events.isEmpty)

        try desk.know(
            yes: [.recentDailyDrinking, .opioidUse], ratings: Self.mild,
            forms: ["ciwa-ar": .withdrawal(2), "cows": .opioidWithdrawal(2)])
        #expect(try desk.recommended().level == .outpatient)
        #expect(desk.intake.charts["c-1"]?.standing == .intake)
    }

    @Test("A stay that ends by a placement elsewhere ends no episode; nor does an end told late")
    func notEnded() throws {
        var desk = try known()
        let placement = try desk.recommended()
        try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: placement.placement, level: placement.level))
        let transferred = EnrollmentClosed(
            client: "c-1", enrollment: "e-1", outcome: .transferred, reason: "Elsewhere.")
        #expect(try desk.receive(transferred, from: .scheduler).events.isEmpty)
        #expect(desk.intake.charts["c-1"]?.evidence != Evidence())
        #expect(throws: NotYetKnown.self) {
            try desk.receive(ClientDischarged(client: "c-9", reason: "Over."), from: .aftercare)
        }
    }

    @Test("An end that was entered in error brings the evidence back")
    func corrected() throws {
        var desk = try known()
        let before = desk.intake.charts["c-1"]?.evidence
        let discharged = ClientDischarged(client: "c-1", reason: "Over.")
        try desk.receive(discharged, from: .aftercare)
        #expect(desk.intake.charts["c-1"]?.standing == .ended)
        let cause = try #require(try desk.last(EpisodeClosed.self).cause)
        let text = try refusal { try desk.retract(desk.last(EpisodeClosed.self)) }
        #expect(text.contains("follows from what ended it"))
        try desk.retract(
            Fact(id: cause, owner: .aftercare, event: discharged, time: desk.now), of: .aftercare)
        #expect(desk.intake.charts["c-1"]?.evidence == before)
        #expect(try desk.recommended().level == .outpatient)
    }
}
