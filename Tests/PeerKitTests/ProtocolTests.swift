import Journal
import JournalDoubles
import Messages
import PeerKit
import Testing

@testable import PeerBench

@Suite("Peers of another protocol")
struct ProtocolTests {
    private let bench: Bench
    private var assessment = Author(.assessment)

    init() throws { bench = try Bench() }

    /// What assessment says of itself, as a program that speaks these.
    private func heartbeat(speaking protocols: ClosedRange<Int>) throws -> RawMessage {
        let plain = try Envelope(assessment.heartbeat())
        var beat = try JSONText.decode(Heartbeat.self, from: plain.raw.data)
        beat.protocols = protocols
        return try Envelope(
            topic: plain.topic, attributes: plain.attributes, data: JSONText.encode(beat)
        ).raw
    }

    @Test("Nothing of one is taken but its heartbeat, and a person is told both numbers")
    mutating func foreign() throws {
        bench.receive(try heartbeat(speaking: 3...4))
        let event = try assessment.registered("c-1")
        bench.receive(event)
        #expect(bench.core.registered == [])
        #expect(bench.peer.counters["dropped.other-protocol"] == 1)
        let advice = bench.peer.troubles.map(\.advice)
        #expect(
            advice.contains {
                $0.problem.contains("assessment speaks protocol 3 to 4, and this program 2")
                    && $0.remedy.contains("this program")
            })

        bench.receive(try heartbeat(speaking: 1...1))
        #expect(
            bench.peer.troubles.map(\.advice).contains {
                $0.problem.contains("protocol 1") && $0.remedy.contains("assessment")
            })
    }

    @Test("One that was upgraded is taken in again, with what was missed")
    mutating func upgraded() throws {
        bench.receive(try heartbeat(speaking: 1...1))
        let event = try assessment.registered("c-1")
        bench.receive(event)
        let asked = bench.receive(try heartbeat(speaking: 1...2))
        let ask = try #require((asked.replays + bench.receive(after: 30).replays).first)
        #expect(bench.peer.troubles.isEmpty)
        bench.receive(try assessment.page([event], to: ask))
        #expect(bench.core.registered == ["c-1"])
    }

    @Test("A page of another stream than was asked for is refused, and asked for again")
    mutating func otherPage() throws {
        let event = try assessment.registered("c-1")
        let asked = bench.receive(try assessment.heartbeat())
        let ask = try #require((asked.replays + bench.receive(after: 30).replays).first)
        guard case .page(let page) = try assessment.page([event], to: ask).read() else {
            throw WireError.badPage
        }
        let other = ReplayPage.Place(from: 1, stream: .clock)
        let wrong = try Envelope(
            topic: page.envelope.topic, attributes: page.envelope.attributes,
            data: JSONText.encode(other))
        bench.receive(ReplayPage(messages: [event]).frame(behind: wrong))
        #expect(bench.core.registered == [])
        #expect(bench.peer.counters["dropped.bad-page"] == 1)
        var again = bench.receive(after: 5_000).replays
        again += bench.receive(after: 5_000).replays
        bench.receive(try assessment.page([event], to: #require(again.first)))
        #expect(bench.core.registered == ["c-1"])
    }

    @Test("What one commit brought to a stream goes out in one frame")
    mutating func oneFrame() throws {
        let wishes = try (1...3).map {
            try Wish(id: MessageID("w-\($0)")).forbid("c-1", ClientID("c-\($0 + 1)"))
        }
        let turn = bench.receive(wishes).turn
        let runs = try turn.frames.compactMap { frame -> EventRun? in
            if case .events(let run) = try frame.read() { run } else { nil }
        }
        #expect(runs.map(\.messages.count) == [3])
        #expect(runs.first?.stream == EventStream("peer-groups.pairing"))
        #expect(try runs.first?.messages == bench.journal.everything().map(\.raw))
    }
}
