import Bus
import HashChain
import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("Events that wait for other streams")
struct WaitingEventsTests {
    private var scheduler = Author(.scheduler)
    private var assessment = Author(.assessment)
    private var waiting = WaitingEvents()

    private mutating func event() throws -> StreamEvent {
        try StreamEvent.delivered(scheduler.enrolled("c-1"))
    }

    private func sequences(_ events: [StreamEvent]?) -> [Int64] { events?.map(\.sequence) ?? [] }

    @Test("Nothing keeps the first event of a stream; what follows one that waits, waits in order")
    mutating func order() throws {
        let (first, second, third) = (try event(), try event(), try event())
        #expect(waiting.admit(first) == .free)
        #expect(waiting.isEmpty)
        waiting.wait(with: first)
        #expect(waiting.admit(second) == .waits)
        #expect(waiting.admit(third) == .waits)
        #expect(waiting.count == 3)
        #expect(sequences(waiting.removeAll(of: first.stream)) == [1, 2, 3])
        #expect(waiting.isEmpty)
    }

    @Test("Another stream is not kept waiting")
    mutating func streams() throws {
        let first = try event()
        waiting.wait(with: first)
        let other = try StreamEvent.delivered(assessment.registered("c-1"))
        #expect(waiting.admit(other) == .free)
        #expect(!waiting.holdsBack(other.stream))
    }

    @Test("At the bound the next is let go, and its stream brought again once nothing of it waits")
    mutating func bound() throws {
        let first = try event()
        waiting.wait(with: first)
        for _ in 2...WaitingEvents.limit { #expect(waiting.admit(try event()) == .waits) }
        #expect(waiting.admit(try event()) == .letGo)
        #expect(waiting.count == WaitingEvents.limit)
        #expect(!waiting.hasHole(in: first.stream), "it waits behind the others")
        #expect(waiting.takeShort() == [], "something of it still waits")
        _ = waiting.removeAll(of: first.stream)
        #expect(waiting.hasHole(in: first.stream))
        #expect(waiting.holdsBack(first.stream))
        #expect(waiting.takeShort() == [first.stream])
        #expect(!waiting.holdsBack(first.stream))
        #expect(waiting.takeShort() == [])
    }

    @Test("Patience is counted from the first try that failed, and anew once the stream gets on")
    mutating func patience() throws {
        let (first, second) = (try event(), try event())
        waiting.wait(with: first)
        #expect(waiting.since(first.stream) == nil)
        // Both are tried, and both wait again.
        for now in [1_000, 2_000] as [SteadyInstant] {
            _ = waiting.removeAll(of: first.stream)
            waiting.wait(with: first)
            waiting.wait(with: second)
            let gotOn = waiting.tried(first.stream, of: 2, at: now)
            #expect(!gotOn)
            #expect(waiting.since(first.stream) == 1_000)
        }
        _ = waiting.removeAll(of: first.stream)
        waiting.wait(with: second)
        var gotOn = waiting.tried(first.stream, of: 2, at: 3_000)
        #expect(gotOn)
        #expect(waiting.since(first.stream) == 3_000)
        waiting.beginAnew(at: 4_000)
        #expect(waiting.since(first.stream) == 4_000)
        _ = waiting.removeAll(of: first.stream)
        gotOn = waiting.tried(first.stream, of: 1, at: 5_000)
        #expect(gotOn)
        #expect(waiting.since(first.stream) == nil)
    }

    @Test("A stream that is read no further lets go of what waits; a failed commit, of all")
    mutating func forgetting() throws {
        let first = try event()
        waiting.wait(with: first)
        waiting.drop(first.stream)
        #expect(waiting.isEmpty)
        waiting.wait(with: first)
        waiting.lack([first.stream])
        waiting.reset()
        #expect(waiting.isEmpty && !waiting.holdsBack(first.stream))
    }
}

extension StreamEvent {
    /// An event as the reader delivers it.
    static func delivered(_ raw: RawMessage) throws -> StreamEvent {
        let delivery = Delivery(try Envelope(raw), hash: HashChain.hash(of: raw))
        return try #require(StreamEvent(delivery))
    }
}
