import Bus
import Journal
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

/// Keeps what it is told, and does not take an offering that is called “bad”.
private struct Reader: Core, Equatable {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [MemberJoined.self]
        static let reads: [any Event.Type] = [
            ClientRegistered.self, SessionOffered.self, HourBegan.self,
        ]
    }
    static let commands: [any Command.Type] = []
    static let queries: [any Query.Type] = []
    var registered: Set<ClientID> = []
    var offers: [String] = []

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as ClientRegistered: registered.insert(event.client)
        case let event as SessionOffered: offers.append(event.offering)
        default: break
        }
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        switch fact.event {
        case let event as SessionOffered where event.offering == "bad":
            throw Refusal("It is bad.", remedy: "Offer another.")
        case let event as SessionOffered where event.offering == "early":
            throw NotYetKnown("client")
        case is HourBegan:
            return Decision([MemberJoined(client: "c-hour", group: "p1-01", phase: "p1")])
        // As a plugin may try: it is another's to say.
        case let event as ClientRegistered where event.language == "alert":
            return Decision([try RiskAlerted.example])
        default: return Decision()
        }
    }

    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

@Suite("What a plugin does wrong")
struct PluginFaultTests {
    private var assessment = Author(.assessment)
    private var supervisor = Author(.supervisor)
    private var plugin = Author("cbt")
    private let journal: any JournalStore
    private var peer: Peer<Reader>
    private var wall: Timestamp = 1_000_000

    init() throws {
        journal = Bench.inMemory()
        peer = try Peer(
            engine: Engine(
                core: Reader(), identity: .peerGroups, clinic: SmallClinic.clinic(),
                mode: SmallClinic.mode()),
            journal: journal, token: "inbox-1", wall: 1_000_000, seed: 1)
    }

    @discardableResult
    private mutating func receive(_ messages: [RawMessage]) -> Bench.Sent {
        wall += 1
        return Bench.Sent(peer.receive(messages, wall: wall))
    }

    private mutating func offered(_ name: String, data: String? = nil) throws -> RawMessage {
        var offer = try SessionOffered.example
        offer.offering = name
        return try plugin.event(offer, data: data)
    }

    private func counters() -> [String: Int64] {
        peer.heartbeat(incarnation: "i", version: "v", state: .ready).counters
    }

    @Test("Facts that do not fit are counted against it, hold up nobody, and are let go as a whole")
    mutating func parked() throws {
        receive([try plugin.heartbeat()])
        let first = try offered("o", data: "{\"client\": 7}")
        let others = try (0..<1_200).map { try offered("o\($0)") }
        receive([try plugin.heartbeat()])
        receive([first] + others + [try assessment.registered("c-1")])
        #expect(try journal.parked().count == 100)
        #expect(peer.engine.core.registered == ["c-1"])
        #expect(!peer.isDegraded)
        #expect(counters()["parked-of-cbt"] == 100)
        #expect(counters()["stopped-of-cbt"] == 1)
        #expect(counters()["parked"] == nil)

        let stream = try #require(EventStream("cbt.catalog"))
        let wish = Wish(actor: "it1", role: .administrator)
        let answer = receive([
            try wish.raw(
                to: .peerGroups,
                DiscardParked(
                    event: EventPlace(stream: stream, sequence: 1), reason: "It is broken.",
                    all: true))
        ]).answers.first
        #expect(answer?.outcome == .accepted, "\(String(describing: answer))")
        #expect(answer?.events.count == 100)
        #expect(try journal.parked().isEmpty)
        #expect(counters()["parked-of-cbt"] == nil)
        #expect(counters()["stopped-of-cbt"] == nil)
    }

    @Test(
        "A client whom one of its facts names waits for nothing, and a service's is not let go so")
    mutating func subject() throws {
        receive([try plugin.heartbeat()])
        let bad = try offered("bad")
        let text = String(decoding: bad.attributes, as: UTF8.self)
        let naming = RawMessage(
            topic: bad.topic,
            attributes: Array((text.dropLast() + ",\"subject\":\"c-1\"}").utf8)[...],
            data: bad.data)
        receive([try plugin.heartbeat()])
        receive([naming, try assessment.registered("c-1")])
        #expect(try journal.parked().map(\.subject) == [nil])
        #expect(peer.engine.core.registered == ["c-1"])

        receive([
            try assessment.event(ClientRegistered.example, data: "{}"),
            try assessment.registered("c-2"),
        ])
        #expect(peer.isDegraded)
        let stream = try #require(EventStream("assessment.client"))
        let answer = receive([
            try Wish(actor: "it1", role: .administrator).raw(
                to: .peerGroups,
                DiscardParked(
                    event: EventPlace(stream: stream, sequence: 2), reason: "All of it.", all: true
                ))
        ]).answers.first
        #expect(answer?.outcome == .refused)
        #expect(try journal.parked().count == 2)
    }

