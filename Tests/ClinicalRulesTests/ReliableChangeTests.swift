import Messages
import Testing

@testable import ClinicalRules

@Suite("Reliable change")
struct ReliableChangeTests {
    /// PHQ-9 totals, each so many days after the first.
    private func entries(_ totals: [(day: Int, total: Int?)]) -> [FormHistory.Entry] {
        var history = FormHistory()
        for (place, form) in totals.enumerated() {
            let submission = SubmissionID("f-\(place)")
            history.add(
                QuestionnaireSubmitted(
                    client: "c-1", submission: submission, instrument: "phq-9", answers: [:]),
                at: Timestamp(milliseconds: 1_795_442_400_000).advanced(byHours: form.day * 24))
            guard let total = form.total else { continue }
            history.settle(
                QuestionnaireScored(
                    client: "c-1", submission: submission, instrument: "phq-9", policy: "test",
                    scores: ["total": total], bands: [:], flags: []))
        }
        return history.episode(of: "phq-9")
    }

    private func trends(_ totals: [(day: Int, total: Int?)], of id: String = "phq-9") throws
        -> [ScaleTrend]
    {
        let instrument = try #require(InstrumentLibrary.instrument(id))
        let scale = try #require(instrument.scales.first)
        let entries = entries(totals)
        return entries.indices.map { instrument.trend(of: scale, at: $0, in: entries) }
    }

    @Test("Worse is against the best of eight weeks, better against the first, by 5 of a PHQ-9")
    func phq9() throws {
        #expect(try trends([(0, 10), (14, 14)]) == [.notKnown, .withinChance])
        #expect(try trends([(0, 10), (14, 15)]) == [.notKnown, .worse(by: 5)])
        #expect(try trends([(0, 10), (14, 5)]) == [.notKnown, .better(by: 5)])
        // Far better, and then slowly back: nobody would see it against the first.
        #expect(
            try trends([(0, 18), (14, 8), (28, 11), (42, 13)])
                == [.notKnown, .better(by: 10), .better(by: 7), .worse(by: 5)])
        // The best of long ago is no measure any more.
        #expect(try trends([(0, 8), (56, 13)]).last == .worse(by: 5))
        #expect(try trends([(0, 8), (57, 13)]).last == .withinChance)
        // A form without a score says nothing, and hides nothing.
        #expect(
            try trends([(0, 8), (14, nil), (28, 13)]) == [.notKnown, .notKnown, .worse(by: 5)])
    }

    @Test("Where nobody published it, it is not known")
    func notKnown() throws {
        for instrument in InstrumentLibrary.all where instrument.id != "phq-9" {
            #expect(instrument.reliableChange.isEmpty, "\(instrument.id)")
        }
    }

    @Test("More is better where the instrument says so")
    func higherIsBetter() throws {
        var instrument = try #require(InstrumentLibrary.instrument("phq-9"))
        instrument.scales[0].isHigherBetter = true
        let entries = entries([(0, 10), (14, 15), (28, 10)])
        let found = entries.indices.map {
            instrument.trend(of: instrument.scales[0], at: $0, in: entries)
        }
        #expect(found == [.notKnown, .better(by: 5), .worse(by: 5)])
        #expect(instrument.worsenings(in: entries).map(\.best) == [15])
    }

    @Test("It is told when it becomes worse, and not again while it stays so")
    func told() throws {
        let instrument = try #require(InstrumentLibrary.instrument("phq-9"))
        func worse(_ totals: [(day: Int, total: Int?)]) -> [Worsening] {
            instrument.worsenings(in: entries(totals))
        }
        #expect(worse([(0, 5)]).isEmpty)
        #expect(
            worse([(0, 5), (14, 11)]) == [
                Worsening(
                    scale: "total", best: 5, compared: "f-0", score: 11, limit: 5,
                    rule: .reliableChange)
            ])
        #expect(worse([(0, 5), (14, 11), (28, 11)]).isEmpty)
        #expect(worse([(0, 5), (14, 11), (28, 10)]).isEmpty)
        #expect(worse([(0, 5), (14, 11), (28, 12)]).map(\.score) == [12])
    }
}
