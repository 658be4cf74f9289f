import AftercareCore
import Messages
import TestKit
import Testing

@Suite("A return to use that a form tells")
struct ToldByFormTests {
    private func worse(_ rule: WorseningRule? = .risingUse) -> MeasureWorsened {
        MeasureWorsened(
            client: "c-1", submission: "f-2", instrument: "bam", scale: "use", best: 0, score: 1,
            limit: 1, compared: "f-1", rule: rule)
    }

    @Test("After the program it brings a contact within a day, and goes with its form")
    func afterwards() throws {
        var office = Office()
        try office.treat("c-1")
        try office.close("c-1")
        try office.unseat("c-1")
        try office.goOn(days: 20)
        try office.recordContact("c-1", isReached: true)
        let told = try office.take(worse(), from: .assessment)
        #expect(told.of(ReturnToUseReported.self).count == 1)
        var book = DutyBook()
        for event in office.published { book.apply(event) }
        let duty = try #require(book.open.values.first { $0.kind == .contact })
        #expect(duty.due == office.context.now.utc.advanced(byHours: 24))
        try office.retract(try #require(office.history.last { $0.event is MeasureWorsened }).id)
        let report = try #require(office.published.of(EnteredInError.self).first)
        #expect(report.type == ReturnToUseReported.type(by: .aftercare))
        #expect(!office.history.contains { $0.event is ReturnToUseReported })
    }

    @Test(
        "In treatment, where the scheduler asks for a review, and for another measure it tells nothing"
    )
    func elsewhere() throws {
        var office = Office()
        try office.treat("c-1")
        #expect(try office.take(worse(), from: .assessment).of(ReturnToUseReported.self).isEmpty)
        try office.close("c-1")
        try office.unseat("c-1")
        for rule in [WorseningRule.reliableChange, nil] {
            #expect(
                try office.take(worse(rule), from: .assessment).of(ReturnToUseReported.self).isEmpty
            )
        }
        try office.order(
            CloseFollowUp(client: "c-1", ending: .died, reason: "Told by the sister."))
        #expect(try office.take(worse(), from: .assessment).of(ReturnToUseReported.self).isEmpty)
    }
}
