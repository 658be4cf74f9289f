import Messages
import PeerGroupsCore
import TestKit
import Testing

@Suite("Corrections of the seating")
struct SeatingCorrectionTests {
    private func id<Kind: Event>(_ kind: Kind.Type, in desk: Desk) throws -> MessageID {
        try #require(desk.history.last { $0.event is Kind }).id
    }

    private func seated() throws -> Desk {
        var desk = Desk()
        try desk.strikeHour()
        try desk.register("c-1")
        try desk.enroll("c-1")
        return desk
    }

    @Test("An enrollment entered in error frees its seat")
    func enrollment() throws {
        var desk = try seated()
        let events = try desk.retract(try id(EnrollmentOpened.self, in: desk))
        #expect(events.of(MemberLeft.self).map(\.group) == ["p1-a"])
    }

    @Test("A stay that was closed in error is seated again")
    func closing() throws {
        var desk = try seated()
        try desk.close("c-1")
        let events = try desk.retract(try id(EnrollmentClosed.self, in: desk))
        #expect(events.of(MemberJoined.self).map(\.client) == ["c-1"])
    }

    @Test("A do-not-pair rule that ended in error holds again, and moves who sits together")
    func pairing() throws {
        var desk = try seated()
        try desk.register("c-2")
        try desk.order(ForbidPairing(first: "c-1", second: "c-2", reason: "r"))
        try desk.allow("c-1", "c-2")
        try desk.enroll("c-2")
        #expect(try #require(try desk.roster()).members["p1-a"] == ["c-1", "c-2"])
        let events = try desk.retract(try id(PairingAllowed.self, in: desk))
        #expect(events.of(MemberLeft.self).map(\.client) == ["c-2"])
    }

    @Test("Groups, and seats that were given up, are corrected through what caused them")
    func refused() throws {
        var desk = try seated()
        let joined = try id(MemberJoined.self, in: desk)
        try desk.close("c-1")
        for event in [
            try id(GroupFormed.self, in: desk), try id(MemberLeft.self, in: desk), joined,
        ] {
            #expect(throws: Refusal.self) { try desk.retract(event) }
        }
    }
}
