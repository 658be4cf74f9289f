import ClinicalRules
import Messages
import Testing

@testable import AssessmentCore

@Suite("What a form that is handed in comes to")
struct ScoringTests {
    @Test("A score in the gap of a published band set has no band, and the answer says so")
    func gap() throws {
        var desk = try Desk.withClient(clinic: exampleClinic(Policies(withdrawalBands: "vista")))
        let decision = try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "ciwa-ar",
                answers: .items([7, 2, 0, 0, 0, 0, 0, 0, 0, 0])
            ))
        let score = try #require(decision.events.last as? QuestionnaireScored)
        #expect(score.scores["total"] == 9)
        #expect(score.bands["total"] == nil)
        #expect(decision.guidance == ["The bands of vista have no name for a score of 9."])
    }

    @Test("More heavy drinking days than drinking days is a warning; the form is still scored")
    func inconsistent() throws {
        var desk = try Desk.withClient()
        var values = Dictionary(uniqueKeysWithValues: (1...17).map { ("\($0)", 0) })
        values["7"] = nil
        values["5"] = 2
        let decision = try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "bam-iop", answers: .values(values)))
        #expect(decision.events.last is QuestionnaireScored)
        #expect(decision.guidance == ["Item 4 is less than item 5: ask again."])
    }

    @Test("Each instrument is scored when it is handed in whole, and raises what it must alone")
    func each() throws {
        for instrument in InstrumentLibrary.all {
            var desk = try Desk.withClient()
            var answers: [String: ItemAnswer] = [:]
            for item in instrument.items where item.isOptional != true {
                answers[item.key] = ItemAnswer(value: instrument.answers(to: item).values[0])
            }
            let decision = try desk.send(
                SubmitQuestionnaire(
                    client: "c-1", instrument: instrument.id, answers: answers))
            #expect(decision.events.count == 2, "\(instrument.id)")
            let score = try #require(decision.events.last as? QuestionnaireScored)
            #expect(score.policy.hasPrefix("\(instrument.id) \(instrument.version)"))
            let refused = try desk.send(
                SubmitQuestionnaire(
                    client: "c-1", instrument: instrument.id,
                    answers: answers.mapValues { _ in ItemAnswer(missing: .refused) }))
            let alerts = refused.events.compactMap { $0 as? RiskAlerted }
            let mayHide = ["phq-9", "c-ssrs-screener", "ciwa-ar", "cows"].contains(instrument.id)
            #expect(
                alerts.map(\.kind) == (mayHide ? [.safetyQuestionOpen] : []), "\(instrument.id)")
        }
    }
}
