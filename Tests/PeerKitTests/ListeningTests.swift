import Journal
import JournalDoubles
import Messages
import PeerKit
import Testing

@testable import PeerBench

@Suite("A peer that has just joined")
struct ListeningTests {
    private let bench: Bench

    init() throws {
        var settings = PeerSettings()
        settings.listensFirst = true
        bench = try Bench(settings: settings)
        bench.receive(try #require(bench.peer.probe()))
    }

    /// Everybody in the clinic but the one who listens.
    private func others() throws -> [Identity] {
        try (SmallClinic.clinic().services + [.supervisor]).filter { $0 != .peerGroups }
    }

    private func heartbeat(
        of identity: Identity, read position: Int64 = 0, state: Heartbeat.State = .starting,
        heads: [EventStream: Heartbeat.Head] = [:], clock: Timestamp? = nil
    ) throws -> RawMessage {
        var beat = Heartbeat(
            identity: identity, incarnation: "one", version: "1", state: state)
        (beat.heads, beat.clock) = (heads, clock)
        let stream = try #require(EventStream(owner: .peerGroups, entity: "pairing"))
        if position > 0 { beat.positions[stream] = position }
        var attributes = Attributes(
            id: MessageID("beat-\(identity)"), source: "/small/\(identity)", type: "heartbeat.v1",
            time: Timestamp(milliseconds: 1_000_000))
        attributes.dataclassification = .operational
        return try Envelope(
            topic: .heartbeat(of: identity), attributes: attributes,
            data: try JSONText.encode(beat)
        ).raw
    }

    @Test("A heartbeat that is asked for goes out at once, also while it listens and starts")
    func askedToBeat() throws {
        let topic = Topic.heartbeatRequest(to: .peerGroups, from: "cli-t01")
        let plain = try Envelope(Author(.assessment).heartbeat())
        var attributes = plain.attributes
        (attributes.type, attributes.replytoken) = (HeartbeatRequest.type, "token")
        let request = try Envelope(topic: topic, attributes: attributes, data: Array("{}".utf8))
        for bench in [bench, try Bench()] {
            let sent = bench.receive(request.raw)
            #expect(sent.turn.isAskedToBeat)
            #expect(sent.turn.frames.isEmpty, "it has no answer of its own")
            #expect(!bench.receive(plain.raw).turn.isAskedToBeat)
        }
    }

    @Test("It decides nothing before it has heard everybody, and then what it was told")
    func everybody() throws {
        let waits = bench.receive(try Wish().forbid())
        #expect(waits.replies.isEmpty && !bench.peer.isReady)
        for identity in try others() {
            #expect(try bench.recorded().isEmpty, "before \(identity) was heard")
            bench.receive(try heartbeat(of: identity))
        }
        #expect(bench.peer.isReady)
        #expect(try bench.recorded().count == 1)
    }

    @Test("It waits three seconds for whoever is silent, and no longer")
    func silent() throws {
        bench.receive(try Wish().forbid())
        bench.receive([], after: 2_998)
        #expect(try !bench.peer.isReady && bench.recorded().isEmpty)
        let sent = bench.receive([], after: 1)
        #expect(sent.answers.map(\.outcome) == [.accepted])
        #expect(try bench.peer.isReady && bench.recorded().count == 1)
    }

    @Test("Whose reader knows more than its journal is never ready, and records nothing")
    func outrun() throws {
        bench.receive(try Wish().forbid())
        let sent = try others().flatMap {
            bench.receive(try heartbeat(of: $0, read: $0 == .ledger ? 7 : 0)).answers
        }
        #expect(sent.map(\.outcome) == [.refused])
        #expect(try !bench.peer.isReady && bench.recorded().isEmpty)
        #expect(bench.receive([], after: 60_000).events.isEmpty)
        #expect(!bench.peer.isReady)
    }

    /// The same peer as one that comes to a clinic which has run for long.
    private func late() throws -> Bench {
        var settings = PeerSettings()
        settings.listensFirst = true
        settings.joinsLate = true
        let bench = try Bench(settings: settings)
        bench.receive(try #require(bench.peer.probe()))
        return bench
    }

    @Test("One that comes late dates what it records first by the clock that the supervisor tells")
    func clock() throws {
        let hour = try SmallClinic.mode().startsAt.utc.advanced(byHours: 4_000)
        for (bench, expected) in [
            (try late(), hour), (bench, try SmallClinic.mode().startsAt.utc),
        ] {
            bench.receive(try Wish().forbid())
            for identity in try others() {
                let clock = identity == .supervisor ? hour : nil
                bench.receive(try heartbeat(of: identity, clock: clock))
            }
            let entries = try bench.journal.everything()
            #expect(try entries.map { try Envelope($0.raw).attributes.time } == [expected])
        }
    }

    @Test("Until it is ready a command waits for the client that it names, and then is taken")
    func early() throws {
        var assessment = Author(.assessment)
        let event = try assessment.registered("c-1")
        for isLate in [true, false] {
            let bench = isLate ? try late() : self.bench
            for identity in try others() {
                bench.receive(
                    try heartbeat(
                        of: identity, state: .ready,
                        heads: identity == .assessment ? assessment.heads : [:]))
            }
            #expect(bench.peer.isReady != isLate, "it is not ready without their streams")
            var wish = Wish()
            wish.deadline = bench.wall + .seconds(30)
            let first = bench.receive(try wish.allow("c-1"))
            #expect(first.answers.map(\.outcome) == (isLate ? [] : [.refused]))
            let then = bench.receive(event)
            #expect(then.answers.map(\.outcome) == (isLate ? [.accepted] : []))
        }
    }

    @Test("A command that names nobody is refused before its asker goes away")
    func nobody() throws {
        let bench = try late()
        for identity in try others() { bench.receive(try heartbeat(of: identity, state: .ready)) }
        var wish = Wish()
        wish.deadline = bench.wall + .seconds(30)
        #expect(bench.receive(try wish.allow("c-9")).answers.isEmpty)
        #expect(bench.receive([], after: 27_000).answers.isEmpty)
        #expect(bench.receive([], after: 1_500).answers.map(\.outcome) == [.refused])
    }
}
