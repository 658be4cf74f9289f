import Messages
import PeerGroupsCore
import TestKit
import Testing

@Suite("Seating over random histories")
struct SeatingPropertyTests {
    @Test(
        "No group is over its capacity, no forbidden pair meets, no adult sits with an adolescent, and the fold is the state",
        arguments: UInt64(1)...40)
    func invariants(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var desk = Desk()
        var watch = Watch()
        var checked = 0
        for _ in 0..<250 {
            try step(&desk, &chance, &watch)
            for event in desk.published[checked...] { try watch.take(event) }
            checked = desk.published.count
            try watch.checkPairs(in: desk.clinic)
            #expect(desk.rebuilt() == desk.core)
            try checkWaiting(desk)
        }
    }

    private func step(_ desk: inout Desk, _ chance: inout SeededGenerator, _ watch: inout Watch)
        throws
    {
        let client = ClientID("c-\(chance.below(14))")
        let other = ClientID("c-\(chance.below(14))")
        do {
            switch chance.below(12) {
            case 0, 1:
                guard watch.ages[client] == nil else { return }
                let ages: AgeBand = chance.below(3) == 0 ? .adolescent : .adult
                try desk.register(client, ages: ages, language: ["en", "es"][chance.below(2)])
                watch.ages[client] = ages
            case 2, 3, 4:
                guard !watch.enrolled.contains(client) else { return }
                try desk.enroll(client, in: ["p1", "p1", "p2"][chance.below(3)])
                watch.enrolled.insert(client)
            case 5:
                guard watch.enrolled.remove(client) != nil else { return }
                try desk.close(client)
            case 6: try desk.change(client, from: "p1", to: ["p1", "p2"][chance.below(2)])
            case 7:
                try desk.order(ForbidPairing(first: client, second: other, reason: "r"))
            case 8: try desk.allow(client, other)
            case 9:
                let index = chance.below(desk.clinic.groups.count)
                desk.clinic.groups[index].capacity = chance.below(4)
                try desk.strikeHour()
            case 10: try desk.strikeDay()
            default:
                let own = desk.history.filter { !($0.event is ClientRegistered) }
                guard !own.isEmpty else { return }
                let fact = own[chance.below(own.count)]
                try desk.retract(fact.id)
                try watch.forget(fact.event)
            }
        } catch is Refusal {
        } catch is NotYetKnown {}
    }

    /// Whoever needs a seat and has none is on the waiting list, and nobody else is.
    private func checkWaiting(_ desk: Desk) throws {
        let roster = try #require(try desk.roster())
        let seated = Set(roster.members.values.joined())
        let waiting = roster.waiting.map(\.client)
        #expect(Set(waiting).count == waiting.count)
        for fact in desk.history {
            guard let event = fact.event as? EnrollmentOpened else { continue }
            let isClosed = desk.history.contains { later in
                (later.event as? EnrollmentClosed)?.client == event.client
            }
            if !isClosed {
                #expect(seated.contains(event.client) || waiting.contains(event.client))
            }
        }
    }
}

/// What an onlooker concludes from the published events alone.
private struct Watch {
    var ages: [ClientID: AgeBand] = [:]
    var enrolled: Set<ClientID> = []
    private var groups: [GroupID: GroupFormed] = [:]
    private var seats: [ClientID: GroupID] = [:]
    private var forbidden: [(ClientID, ClientID)] = []

    mutating func take(_ event: any Event) throws {
        switch event {
        case let event as GroupFormed: groups[event.group] = event
        case let event as MemberLeft: seats[event.client] = nil
        case let event as MemberJoined:
            #expect(seats[event.client] == nil)
            seats[event.client] = event.group
        case let event as PairingForbidden: forbidden.append((event.first, event.second))
        case let event as PairingAllowed: remove(event.first, event.second)
        default: break
        }
        for (group, formed) in groups {
            let members = seats.filter { $0.value == group }.keys
            #expect(members.count <= formed.capacity)
            for member in members { #expect(ages[member] == formed.ages) }
        }
    }

    mutating func forget(_ event: any Event) throws {
        switch event {
        case let event as EnrollmentOpened: enrolled.remove(event.client)
        case let event as EnrollmentClosed: enrolled.insert(event.client)
        case let event as PairingForbidden: remove(event.first, event.second)
        case let event as PairingAllowed: forbidden.append((event.first, event.second))
        case let event as MemberJoined: seats[event.client] = nil
        default: break
        }
    }

    func checkPairs(in clinic: Clinic) throws {
        for (first, second) in forbidden {
            guard let one = seats[first], let two = seats[second] else { continue }
            #expect(one != two)
            #expect(Set(hours(of: one, in: clinic)).isDisjoint(with: hours(of: two, in: clinic)))
        }
    }

    private func hours(of group: GroupID, in clinic: Clinic) -> [String] {
        clinic.groups.filter { $0.id == group }.flatMap(\.sessions)
            .map { "\($0.at.weekday) \($0.at.start.minutes / 60)" }
    }

    private mutating func remove(_ first: ClientID, _ second: ClientID) {
        forbidden.removeAll { Set([$0.0, $0.1]) == Set([first, second]) }
    }
}
