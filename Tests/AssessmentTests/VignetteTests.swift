import Messages
import Testing

@testable import AssessmentCore

/// A given case: what is known of someone, and what the public rules make of it.
struct Vignette: Decodable, Sendable {
    var id: String
    var text: String?
    var inputs: Inputs?
    var hardStop: String?

    struct Inputs: Decodable, Sendable {
        var ratings: [String: Int]?
        var ciwa: Int?
        var cows: Int?
        var pregnant: Bool?
        var hasSeizureHistory: Bool?
        var takesSedatives: Bool?

        enum CodingKeys: String, CodingKey {
            case ratings, cows, pregnant
            case ciwa = "ciwa_ar"
            case hasSeizureHistory = "seizure_history"
            case takesSedatives = "sedatives_daily"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id, text, inputs
        case hardStop = "hard_stop"
    }

    static func named(_ id: String) throws -> Vignette {
        let all = try fixture("placement-vignettes", as: [Vignette].self)
        return try #require(all.first { $0.id == id })
    }

    /// A desk that knows the inputs, and "no" to all that the vignette does not mention.
    func desk() throws -> Desk {
        var desk = try Desk.withClient()
        var forms: [String: [String: ItemAnswer]] = [:]
        var yes: [IntakeQuestion] = []
        if let total = inputs?.ciwa {
            forms["ciwa-ar"] = .withdrawal(total)
            yes.append(.recentDailyDrinking)
        }
        if let total = inputs?.cows {
            forms["cows"] = .opioidWithdrawal(total)
            yes.append(.opioidUse)
        }
        if inputs?.pregnant == true { yes.append(.pregnancy) }
        if inputs?.hasSeizureHistory == true { yes.append(.seizureHistory) }
        if inputs?.takesSedatives == true { yes.append(.dailySedatives) }
        let ratings = (1...6).map { inputs?.ratings?["D\($0)"] }
        try desk.know(yes: yes, ratings: ratings, forms: forms)
        return desk
    }
}

/// Regression cases, not proof of accuracy: no clinician has signed them.
@Suite struct VignetteTests {
    @Test(
        "Every given vignette with a hard stop has it, before any dimension",
        arguments: [
            ("V10", LevelOfCare.withdrawalMonitored), ("V11", .emergency),
            ("V14", .medicallyManaged), ("V22", .medicallyMonitored),
            ("V23", .withdrawalMonitored),
        ])
    func hardStops(id: String, level: LevelOfCare) throws {
        let vignette = try Vignette.named(id)
        let expected = try #require(vignette.hardStop)
        var desk = try vignette.desk()
        let recommended = try desk.recommended()
        #expect(recommended.level == level)
        let first = try #require(recommended.hardStops.first)
        #expect(first.hasPrefix(expected.split(separator: "_").joined(separator: "-")))
    }

    @Test(
        "Ratings lead to the given level",
        arguments: [
            ("V07", LevelOfCare.intensiveOutpatient), ("V08", .earlyIntervention),
            ("V09", .outpatient), ("V17", .intensiveOutpatient), ("V24", .partialHospitalization),
        ])
    func ratings(id: String, level: LevelOfCare) throws {
        var desk = try Vignette.named(id).desk()
        let recommended = try desk.recommended()
        #expect(recommended.level == level)
        #expect(recommended.hardStops.isEmpty)
    }

    @Test("V13: moderate opioid withdrawal is treated the same day and does not block the program")
    func sameDayMedication() throws {
        var desk = try Vignette.named("V13").desk()
        try desk.rate([1, 0, 0, 1, 2, 1])
        let decision = try desk.send(RecommendPlacement(client: "c-1"))
        let recommended = try #require(decision.events.first as? PlacementRecommended)
        #expect(recommended.level == .intensiveOutpatient)
        #expect(recommended.hardStops.isEmpty)
        #expect(decision.guidance.first?.hasPrefix("Same-day medication") == true)
    }

    @Test("V24: an unstable psychiatric condition asks for a co-occurring enhanced program")
    func coOccurring() throws {
        var desk = try Vignette.named("V24").desk()
        let guidance = try desk.send(RecommendPlacement(client: "c-1")).guidance
        #expect(guidance.contains { $0.contains("co-occurring enhanced") })
    }

    @Test("V25: a level that is not available leaves the indicated one as it was")
    func notAvailable() throws {
        var desk = try Vignette.named("V07").desk()
        let placement = try desk.recommended().placement
        try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: placement, level: .outpatient,
                overrideReason: "No evening place for three weeks."))
        let confirmed = try #require(desk.facts(PlacementConfirmed.self).first)
        #expect(confirmed.indicated == .intensiveOutpatient)
        #expect(confirmed.placed == .outpatient)
    }

    @Test("V26: an adolescent is placed as one")
    func adolescent() throws {
        var desk = Desk()
        try desk.send(.example("c-1", ages: .adolescent))
        try desk.know(ratings: [0, 0, 1, 1, 2, 1])
        let placement = try desk.recommended().placement
        try desk.send(
            ConfirmPlacement(client: "c-1", placement: placement, level: .intensiveOutpatient))
        #expect(desk.facts(PlacementConfirmed.self).map(\.ages) == [.adolescent])
    }

    @Test(
        "V01, V04, V06: in the fourth edition too the highest minimum counts, never the mean",
        arguments: [
            ([0, 0, 0, 2, 0, nil], LevelOfCare.intensiveOutpatient),
            ([0, 0, 3, 3, 4, nil], .residential), ([0, 0, 0, 0, 4, 4], .residential),
            ([0, 0, 0, 0, 0, 4], .remissionMonitoring),
        ])
    func fourthEdition(ratings: [Int?], level: LevelOfCare) throws {
        let clinic = exampleClinic(Policies(placementEdition: "asam-4"))
        var desk = try Desk.withClient(clinic: clinic)
        try desk.know(ratings: ratings)
        let recommended = try desk.recommended()
        #expect(recommended.level == level)
    }
}
