import Messages
import PeerGroupsCore
import TestKit
import Testing

@Suite("Do not pair")
struct PairingTests {
    private func desk(_ clients: ClientID...) throws -> Desk {
        var desk = Desk()
        try desk.strikeHour()
        for client in clients { try desk.register(client) }
        return desk
    }

    private func forbid(_ first: ClientID, _ second: ClientID) -> ForbidPairing {
        ForbidPairing(first: first, second: second, reason: "Protective order.")
    }

    @Test("Two who must not meet get groups that do not begin at the same hour")
    func apart() throws {
        var desk = try desk("c-1", "c-2")
        try desk.register("c-3", language: "es")
        try desk.order(forbid("c-2", "c-1"))
        try desk.order(forbid("c-3", "c-1"))
        #expect(try desk.enroll("c-1").of(MemberJoined.self).map(\.group) == ["p1-a"])
        #expect(try desk.enroll("c-2").of(MemberJoined.self).map(\.group) == ["p1-b"])
        // p1-c begins at 09:30, p1-a at 09:00: they would meet at the door.
        let wait = try #require(try desk.enroll("c-3").of(MemberWaitlisted.self).first)
        #expect(
            wait.reasons.contains(
                Blocker(
                    kind: .doNotPair, group: "p1-c", at: WeeklyTime("mon 09:30-12:00"), by: "c-1")))
    }

    @Test("A rule for two of one group moves at once the one who joined later")
    func moves() throws {
        var desk = try desk("c-1", "c-2")
        try desk.enroll("c-2")
        try desk.enroll("c-1")
        #expect(try #require(try desk.roster()).members["p1-a"] == ["c-1", "c-2"])
        let events = try desk.order(forbid("c-1", "c-2"))
        #expect(events.first is PairingForbidden)
        #expect(events.of(MemberLeft.self).map(\.client) == ["c-1"])
        #expect(events.of(MemberJoined.self).map(\.group) == ["p1-b"])
    }

    @Test("Where no other group is left the later one waits, until the rule ends")
    func waits() throws {
        var desk = try desk()
        for client: ClientID in ["c-1", "c-2"] {
            try desk.register(client, ages: .adolescent)
            try desk.enroll(client)
        }
        let events = try desk.order(forbid("c-1", "c-2"))
        #expect(events.of(MemberWaitlisted.self).map(\.client) == ["c-2"])
        let allowed = try desk.allow("c-2", "c-1")
        #expect(allowed.of(MemberJoined.self).map(\.client) == ["c-2"])
    }

    @Test("A rule that was made anew since is not ended by who saw the one before")
    func outdated() throws {
        var desk = try desk("c-1", "c-2")
        try desk.order(forbid("c-1", "c-2"))
        let seen = try desk.rule("c-1", "c-2")
        try desk.allow("c-1", "c-2")
        try desk.order(forbid("c-2", "c-1"))
        let late = AllowPairing(first: "c-1", second: "c-2", rule: seen, reason: "It is over.")
        let refusal = #expect(throws: Refusal.self) { try desk.order(late) }
        #expect(refusal?.advice.remedy.contains(try desk.rule("c-1", "c-2").text) == true)
        try desk.allow("c-1", "c-2")
        #expect(try desk.roster()?.apart == [])
    }

    @Test("Rules that make no sense are refused, and change nothing")
    func refusals() throws {
        var desk = try desk("c-1", "c-2")
        try desk.order(forbid("c-1", "c-2"))
        let before = desk.core
        #expect(throws: Refusal.self) { try desk.order(forbid("c-2", "c-1")) }
        #expect(throws: Refusal.self) { try desk.order(forbid("c-1", "c-1")) }
        #expect(throws: Refusal.self) { try desk.order(forbid("c-1", "c-9")) }
        #expect(throws: Refusal.self) {
            try desk.allow("c-1", "c-3")
        }
        #expect(desk.core == before)
    }
}
