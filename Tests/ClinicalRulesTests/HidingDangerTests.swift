import Messages
import Testing

@testable import ClinicalRules

@Suite("Danger behind what is not answered")
struct HidingDangerTests {
    private func signs(_ instrument: String, _ answers: [String: ItemAnswer]) throws -> [String] {
        try #require(InstrumentLibrary.instrument(instrument))
            .dangerSigns(in: answers, banding: nil, isHighRisk: false)
            .map { "\($0.kind) \($0.urgency)" }
    }

    @Test("A withdrawal scale with open items is asked again only while they could reach its limit")
    func sums() throws {
        let open = ["safety-question-open today"]
        #expect(try signs("ciwa-ar", .items([1])) == open)
        #expect(try signs("ciwa-ar", [:]) == open)
        #expect(try signs("ciwa-ar", .items([1, 1, 1, 1, 1, 1, 1, 1, nil, 0])) == [])
        #expect(try signs("ciwa-ar", .items([4, 4, 4, 0, 0, 0, 0, 0, nil, 0])) == open)
        #expect(try signs("ciwa-ar", .items([4, 3, 4, 0, 0, 0, 0, 0, nil, 0])) == [])
        #expect(
            try signs("ciwa-ar", .items([7, 7, 5])) == ["severe-withdrawal now"])
        #expect(try signs("cows", .items([4, 4, 5, 5, 4, 4, 5, nil, 0, 0, 0])) == [])
        #expect(try signs("cows", .items([4, 4, 5, 5, 4, 4, 5, nil, 4, 0, 0])) == open)
    }

    @Test("Forms that can hide no danger raise nothing, however little of them is answered")
    func harmless() throws {
        let dangerous: Set = ["phq-9", "c-ssrs-screener", "ciwa-ar", "cows"]
        for instrument in InstrumentLibrary.all where !dangerous.contains(instrument.id) {
            #expect(try signs(instrument.id, [:]) == [], "\(instrument.id)")
            for item in instrument.items {
                let most = instrument.answers(to: item).values.last ?? 0
                let forms: [ItemAnswer] = [
                    ItemAnswer(value: most), ItemAnswer(value: -1), ItemAnswer(missing: .refused),
                ]
                for answer in forms {
                    #expect(try signs(instrument.id, [item.key: answer]) == [], "\(instrument.id)")
                }
            }
        }
        for id in dangerous { #expect(try signs(id, [:]) != [], "\(id)") }
    }
}
