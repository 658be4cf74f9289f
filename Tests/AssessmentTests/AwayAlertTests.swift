import Messages
import Testing

@testable import AssessmentCore

@Suite("Alerts while somebody is away")
struct AwayAlertTests {
    private func submit(_ desk: inout Desk) throws {
        try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "ciwa-ar", answers: .values(["1": 7, "2": 7, "3": 7])))
    }

    private func holders(_ desk: Desk) -> [StaffID?] {
        var book = DutyBook()
        for fact in desk.journal { book.apply(fact.event) }
        return book.open.values.filter { $0.kind == .acknowledgeAlert }.map(\.person)
    }

    @Test("An open one passes to a colleague at once, and a new one goes to nobody who is away")
    func away() throws {
        var desk = try Desk.withClient()
        try submit(&desk)
        #expect(holders(desk) == ["t01"])
        let today = desk.context.now.today
        try desk.receive(
            StaffAway(staff: "t01", from: today, through: today), from: .scheduler)
        let colleagues: Set<StaffID?> = ["cm1", "cm2"]
        #expect(Set(holders(desk)).isSubset(of: colleagues))
        try submit(&desk)
        #expect(holders(desk).count == 2 && Set(holders(desk)).isSubset(of: colleagues))
    }
}
