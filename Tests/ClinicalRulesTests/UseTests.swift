import Messages
import Testing

@testable import ClinicalRules

@Suite("What forms tell of use")
struct UseTests {
    /// A form, so many days after the first one, with its use; `nil` for one that is not whole.
    private struct Form {
        var id: String
        var day: Int
        var use: Int?
        var answers: [String: ItemAnswer] = [:]

        init(_ id: String, _ day: Int, _ use: Int?, _ answers: [String: ItemAnswer] = [:]) {
            (self.id, self.day, self.use, self.answers) = (id, day, use, answers)
        }
    }

    private func history(_ forms: [Form]) -> FormHistory {
        var history = FormHistory()
        for (place, form) in forms.enumerated() {
            let submission = SubmissionID("f-\(place)")
            history.add(
                QuestionnaireSubmitted(
                    client: "c-1", submission: submission, instrument: form.id,
                    answers: form.answers),
                at: Timestamp(milliseconds: 1_795_442_400_000).advanced(byHours: form.day * 24))
            guard let use = form.use else { continue }
            history.settle(
                QuestionnaireScored(
                    client: "c-1", submission: submission, instrument: form.id, policy: "test",
                    scores: ["use": use, "risk": 12], bands: [:], flags: []))
        }
        return history
    }

    private func rise(_ forms: [Form]) throws -> Worsening? {
        let last = try #require(forms.last)
        let instrument = try #require(InstrumentLibrary.instrument(last.id))
        return instrument.riseOfUse(in: history(forms), among: InstrumentLibrary.all)
    }

    @Test("The instruments that ask about use are the three of the BAM, each with its own rise")
    func instruments() {
        let asking = InstrumentLibrary.all.filter { $0.use != nil }
        #expect(asking.map(\.id) == ["bam", "bam-iop", "bam-r"])
        for instrument in asking {
            #expect(instrument.scale(instrument.use?.scale ?? "")?.items == ["4", "5", "6"])
        }
    }

    @Test(
        "Weekly it rises by two within two weeks, monthly by a band within two months",
        arguments: [
            ("bam-iop", [(0, 0), (7, 2)], 2), ("bam-iop", [(0, 0), (7, 1)], nil),
            ("bam-iop", [(0, 1), (7, 3)], 2), ("bam-iop", [(0, 0), (7, 1), (14, 2)], 2),
            ("bam-iop", [(0, 0), (7, 1), (15, 2)], nil), ("bam-iop", [(0, 2), (7, 0)], nil),
            ("bam-iop", [(0, 0), (7, 3), (14, 3)], nil), ("bam-iop", [(0, 0), (7, 3), (14, 5)], 5),
            ("bam-iop", [(0, 5)], nil),
            ("bam", [(0, 0), (30, 1)], 1), ("bam", [(0, 1), (30, 2)], 1),
            ("bam", [(0, 1), (62, 2)], 1), ("bam", [(0, 1), (63, 2)], nil),
            ("bam", [(0, 2), (30, 2)], nil), ("bam", [(0, 3), (30, 1)], nil),
            ("bam-r", [(0, 2), (30, 5)], nil), ("bam-r", [(0, 2), (30, 6)], 4),
        ] as [(String, [(day: Int, use: Int)], Int?)])
    func limits(id: String, forms: [(day: Int, use: Int)], points: Int?) throws {
        let found = try rise(forms.map { Form(id, $0.day, $0.use) })
        #expect(found.map { $0.score - $0.best } == points)
        #expect(found.map(\.rule) ?? .risingUse == .risingUse)
    }

    @Test("Use after none is news also where another form told of none, but for use of those days")
    func otherForm() throws {
        // From phase 3 on the monthly form takes the place of the weekly one.
        let quiet = [Form("bam-iop", 0, 0), Form("bam-iop", 7, 0)]
        let found = try #require(try rise(quiet + [Form("bam", 14, 1)]))
        #expect((found.best, found.score, found.compared) == (0, 1, "f-1"))
        #expect(
            try rise([Form("bam-iop", 0, 3), Form("bam-iop", 7, 0), Form("bam", 14, 1)]) == nil)
        #expect(
            try rise([Form("bam-iop", 0, 3), Form("bam-iop", 40, 0), Form("bam", 47, 1)]) != nil)
        #expect(try rise([Form("bam-iop", 0, 1), Form("bam", 14, 1)]) == nil)
        #expect(try rise([Form("phq-9", 0, 0), Form("bam", 14, 1)]) == nil)
        #expect(try rise(quiet + [Form("bam-iop", 14, 1)]) == nil)
    }

    @Test("A form that is not whole may tell of use, and never of none")
    func parts() throws {
        let bam = try #require(InstrumentLibrary.instrument("bam"))
        func isNews(_ forms: [Form]) throws -> Bool {
            let history = history(forms)
            let entry = try #require(history.forms["bam"]?.last)
            return history.lastWithoutUse(before: entry, of: bam, among: InstrumentLibrary.all)
                != nil
        }
        let some = Form("bam", 30, nil, ["4": ItemAnswer(value: 1)])
        let none = Form("bam", 30, nil, ["4": ItemAnswer(value: 0)])
        #expect(try isNews([Form("bam", 0, 0), some]))
        #expect(try !isNews([Form("bam", 0, 0), none]))
        #expect(try !isNews([Form("bam", 0, 2), none, Form("bam", 60, 1)]))
        #expect(try rise([Form("bam", 0, 0), some]) == nil)
    }
}
