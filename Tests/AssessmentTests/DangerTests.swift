import ClinicalRules
import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("Danger in a form is told whatever state the form is in")
struct DangerTests {
    private func submit(
        _ instrument: String, _ answers: [String: ItemAnswer], to desk: inout Desk
    ) throws -> [RiskAlerted] {
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: instrument, answers: answers)
        ).events.compactMap { $0 as? RiskAlerted }
    }

    private func signs(_ instrument: String, _ answers: [String: ItemAnswer]) throws -> [String] {
        var desk = try Desk.withClient()
        return try submit(instrument, answers, to: &desk).map { "\($0.kind) \($0.urgency)" }
    }

    @Test(
        "PHQ-9 item 9 alerts from 1 on, alone on the form, out of range or negative",
        arguments: [1, 2, 3, 4, -1])
    func item9(value: Int) throws {
        #expect(try signs("phq-9", .values(["9": value])) == ["suicide-risk today"])
    }

    @Test("PHQ-9 item 9 at 0 does not alert, however bad the rest is")
    func item9Clear() throws {
        #expect(try signs("phq-9", .items([3, 3, 3, 3, 3, 3, 3, 3, 0])) == [])
    }

    @Test(
        "PHQ-9 item 9 without an answer is a task for today",
        arguments: [
            nil, ItemAnswer(missing: .refused), ItemAnswer(missing: .notAsked),
            ItemAnswer(missing: .skippedByRule), ItemAnswer(missing: "lost"),
        ])
    func item9Open(answer: ItemAnswer?) throws {
        var answers: [String: ItemAnswer] = .items([0, 0, 0, 0, 0, 0, 0, 0])
        answers["9"] = answer
        #expect(try signs("phq-9", answers) == ["safety-question-open today"])
    }

    @Test("A zero that comes with a refusal is no answer")
    func contradiction() throws {
        var answer = ItemAnswer(value: 0)
        answer.missing = .refused
        #expect(try signs("phq-9", ["9": answer]) == ["safety-question-open today"])
    }

    @Test("After a high suicide screen, PHQ-9 item 9 is for now, even after a reassessment")
    func item9AfterHighScreen() throws {
        var desk = try Desk.withClient()
        _ = try submit("c-ssrs-screener", .values(["q4": 1]), to: &desk)
        try desk.receive(ReturnToUseReported(client: "c-1"), from: .aftercare)
        #expect(try submit("phq-9", .values(["9": 1]), to: &desk).map(\.urgency) == [.now])
        _ = try submit("c-ssrs-screener", .clearScreen, to: &desk)
        #expect(try submit("phq-9", .values(["9": 1]), to: &desk).map(\.urgency) == [.now])
        try desk.takeCharge()
        try desk.close(.suicideRisk)
        #expect(try submit("phq-9", .values(["9": 1]), to: &desk).map(\.urgency) == [.today])
    }

    @Test(
        "Of two published triages the stricter decides",
        arguments: [
            (["q1": 1], "today"), (["q2": 1], "today"), (["q6": 1, "q6_3m": 0], "today"),
            (["q3": 1], "now"), (["q4": 1], "now"), (["q5": 1], "now"),
            (["q6": 1, "q6_3m": 1], "now"), (["q6": 1], "now"), (["q4": 9], "now"),
        ])
    func screen(positive: [String: Int], urgency: String) throws {
        var values = ["q1": 0, "q2": 0, "q3": 0, "q4": 0, "q5": 0, "q6": 0]
        values.merge(positive) { $1 }
        let found = try signs("c-ssrs-screener", .values(values))
        #expect(found.contains("suicide-risk \(urgency)"))
        #expect(found.contains("safety-question-open today") == (positive == ["q6": 1]))
        #expect(try signs("c-ssrs-screener", .values(positive)).contains("suicide-risk \(urgency)"))
    }

    @Test("Questions that the screener itself skips are not open; all others are")
    func skipped() throws {
        #expect(try signs("c-ssrs-screener", .clearScreen) == [])
        for key in ["q1", "q2", "q6"] {
            var answers = [String: ItemAnswer].clearScreen
            answers[key] = ItemAnswer(missing: .skippedByRule)
            #expect(try signs("c-ssrs-screener", answers) == ["safety-question-open today"])
        }
    }

    @Test(
        "Sums alert at their limit, complete or not",
        arguments: [
            ("ciwa-ar", [7, 7, 4, 0, 0, 0, 0, 0, 0, 0], []),
            ("ciwa-ar", [7, 7, 4], ["safety-question-open today"]),
            ("ciwa-ar", [7, 7, 5], ["severe-withdrawal now"]),
            ("ciwa-ar", [nil, 19], ["severe-withdrawal now"]),
            ("cows", [4, 4, 5, 5, 4, 4, 5, 4, 1, 0, 0], []),
            ("cows", [4, 4, 5, 5, 4, 4, 5, 4, 1], ["safety-question-open today"]),
            ("cows", [4, 4, 5, 5, 4, 4, 5, 4, 1, 1], ["severe-withdrawal now"]),
        ])
    func sums(instrument: String, values: [Int?], expected: [String]) throws {
        #expect(try signs(instrument, .items(values)) == expected)
    }

    @Test("A huge number neither hides danger nor stops the service")
    func huge() throws {
        #expect(
            try signs("ciwa-ar", .items([.max, .max, .min, 0])) == ["severe-withdrawal now"])
    }

    @Test("Where the clinic's bands begin severe lower, that limit alerts")
    func lowerBand() throws {
        var desk = try Desk.withClient(clinic: exampleClinic(Policies(withdrawalBands: "camcops")))
        #expect(try submit("ciwa-ar", .items([7, 7, 0, 0, 0, 0, 0, 0, 0, 0]), to: &desk).isEmpty)
        #expect(try submit("ciwa-ar", .items([7, 7, 1]), to: &desk).map(\.urgency) == [.now])
        var other = try Desk.withClient(clinic: exampleClinic(Policies(withdrawalBands: "vista")))
        #expect(try submit("ciwa-ar", .items([7, 7, 5]), to: &other).map(\.urgency) == [.now])
    }

    @Test(
        "Intake answers of danger alert at once",
        arguments: [
            (IntakeQuestion.seizureNow, AlertKind.severeWithdrawal),
            (.unstableVitals, .medicalDanger), (.acutePsychosis, .acutePsychosis),
            (.dangerAtHome, .dangerAtHome),
        ])
    func intake(question: IntakeQuestion, kind: AlertKind) throws {
        for value in [1, 2, -1] {
            var desk = try Desk.withClient()
            let answers = [question.rawValue: ItemAnswer(value: value)]
            let decision = try desk.send(AnswerIntake(client: "c-1", answers: answers))
            let alerts = decision.events.compactMap { $0 as? RiskAlerted }
            #expect(alerts.map(\.kind) == [kind])
            #expect(alerts.map(\.urgency) == [.now])
            #expect(decision.guidance.first?.hasPrefix("Now: ") == true)
        }
        var desk = try Desk.withClient()
        let refused = [question.rawValue: ItemAnswer(missing: .refused)]
        try desk.send(AnswerIntake(client: "c-1", answers: refused))
        #expect(try desk.alerts().map(\.kind) == [.safetyQuestionOpen])
    }

    @Test("Intake answers that no rule reads are kept, and named in order")
    func unknownQuestions() throws {
        var desk = try Desk.withClient()
        let answers: [String: ItemAnswer] = .values(["e": 1, "b": 1, "d": 1, "a": 1, "c": 1])
        let decision = try desk.send(AnswerIntake(client: "c-1", answers: answers))
        #expect(desk.facts(IntakeAnswered.self).map(\.answers) == [answers])
        let named = decision.guidance.dropLast().map { $0.split(separator: ";")[0] }
        #expect(named == ["a", "b", "c", "d", "e"].map { "There is no intake question \($0)" })
        #expect(throws: Refusal.self) { try desk.send(AnswerIntake(client: "c-1", answers: [:])) }
    }

    @Test("A form of an unknown kind is kept, and a person is asked to read it today")
    func unknownInstrument() throws {
        var desk = try Desk.withClient()
        let answers: [String: ItemAnswer] = .values(["9": 3])
        let decision = try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "phq9", answers: answers))
        #expect((decision.events.first as? QuestionnaireSubmitted)?.answers == answers)
        #expect(
            decision.events.map { type(of: $0).fact } == ["submitted", "concern-opened", "alerted"])
        #expect(try desk.alerts().map(\.kind) == [.safetyQuestionOpen])
        #expect(decision.guidance.last?.contains("phq-9") == true)
    }

    @Test("An answer under an unknown item is kept, and the item that it may stand for is open")
    func unknownItem() throws {
        var desk = try Desk.withClient()
        let decision = try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "phq-9", answers: .values(["q9": 3])))
        #expect(try desk.alerts().map(\.kind) == [.safetyQuestionOpen])
        #expect(
            decision.guidance.contains("The form has no item q9; its answer is kept unread."))
    }

    @Test("The reply to a dangerous form says first what to do now")
    func guidance() throws {
        var desk = try Desk.withClient()
        let decision = try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "c-ssrs-screener", answers: .values(["q5": 1])))
        #expect(decision.guidance.first?.hasPrefix("Now: Emergency evaluation") == true)
        #expect(decision.guidance.last == "The answers are kept, and not scored.")
        #expect(decision.events.first is QuestionnaireSubmitted)
    }

    @Test("A form of someone who was never registered is refused")
    func unknownClient() throws {
        var desk = Desk()
        let text = try refusal {
            try desk.send(SubmitQuestionnaire(client: "c-9", instrument: "phq-9", answers: [:]))
        }
        #expect(text.contains("register the client first"))
    }

    @Test(
        "Whatever else a form holds, each positive safety answer has its alert",
        arguments: UInt64(1)...100)
    func randomForms(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        for instrument in InstrumentLibrary.instruments.values.sorted(by: { $0.id < $1.id }) {
            let answers = [String: ItemAnswer].random(for: instrument, using: &dice)
            let found = try Set(signs(instrument.id, answers))
            for expected in independentSigns(of: instrument.id, answers) {
                #expect(found.contains(expected), "\(instrument.id) \(answers)")
            }
        }
    }

    /// The rules once more, written without the data files.
    private func independentSigns(
        of instrument: String, _ answers: [String: ItemAnswer]
    ) -> [String] {
        let value = { (key: String) in answers[key]?.value }
        let isYes = { (key: String) in value(key).map { $0 != 0 } ?? false }
        switch instrument {
        case "phq-9":
            guard value("9") != nil else { return ["safety-question-open today"] }
            return isYes("9") ? ["suicide-risk today"] : []
        case "c-ssrs-screener":
            let isNow = ["q3", "q4", "q5", "q6_3m"].contains(where: isYes)
            let isUndated = isYes("q6") && value("q6_3m") == nil
            let isAny = ["q1", "q2", "q6"].contains(where: isYes)
            var asked = ["q1", "q2", "q6"]
            if value("q2") != 0 { asked += ["q3", "q4", "q5"] }
            let isOpen = asked.contains { value($0) == nil }
            return (isNow || isUndated ? ["suicide-risk now"] : isAny ? ["suicide-risk today"] : [])
                + (isOpen ? ["safety-question-open today"] : [])
        case "ciwa-ar", "cows":
            let sum = answers.values.compactMap(\.value).filter { $0 > 0 }.reduce(0, +)
            return sum >= (instrument == "cows" ? 37 : 19) ? ["severe-withdrawal now"] : []
        default: return []
        }
    }
}
