import Messages
import Testing

@testable import AssessmentCore

@Suite("An intake that takes too long is told to whoever keeps in touch")
struct OverdueIntakeTests {
    private let week = 7 * 24

    /// Lets hours pass, and says which intakes were told.
    private func told(_ desk: inout Desk, hours: Int) throws -> [IntakeOverdue] {
        try desk.wait(hours: hours).compactMap { $0 as? IntakeOverdue }
    }

    @Test("It is told once, in the hour in which the seven days are over")
    func toldOnce() throws {
        var desk = try Desk.withClient()
        #expect(try desk.waiting().map(\.due) == [desk.now.advanced(byHours: week)])
        #expect(try told(&desk, hours: week - 1).isEmpty)
        let events = try told(&desk, hours: 1)
        #expect(events.map(\.client) == ["c-1"])
        #expect(events.map(\.since) == [desk.now.advanced(byHours: -week)])
        #expect(events.map(\.owner) == desk.facts(ClientRegistered.self).map(\.owner))
        #expect(try told(&desk, hours: 2 * week).isEmpty)
        #expect(desk.folded() == desk.intake)
    }

    @Test("Who was placed or declined in time is not told, and each new intake is told again")
    func toldAnew() throws {
        var desk = try Desk.withClient()
        try desk.send(DeclineTreatment(client: "c-1", reason: "Not now."))
        #expect(try told(&desk, hours: week).isEmpty)
        try desk.receive(ReturnToUseReported(client: "c-1", contact: "k-1"), from: .aftercare)
        #expect(try told(&desk, hours: week).count == 1)
        try desk.receive(ReturnToUseReported(client: "c-1", contact: "k-2"), from: .aftercare)
        #expect(try told(&desk, hours: week - 1).isEmpty)
        #expect(try told(&desk, hours: 1).count == 1)
    }

    @Test("An end of the intake that was entered in error leaves it told, and it is no news")
    func reopened() throws {
        var desk = try Desk.withClient()
        try desk.wait(hours: week)
        try desk.send(DeclineTreatment(client: "c-1", reason: "Not now."))
        try desk.retract(try desk.last(TreatmentDeclined.self))
        #expect(try told(&desk, hours: week).isEmpty)
        #expect(try desk.waiting().count == 1)
    }

    @Test("A new recommendation for who is placed already is no intake that is due")
    func placed() throws {
        var desk = try Desk.withClient()
        try desk.know(ratings: [0, 0, 0, 0, 0, 1])
        let first = try desk.recommended()
        try desk.send(
            ConfirmPlacement(client: "c-1", placement: first.placement, level: first.level))
        try desk.wait(hours: 1)
        _ = try desk.recommended()
        #expect(try desk.waiting().map(\.due) == [nil])
        #expect(try told(&desk, hours: 2 * week).isEmpty)
    }

    @Test("That it was told cannot be taken back")
    func kept() throws {
        var desk = try Desk.withClient()
        try desk.wait(hours: week)
        let told = try desk.last(IntakeOverdue.self)
        #expect(throws: Refusal.self) { try desk.retract(told) }
    }
}
