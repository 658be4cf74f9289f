import Messages
import PeerGroupsCore
import TestKit
import Testing

@Suite("Seating")
struct SeatingTests {
    @Test("A group has the seats of its tightest limit: its own, the policy's, its smallest room's")
    func capacity() throws {
        var desk = Desk()
        desk.clinic.policies.groupCapacity = 10
        let formed = try desk.strikeHour().of(GroupFormed.self)
        #expect(formed.map(\.group) == ["p1-a", "p1-b", "p1-c", "p1-y", "p2-a"])
        #expect(formed.map(\.capacity) == [3, 2, 10, 2, 1])
    }

    @Test("Groups are formed once, again when they change, and closed when they are gone")
    func configuration() throws {
        var desk = Desk()
        try desk.strikeHour()
        #expect(try desk.strikeHour().isEmpty)
        desk.clinic.groups[1].capacity = 1
        desk.clinic.groups.remove(at: 4)
        let events = try desk.strikeHour()
        #expect(events.of(GroupFormed.self).map(\.group) == ["p1-b"])
        #expect(events.of(GroupClosed.self).map(\.group) == ["p2-a"])
    }

    @Test("A seat keeps away from the client's commitments, then from full groups")
    func preference() throws {
        var desk = Desk()
        try desk.strikeHour()
        let morning = try #require(WeeklyTime("mon 08:00-12:00"))
        try desk.register("c-1", commitments: [morning])
        try desk.register("c-2")
        try desk.register("c-3")
        #expect(try desk.enroll("c-1").of(MemberJoined.self).map(\.group) == ["p1-b"])
        // Three seats are free in p1-a and one in p1-b.
        #expect(try desk.enroll("c-2").of(MemberJoined.self).map(\.group) == ["p1-a"])
        #expect(try desk.enroll("c-3").of(MemberJoined.self).map(\.group) == ["p1-a"])
    }

    @Test("A client sits in a group of the own language where the phase has one, else in any")
    func language() throws {
        var desk = Desk()
        try desk.strikeHour()
        try desk.register("c-1", language: "es")
        try desk.register("c-2", language: "fr")
        #expect(try desk.enroll("c-1").of(MemberJoined.self).map(\.group) == ["p1-c"])
        #expect(try desk.enroll("c-2").of(MemberJoined.self).map(\.group) == ["p1-c"])
    }

