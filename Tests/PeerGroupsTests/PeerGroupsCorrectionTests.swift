import Messages
import PeerGroupsCore
import TestKit
import TestSupport
import Testing

@Suite("Corrections of the seating, command by command")
struct PeerGroupsCorrectionTests {
    private typealias Row = CommandCorrection<Seating>

    private static let views: [any Query] = [Memberships()]

    private static let rows: [Row] = [
        Row(
            ForbidPairing.self,
            giving: { _ in ForbidPairing(first: "c-1", second: "c-3", reason: "A quarrel.") }),
        Row(
            AllowPairing.self,
            after: { try $0.order(ForbidPairing(first: "c-1", second: "c-3", reason: "r")) },
            giving: {
                AllowPairing(
                    first: "c-1", second: "c-3", rule: try $0.rule("c-1", "c-3"),
                    reason: "They made up.")
            }),
    ]

    @Test("Each command that the seating decides has a row, and each of its views is looked at")
    func whole() { #expect(Row.left(out: Self.rows, seenBy: Self.views) == []) }

    @Test("What a command recorded in error leaves no trace in any view", arguments: rows.indices)
    func each(index: Int) throws {
        var desk = Desk()
        try desk.strikeHour()
        for client in ["c-1", "c-2", "c-3"] as [ClientID] { try desk.register(client) }
        for client in ["c-1", "c-2"] as [ClientID] { try desk.enroll(client) }
        let row = Self.rows[index]
        #expect(try row.faults(at: desk, seenBy: Self.views) == [], "\(row)")
    }
}
