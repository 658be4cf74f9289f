import Journal
import JournalDoubles
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

/// Says what it decides on, in the order in which it does.
private struct Watchman: Core {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [
            MemberJoined.self, PairingAllowed.self, PairingForbidden.self,
        ]
        static let reads: [any Event.Type] = [
            ClientRegistered.self, EnrollmentOpened.self, HourBegan.self,
        ]
    }
    private var registered: Set<ClientID> = []

    mutating func apply(_ fact: Fact) {
        if let event = fact.event as? ClientRegistered { registered.insert(event.client) }
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision([PairingForbidden(first: "c-1", second: "c-2", reason: "command")]) }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        switch fact.event {
        case is HourBegan:
            return Decision([PairingAllowed(first: "c-1", second: "c-2", reason: "hour")])
        case let event as EnrollmentOpened:
            guard registered.contains(event.client) else { throw NotYetKnown("client") }
            return Decision([MemberJoined(client: event.client, group: "p1-01", phase: "p1")])
        default: return Decision()
        }
    }

    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

@Suite("A peer at an hour")
struct HourTests {
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)
    private var supervisor = Author(.supervisor)
    private var peer: Peer<Watchman>
    private var wall: Timestamp = 1_000_000

    init() throws { peer = try Self.peer(.rehearsal) }

    private static func peer(_ kind: ClinicMode.Kind) throws -> Peer<Watchman> {
        var mode = try SmallClinic.mode()
        mode = ClinicMode(clinic: "small", kind: kind, startsAt: mode.startsAt, seed: 1)
        return try Peer(
            engine: Engine(
                core: Watchman(), identity: .peerGroups, clinic: SmallClinic.clinic(), mode: mode),
            journal: MemoryJournal(
                identity: JournalIdentity(
                    clinic: "small", kind: kind.rawValue, identity: .peerGroups)),
            token: "inbox-1", wall: 1_000_000, seed: 1)
    }

    private mutating func receive(_ messages: RawMessage..., after milliseconds: Int64 = 1) {
        wall += milliseconds
        _ = peer.receive(messages, wall: wall)
    }

    private mutating func hear(knowing place: Int64) throws {
        receive(
            try supervisor.heartbeat(), try assessment.heartbeat(knowing: place),
            try scheduler.heartbeat(knowing: place))
    }

    /// What it decided, in order.
    private func decided() throws -> [Envelope] {
        try peer.journal.entries(after: 0, limit: 100).filter(\.isOwn).map {
            try Envelope($0.raw)
        }
    }

    private func facts() throws -> [String] {
        try decided().map { String($0.fact ?? "") }
    }

    private var beat: Heartbeat { peer.heartbeat(incarnation: "", version: "", state: .ready) }

    @Test("It tells that an hour came before it handles it, and handles it when its owners know")
    mutating func tells() throws {
        try hear(knowing: 0)
        #expect(beat.clockReceived == 0)
        receive(try supervisor.event(HourBegan.example))
        #expect(beat.clockReceived == 1)
        #expect(try facts().isEmpty)
        try hear(knowing: 1)
        #expect(try facts() == ["allowed"])
        #expect(peer.clockStanding == .init(received: 1, handled: 1))
    }

    @Test("A rehearsal's command waits with the hour that came before it, and is dated by it")
    mutating func commandWaits() throws {
        try hear(knowing: 0)
        receive(try supervisor.event(HourBegan.example), try Wish().forbid())
        receive(try Wish().forbid(), after: 1_000)
        #expect(try facts().isEmpty)
        #expect(beat.queued == 2)
        try hear(knowing: 1)
        #expect(try facts() == ["allowed", "forbidden"])
        #expect(try decided().map(\.attributes.time).last == HourBegan.example.moment.utc)
        #expect(beat.queued == 0)
    }

    @Test("For five seconds: it is decided then, though somebody is away")
    mutating func patience() throws {
        try hear(knowing: 0)
        receive(try supervisor.event(HourBegan.example), try Wish().forbid())
        receive(after: 4_999)
        #expect(try facts().isEmpty)
        receive(after: 1)
        #expect(try facts() == ["forbidden"])
        receive(try Wish(id: "wish-2").forbid())
        #expect(try facts() == ["forbidden", "forbidden"], "nor does the next wait")
    }

    @Test("A live clinic's command never waits")
    mutating func live() throws {
        peer = try Self.peer(.live)
        try hear(knowing: 0)
        receive(try supervisor.event(HourBegan.example), try Wish().forbid())
        #expect(try facts() == ["forbidden"])
    }

    @Test("Who judged an hour without an owner that stays away is degraded until it is back")
    mutating func overdue() throws {
        try hear(knowing: 0)
        receive(try supervisor.event(HourBegan.example))
        #expect(!peer.isDegraded)
        for _ in 0..<5 { receive(after: 60_000) }
        #expect(peer.isDegraded)
        #expect(beat.counters["clock-without-scheduler"] == 1)
        try hear(knowing: 1)
        #expect(!peer.isDegraded)
    }

    @Test("A leap of the wall clock is nobody's silence")
    mutating func leap() throws {
        try hear(knowing: 0)
        receive(try supervisor.event(HourBegan.example), after: 86_400_000)
        receive(after: 86_400_000)
        #expect(try facts().isEmpty)
        #expect(!peer.isDegraded)
        try hear(knowing: 1)
        #expect(try facts() == ["allowed"])
    }

    @Test("An hour waits for an event that is here and lacks a reference")
    mutating func reference() throws {
        receive(try scheduler.enrolled("c-1"))
        try hear(knowing: 1)
        receive(try supervisor.event(HourBegan.example))
        #expect(try facts().isEmpty)
        receive(try assessment.registered("c-1"))
        #expect(try facts() == ["joined", "allowed"])
    }

    @Test("Since when an hour waits is told by the wall clock, also once that was set back")
    mutating func toldByTheWall() throws {
        try hear(knowing: 0)
        receive(try supervisor.event(HourBegan.example))
        receive(after: 10_000)
        #expect(beat.hourWait?.since == wall - 10_000)
        receive(after: -3_600_000)
        #expect(beat.hourWait?.since == wall - 10_000)
        receive(after: 5_000)
        #expect(beat.hourWait?.since == wall - 15_000)
    }

    @Test("So is since when it waits for what lacks a reference")
    mutating func referenceToldByTheWall() throws {
        receive(try scheduler.enrolled("c-1"))
        try hear(knowing: 1)
        receive(try supervisor.event(HourBegan.example))
        receive(after: 10_000)
        #expect(beat.hourWait?.since == wall - 10_000)
        receive(after: -3_600_000)
        receive(after: 5_000)
        #expect(beat.hourWait == HourWait(for: [.scheduler], since: wall - 15_000))
    }

    @Test("In a rehearsal what follows from an event is not dated before it")
    mutating func dated() throws {
        receive(try assessment.registered("c-1"))
        let enrolled = try scheduler.enrolled("c-1")
        var attributes = try Envelope(enrolled).attributes
        attributes.time = try HourBegan.example.moment.utc
        receive(
            RawMessage(
                topic: enrolled.topic, attributes: attributes.encoded()[...],
                data: enrolled.data))
        #expect(try decided().map(\.attributes.time) == [HourBegan.example.moment.utc])
    }
}
