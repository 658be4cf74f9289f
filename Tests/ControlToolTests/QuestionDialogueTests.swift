import ClinicalRules
import Messages
import Testing

@testable import ClinicClient
@testable import cairn

@Suite("A form, item by item")
struct QuestionDialogueTests {
    private func dialogue(_ id: String, known: [String: ItemAnswer] = [:]) throws
        -> QuestionDialogue
    {
        QuestionDialogue(try InstrumentChoice.builtIn(id), known: known)
    }

    @Test("An answer is a value, a word or its beginning; what cannot be one is refused with why")
    func answers() throws {
        var form = try dialogue("phq-9")
        for line in ["0", "several", "More than half the days", "nearly", "-", "refused", " 2 "] {
            let why = form.take(line)
            #expect(why == nil, "\(line)")
        }
        let before = form.answers
        for line in ["4", "-1", "", "maybe", "n", "99999999999999999999", "skipped-by-rule"] {
            let taken = form.take(line)
            let why = try #require(taken, "\(line)")
            #expect(why.contains("0 Not at all") && why.hasPrefix("8: "), "\(why)")
        }
        #expect(form.answers == before)
        #expect(before["1"] == ItemAnswer(value: 0) && before["2"] == ItemAnswer(value: 1))
        #expect(before["4"] == ItemAnswer(value: 3) && before["7"] == ItemAnswer(value: 2))
        #expect(before["5"] == ItemAnswer(missing: .notAsked))
        #expect(before["6"] == ItemAnswer(missing: .refused))
    }

    @Test("What the form's rules leave out is not asked; taken back, it is asked again")
    func skips() throws {
        var form = try dialogue("c-ssrs")
        try form.take(all: "no no no")
        #expect(form.next == nil)
        #expect(Set(form.answers.keys) == ["q1", "q2", "q6"])
        form.goBack()
        form.goBack()
        #expect(form.next?.key == "q2")
        let why = form.take("yes")
        #expect(why == nil && form.next?.key == "q3")
    }

    @Test("In one text each question that is asked has its answer, and no other")
    func inOneText() throws {
        for (text, problem) in [
            ("0,0,0,0,0,0,0,0", "no answer: 9"), ("0 0 0 0 0 0 0 0 0 0 0", "more answers"),
            ("0,0,0,9,0,0,0,0,0", "cannot be one"), ("", "no answer: 1, 2"),
            ("0,,3,0,0,0,0,0,1,2", "beside a comma"), ("0,0,0,0,0,0,0,0,0,", "beside a comma"),
        ] {
            var form = try dialogue("phq-9")
            let refusal = #expect(throws: Refusal.self) { try form.take(all: text) }
            #expect(refusal?.advice.description.contains(problem) == true, "\(text)")
        }
        var form = try dialogue("phq-9")
        try form.take(all: "0, 1,2 0,0,0,0,0,refused")
        #expect(form.answers.count == 9 && form.open.isEmpty)
    }

    @Test("What was answered before is not asked again, and is not what was answered here")
    func goingOn() throws {
        let known = ["1": ItemAnswer(value: 3), "2": ItemAnswer(missing: .refused)]
        var form = try dialogue("phq-9", known: known)
        #expect(form.next?.key == "3")
        form.goBack()
        #expect(form.next?.key == "3")
        let why = form.take("1")
        #expect(why == nil)
        #expect(form.given.keys.map(\.self) == ["3"])
        #expect(form.answers.count == 3)
        // Of what leaves nothing open there is nothing to go on with.
        let whole = Dictionary(
            uniqueKeysWithValues: (1...10).map { ("\($0)", ItemAnswer(value: 0)) })
        #expect(try dialogue("phq-9", known: whole).next?.key == "1")
    }

    @Test("Every instrument, and the intake, can be gone through to its end")
    func all() throws {
        for instrument in InstrumentLibrary.all {
            var form = QuestionDialogue(instrument)
            var count = 0
            while let question = form.next, count <= instrument.items.count {
                #expect(!question.choices.isEmpty, "\(instrument.id) \(question.key)")
                let last = try #require(question.choices.last)
                let why = form.take("\(last.value)")
                #expect(why == nil, "\(instrument.id) \(question.key)")
                count += 1
            }
            #expect(form.next == nil && form.open.isEmpty, "\(instrument.id)")
            let impossible = instrument.problems(of: form.answers).filter(\.isImpossible)
            #expect(impossible == [], "\(instrument.id)")
        }
        var intake = QuestionDialogue(intake: [:])
        try intake.take(all: IntakeQuestion.known.map { _ in "n" }.joined(separator: ","))
        #expect(intake.answers.values.allSatisfy { $0 == ItemAnswer(value: 0) })
        #expect(Set(intake.answers.keys) == Set(IntakeQuestion.known.map(\.rawValue)))
    }
}
