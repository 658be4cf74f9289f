import ClinicalRules
import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("An edition is data, and a property of each assessment")
struct EditionTests {
    private func desk(_ edition: String, rated: String, _ ratings: [Int]) throws -> Desk {
        var desk = try Desk.withClient(
            clinic: exampleClinic(Policies(placementEdition: edition)))
        try desk.know()
        for (index, rating) in ratings.enumerated() {
            try desk.send(
                RateDimension(
                    client: "c-1", edition: rated, dimension: index + 1, rating: rating,
                    evidence: []))
        }
        return desk
    }

    @Test("Who is rated by the other edition alone is assessed by it, and both say which it was")
    func other() throws {
        var desk = try desk("asam-3", rated: "asam-4", [0, 0, 0, 2, 0])
        #expect(try desk.waiting().first?.missing == [])
        let recommended = try desk.recommended()
        #expect(recommended.edition == "asam-4" && recommended.level == .intensiveOutpatient)
        let wrong = ConfirmPlacement(
            client: "c-1", placement: recommended.placement, level: .withdrawalMonitored,
            overrideReason: "A level of the third edition.")
        #expect(try refusal { try desk.send(wrong) }.contains("asam-4"))
    }

    @Test("An assessment by both editions is the clinic's, unless somebody says which")
    func both() throws {
        var desk = try desk("asam-3", rated: "asam-3", [0, 0, 1, 1, 2, 1])
        try desk.send(
            RateDimension(
                client: "c-1", edition: "asam-4", dimension: 4, rating: 3, evidence: []))
        #expect(try desk.recommended().edition == "asam-3")
        let text = try refusal {
            try desk.send(RecommendPlacement(client: "c-1", edition: "asam-4"))
        }
        #expect(text.contains("dimension 1"))
        #expect(throws: Refusal.self) {
            try desk.send(RecommendPlacement(client: "c-1", edition: "asam-5"))
        }
    }

    @Test("Any asks for nothing, evaluate is as good as not rated, and enhanced is said")
    func words() throws {
        var desk = try desk("asam-4", rated: "asam-4", [0, 0, 0, 0, 0])
        let none = try desk.recommended()
        #expect(none.level == .remissionMonitoring && none.deciding == [])
        try desk.rate([nil, 5])
        #expect(try desk.waiting().first?.missing == ["dimension 2"])
        try desk.rate([nil, 0, 3])
        let enhanced = try desk.recommended()
        #expect(enhanced.level == .partialHospitalization && enhanced.isEnhanced == true)
        #expect(enhanced.reasons.contains { $0.contains("rated 2.5-coe") })
        #expect(enhanced.counterfactuals.contains("Dimension 3 rated 2.1-coe: level 2.1."))
    }

    @Test("A rating that the dimension does not have is refused, with those that it has")
    func unknown() throws {
        var desk = try desk("asam-4", rated: "asam-4", [])
        let text = try refusal { try desk.rate([9]) }
        #expect(text.contains("5 (evaluate)") && text.contains("0 (any)"))
    }

    @Test("Level 1 by either edition begins in the clinic's first phase of level 1")
    func phases() {
        let clinic = Clinic.example()
        let entry = clinic.entry(at: .outpatient)
        #expect(entry != nil && entry?.level == .outpatient)
        for level in [LevelOfCare.outpatientTherapy, .remissionMonitoring] {
            #expect(clinic.entry(at: level)?.id == entry?.id)
        }
        #expect(clinic.entry(at: .outpatientManaged) == nil)
        #expect(clinic.entry(at: .residential) == nil)
    }
}
