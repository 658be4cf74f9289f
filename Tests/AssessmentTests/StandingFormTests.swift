import ClinicalRules
import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("Which form of an instrument counts")
struct StandingFormTests {
    private func submit(
        _ instrument: String, _ answers: [String: ItemAnswer], to desk: inout Desk
    ) throws {
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: instrument, answers: answers))
    }

    @Test("A form that is not whole replaces none that is: severe withdrawal stays a hard stop")
    func incomplete() throws {
        var desk = try Desk.withClient()
        try desk.know(
            yes: [.recentDailyDrinking], ratings: [0, 0, 0, 0, 2, 0],
            forms: ["ciwa-ar": .withdrawal(20)])
        try submit("ciwa-ar", .values(["1": 1]), to: &desk)
        let recommended = try desk.recommended()
        #expect(recommended.level == .emergency)
        #expect(recommended.hardStops.first == "withdrawal-severe")
        #expect(recommended.details?.contains { $0.contains("not whole") } == true)
    }

    @Test("A whole form replaces the one before it, and what was not whole between them")
    func whole() throws {
        var desk = try Desk.withClient()
        try desk.know(
            yes: [.recentDailyDrinking], ratings: [0, 0, 0, 0, 2, 0],
            forms: ["ciwa-ar": .withdrawal(20)])
        try submit("ciwa-ar", .items([7, 7, 6]), to: &desk)
        try submit("ciwa-ar", .withdrawal(2), to: &desk)
        // What told of danger counts until a clinician closes it.
        #expect(try desk.recommended().hardStops.first == "withdrawal-severe")
        try desk.takeCharge()
        try desk.close(.severeWithdrawal)
        #expect(try desk.recommended().hardStops == [])
        let standing = try #require(desk.intake.charts["c-1"]?.evidence.forms["ciwa-ar"])
        #expect(standing.all.count == 1)
    }

    @Test("Danger in a form that is not whole counts, beside a clear one that is")
    func dangerInPart() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 0, 0, 2, 0])
        #expect(try desk.recommended().hardStops == [])
        try submit("c-ssrs-screener", .values(["q4": 1]), to: &desk)
        #expect(try desk.recommended().hardStops == ["suicide-risk"])
        #expect(desk.intake.charts["c-1"]?.isHighRisk == true)
        // A later scrap does not erase a high screen that is whole either.
        try submit(
            "c-ssrs-screener", .values(["q1": 1, "q2": 1, "q3": 1, "q4": 1, "q5": 0, "q6": 0]),
            to: &desk)
        try submit("c-ssrs-screener", .values(["q1": 0]), to: &desk)
        #expect(desk.intake.charts["c-1"]?.isHighRisk == true)
    }

    @Test("A form that is not whole is none: what it would answer is missing")
    func missing() throws {
        var desk = try Desk.withClient()
        try desk.know(forms: ["c-ssrs-screener": .values(["q1": 0])])
        #expect(try desk.waiting().first?.missing.contains("c-ssrs-screener") == true)
    }

    @Test("A whole form that was entered in error gives way to the one before it")
    func retracted() throws {
        var desk = try Desk.withClient()
        try desk.know(
            yes: [.recentDailyDrinking], ratings: [0, 0, 0, 0, 2, 0],
            forms: ["ciwa-ar": .withdrawal(20)])
        try submit("ciwa-ar", .withdrawal(2), to: &desk)
        try desk.retract(desk.last(QuestionnaireSubmitted.self))
        #expect(try desk.recommended().hardStops.first == "withdrawal-severe")
        #expect(desk.folded() == desk.intake)
    }

    @Test(
        "Of random forms the newest whole one stands, and of those after it the newest",
        arguments: UInt64(1)...40)
    func random(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        var desk = try Desk.withClient()
        let instrument = try #require(InstrumentLibrary.instrument("ciwa-ar"))
        var whole: [String: ItemAnswer]?
        var partial: [String: ItemAnswer]?
        for _ in 0..<12 {
            let answers: [String: ItemAnswer] =
                Bool.random(using: &dice)
                ? .random(for: instrument, using: &dice)
                : .withdrawal(Int.random(in: 0...67, using: &dice))
            try submit("ciwa-ar", answers, to: &desk)
            if instrument.isWhole(answers) {
                (whole, partial) = (answers, nil)
            } else {
                partial = answers
            }
            let standing = desk.intake.charts["c-1"]?.evidence.forms["ciwa-ar"]
            #expect(standing?.whole?.answers == whole)
            #expect(standing?.partial?.answers == partial)
        }
    }
}
