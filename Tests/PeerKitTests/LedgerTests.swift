import Journal
import JournalDoubles
import LedgerCore
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("The ledger")
struct LedgerTests {
    private let journal: any JournalStore
    private var peer: Peer<AuditTrail>
    private var wall: Timestamp = 0

    init() throws {
        journal = MemoryJournal(
            identity: JournalIdentity(clinic: "small", kind: "rehearsal", identity: .ledger))
        peer = try Peer(
            engine: Engine(
                core: AuditTrail(), identity: .ledger, clinic: SmallClinic.clinic(),
                mode: SmallClinic.mode()),
            journal: journal, token: "inbox-1", wall: 0, seed: 1,
            settings: PeerSettings(keepsAllStreams: true))
    }

    private mutating func receive(_ messages: RawMessage...) -> Bench.Sent {
        receive(messages.map(Frame.init))
    }

    private mutating func receive(_ frames: [Frame]) -> Bench.Sent {
        wall += 50
        return Bench.Sent(peer.receive(frames, wall: wall))
    }

    /// Takes in a stream from its first event, as an owner that was just heard tells of it.
    private mutating func follow(_ author: Author, _ messages: [RawMessage]) throws {
        var asks = receive(try author.heartbeat()).replays + receive().replays
        while let ask = asks.popLast() {
            asks += receive([try author.page(messages, to: ask)]).replays + receive().replays
        }
    }

    @Test("It keeps the bytes as they came, with what a later version added")
    mutating func bytes() throws {
        var assessment = Author(.assessment)
        let newer = try assessment.event(
            ClientRegistered.example, addedAttribute: "\"traceparent\": \"00-1\"",
            data: "{\"client\":\"c-1\",  \"addedLater\": [1, 2.50]}")
        try follow(assessment, [newer])
        #expect(try journal.everything().map(\.raw) == [newer])
        #expect(try journal.verify().damage == nil)
    }

    @Test("It follows a plugin that nobody told it of, and keeps types that it does not know")
    mutating func plugin() throws {
        var plugin = Author("breathing")
        let event = try plugin.event(Exhaled.example)
        try follow(plugin, [event])
        #expect(try journal.everything().map(\.raw) == [event])
    }

    @Test("Streams that identify clients are not kept")
    mutating func identifying() throws {
        var assessment = Author(.assessment)
        let name = try assessment.event(IdentityRecorded.example)
        let client = try assessment.registered("c-1")
        #expect(receive(name).events.isEmpty)
        _ = receive(try assessment.heartbeat())
        let asked = receive().replays
        #expect(!asked.contains { String(decoding: $0.topic, as: UTF8.self).contains("identity") })
        for ask in asked { _ = receive([try assessment.page([client], to: ask)]) }
        #expect(try journal.everything().map(\.raw) == [client])
    }

    /// An event of a plugin that this version has never heard of.
    private struct Exhaled: Event {
        static let owner: Identity? = nil
        static let entity = "breath"
        static let fact = "exhaled"
        static let marks: [String: Mark] = [:]
        static let example = Exhaled(seconds: 7)
        var seconds: Int
    }
}