    @Test("A fact that claims to be another's is nobody's, and takes back nothing")
    mutating func claimed() throws {
        let known = try assessment.registered("c-1")
        receive([try plugin.heartbeat(), known])
        let offer = try offered("o")
        let registered = RawMessage(
            topic: offer.topic,
            attributes: Array(
                String(decoding: offer.attributes, as: UTF8.self).replacing(
                    "cbt.catalog.session-offered.v1",
                    with: ClientRegistered.type(by: .assessment)
                ).utf8)[...],
            data: try JSONText.encode(ClientRegistered.example)[...])
        receive([try plugin.heartbeat()])
        receive([registered])
        #expect(peer.engine.core.registered == ["c-1"])

        let wrong = EnteredInError(
            event: try Envelope(known).id, type: ClientRegistered.type(by: .assessment),
            client: "c-1",
            reason: "Not mine.")
        let attributes = try Envelope(try offered("p")).attributes
        for type in ["cbt.correction.entered-in-error.v1", "cbt.catalog.entered-in-error.v1"] {
            var own = attributes
            own.type = type
            let raw = RawMessage(
                topic: Array("event.cbt.catalog".utf8), attributes: own.encoded(),
                data: try JSONText.encode(wrong))
            receive([raw])
        }
        #expect(peer.engine.core.registered == ["c-1"])
        #expect(peer.engine.retracted.isEmpty)
    }

    @Test("What is another's is not written down, and what was once does not break its stream")
    mutating func undeclared() throws {
        var registered = try ClientRegistered.example
        registered.language = "alert"
        receive([try assessment.event(registered), try assessment.registered("c-2")])
        #expect(try journal.parked().first?.reason.contains("risk.alerted") == true)
        #expect(peer.engine.heads.keys.allSatisfy { $0.entity != RiskAlerted.entity })

        var engine = peer.engine
        var own = Author(.peerGroups)
        let stream = try #require(EventStream("peer-groups.risk"))
        try engine.fold(
            Entry(position: 1, isOwn: true, raw: own.event(RiskAlerted.example)))
        #expect(engine.heads[stream]?.sequence == 1)
    }

    @Test("An hour waits for no plugin: neither for its word, nor for its facts")
    mutating func hour() throws {
        // It tells of facts that nobody gets, and never of the hour.
        _ = try offered("o")
        receive([try plugin.heartbeat(knowing: 0), try supervisor.heartbeat()])
        let hour = try supervisor.event(HourBegan.example)
        receive([
            try assessment.heartbeat(knowing: 1), try Author(.scheduler).heartbeat(knowing: 1),
            hour,
        ])
        let seats = peer.engine.heads.first { $0.key.entity == MemberJoined.entity }
        #expect(seats?.value.sequence == 1)
        let beat = peer.heartbeat(incarnation: "i", version: "v", state: .ready)
        #expect(!beat.missing.contains("cbt") && beat.hourWait == nil)
    }

    @Test("An hour waits for no fact of a plugin that lacks a reference")
    mutating func unreferenced() throws {
        receive([try plugin.heartbeat(), try supervisor.heartbeat()])
        let early = try offered("early")
        receive([try plugin.heartbeat()])
        receive([early])
        #expect(peer.engine.core.offers.isEmpty)
        let hour = try supervisor.event(HourBegan.example)
        receive([
            try assessment.heartbeat(knowing: 1), try Author(.scheduler).heartbeat(knowing: 1),
            hour,
        ])
        #expect(peer.engine.heads.contains { $0.key.entity == MemberJoined.entity })
        #expect(peer.heartbeat(incarnation: "i", version: "v", state: .ready).hourWait == nil)
    }
}