    @Test("Adolescents sit with adolescents alone, and wait when their group is full")
    func ages() throws {
        var desk = Desk()
        try desk.strikeHour()
        for client: ClientID in ["c-1", "c-2", "c-3"] {
            try desk.register(client, ages: .adolescent)
            try desk.enroll(client)
        }
        let roster = try #require(try desk.roster())
        #expect(roster.members["p1-y"] == ["c-1", "c-2"])
        let wait = try #require(roster.waiting.first)
        #expect(wait.position == 1)
        #expect(
            wait.reasons == [
                Blocker(kind: .ages, group: "p1-a", by: "adult"),
                Blocker(kind: .ages, group: "p1-b", by: "adult"),
                Blocker(kind: .ages, group: "p1-c", by: "adult"),
                Blocker(kind: .capacity, group: "p1-y"),
            ])
    }

    @Test("Before any group is formed a client waits for want of a group, then is seated")
    func noGroup() throws {
        var desk = Desk()
        try desk.register("c-1")
        let events = try desk.enroll("c-1")
        #expect(events.of(MemberWaitlisted.self).map(\.reasons) == [[Blocker(kind: .noGroup)]])
        #expect(try desk.strikeHour().of(MemberJoined.self).map(\.client) == ["c-1"])
    }

    @Test("A free seat goes to whoever was enrolled first, and who waits hears news once a day")
    func fairness() throws {
        var desk = Desk()
        try desk.strikeHour()
        for client: ClientID in ["c-4", "c-3", "c-2", "c-1"] {
            try desk.register(client, ages: .adolescent)
            try desk.enroll(client)
            try desk.strikeHour()
        }
        #expect(try #require(try desk.roster()).waiting.map(\.client) == ["c-2", "c-1"])
        let events = try desk.close("c-4")
        #expect(events.of(MemberLeft.self).map(\.client) == ["c-4"])
        #expect(events.of(MemberJoined.self).map(\.client) == ["c-2"])
        #expect(events.of(MemberWaitlisted.self).isEmpty)
        let news = try desk.strikeDay().of(MemberWaitlisted.self)
        #expect(news.map(\.client) == ["c-1"])
        #expect(news.map(\.position) == [1])
        #expect(try desk.strikeDay().isEmpty)
    }

    @Test("A client keeps the old seat until one of the new phase is free, and then moves at once")
    func phaseChange() throws {
        var desk = Desk()
        try desk.strikeHour()
        for client: ClientID in ["c-1", "c-2"] {
            try desk.register(client)
            try desk.enroll(client)
        }
        let first = try desk.change("c-1", from: "p1", to: "p2")
        #expect(first.of(MemberLeft.self).map(\.group) == ["p1-a"])
        #expect(first.of(MemberJoined.self).map(\.group) == ["p2-a"])
        let second = try desk.change("c-2", from: "p1", to: "p2")
        #expect(second.of(MemberLeft.self).isEmpty)
        #expect(second.of(MemberWaitlisted.self).map(\.phase) == ["p2"])
        #expect(try #require(try desk.roster()).members["p1-a"] == ["c-2"])
        let third = try desk.close("c-1")
        #expect(third.of(MemberLeft.self).map(\.client) == ["c-1", "c-2"])
        #expect(third.of(MemberJoined.self).map(\.client) == ["c-2"])
    }

    @Test("A group that shrinks or closes lets its latest members go to other groups first")
    func shrinking() throws {
        var desk = Desk()
        try desk.strikeHour()
        for client: ClientID in ["c-1", "c-2", "c-3"] {
            try desk.register(client)
            try desk.enroll(client)
        }
        #expect(try #require(try desk.roster()).members["p1-a"] == ["c-1", "c-2"])
        desk.clinic.groups[0].capacity = 1
        let events = try desk.strikeHour()
        #expect(events.first is MemberLeft)
        #expect(events.of(MemberLeft.self).map(\.client) == ["c-2"])
        #expect(events.of(MemberJoined.self).map(\.group) == ["p1-b"])
        desk.clinic.groups.remove(at: 1)
        let closing = try desk.strikeHour()
        #expect(closing.of(MemberLeft.self).map(\.client) == ["c-3", "c-2"])
        #expect(closing.of(MemberWaitlisted.self).map(\.client) == ["c-2", "c-3"])
    }

    @Test("An enrollment of a client who has not arrived yet waits, and changes nothing")
    func notYetKnown() throws {
        var desk = Desk()
        #expect(throws: NotYetKnown("client")) { try desk.enroll("c-1") }
        #expect(desk.core == Seating())
        try desk.register("c-1")
        #expect(throws: NotYetKnown("enrollment")) {
            try desk.change("c-1", from: "p1", to: "p2")
        }
    }

    @Test("A midnight tells a client who waits only what is news; the list has each place as it is")
    func news() throws {
        var desk = Desk()
        for number in 10...29 {
            try desk.register(ClientID("c-\(number)"), language: "es")
            try desk.enroll(ClientID("c-\(number)"))
        }
        try desk.strikeDay()
        let first = try #require(try desk.roster()?.waiting)
        #expect(first.map(\.position) == Array(1...first.count))
        #expect(try desk.strikeDay().of(MemberWaitlisted.self).isEmpty, "nothing changed")
        // The first of the list leaves: everybody's place changes by one.
        try desk.close(first[0].client)
        let news = try desk.strikeDay().of(MemberWaitlisted.self)
        #expect(news.map(\.client) == [first[1].client], "second becomes first: half the way")
        let second = try #require(try desk.roster()?.waiting)
        #expect(second.map(\.client) == first.dropFirst().map(\.client))
        #expect(second.map(\.position) == Array(1...second.count))
    }
}
