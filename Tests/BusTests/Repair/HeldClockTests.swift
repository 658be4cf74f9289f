import Bus
import Messages
import TestSupport
import Testing

/// The bound of what is held while the clock waits.
@Suite("A clock that waits long")
struct HeldClockTests {
    var clock = FakeOwner("supervisor.clock")
    var owner = FakeOwner()
    var reader = StreamReader(now: 0, seed: 7)

    init() {
        reader.add(owner.stream)
        reader.add(clock.stream)
        clock.append(1_200)
        owner.append(1)
    }

    /// Answers every ask for the clock, and gives all that was delivered of it.
    mutating func fetchClock(_ first: [StreamReader.Action]) -> [Int64] {
        var actions = first
        var delivered = actions.delivered(clock.stream)
        var pages = 0
        while let ask = actions.asks.first(where: { $0.stream == clock.stream }), pages < 20 {
            let from = Int(ask.from) - 1
            let page = clock.journal[from..<min(from + 300, clock.journal.count)].map(\.raw)
            actions = reader.replayPage(ask, messages: page, head: clock.head)
            delivered += actions.delivered(clock.stream)
            pages += 1
        }
        return delivered
    }

    @Test("takes a page as far as there is room, and the rest once it may pass")
    mutating func full() {
        let held = fetchClock(reader.heartbeat(clock.heartbeat, from: clock.stream.owner))
        #expect(held == [])
        #expect(reader.ledger.caughtUp == 1_000)
        #expect(reader.ledger.heldDropped == 0)
        var actions = reader.heartbeat(owner.heartbeat, from: owner.stream.owner)
        for ask in actions.asks where ask.stream == owner.stream {
            actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        }
        let delivered = fetchClock(actions) + fetchClock(reader.tick(now: 60_000))
        #expect(delivered.first == 1)
        #expect(delivered == Array(1...1_200))
        #expect(reader.isWhole)
    }
}
