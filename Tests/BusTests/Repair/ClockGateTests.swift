import Bus
import Messages
import Testing

/// Facts never come after the hour that judges them.
@Suite("The clock")
struct ClockGateTests {
    var clock = FakeOwner("supervisor.clock")
    var owner = FakeOwner()
    var reader = StreamReader(now: 0, seed: 7)

    init() throws {
        let stream = try #require(StreamReader.clock)
        #expect(clock.stream == stream)
        reader.add(owner.stream)
        reader.add(clock.stream)
        clock.append(5)
        owner.append(4)
    }

    /// Lets the reader hear the owner's heartbeat and fetch all it announces.
    mutating func catchUp() -> [StreamReader.Action] {
        var actions = reader.heartbeat(owner.heartbeat, from: owner.stream.owner)
        var all = actions
        while let ask = actions.asks.first(where: { $0.stream == owner.stream }) {
            actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
            all += actions
        }
        return all
    }

    @Test("waits until the other streams are whole, and then comes after them")
    mutating func waits() {
        #expect(reader.event(clock.journal[0]).isEmpty)
        let actions = catchUp()
        #expect(actions.delivered(owner.stream) == [1, 2, 3, 4])
        #expect(actions.delivered(clock.stream) == [1])
        #expect(actions.delivered() == [1, 2, 3, 4, 1])
    }

    @Test("passes at once while everything is whole")
    mutating func passes() {
        _ = catchUp()
        #expect(reader.event(clock.journal[0]).delivered() == [1])
        #expect(reader.event(clock.journal[1]).delivered() == [2])
    }

    @Test("waits again when a hole opens")
    mutating func waitsAgain() throws {
        _ = catchUp()
        owner.append(2)
        let ask = try #require(reader.event(owner.journal[5]).asks.first)
        #expect(reader.event(clock.journal[0]).isEmpty)
        let actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        #expect(actions.delivered() == [5, 6, 1])
    }

    @Test("waits five minutes for an absent owner, then goes on and says so")
    mutating func patience() {
        _ = reader.tick(now: 1_000)
        #expect(reader.event(clock.journal[0]).isEmpty)
        #expect(reader.tick(now: 300_999).delivered().isEmpty)
        #expect(reader.waived.isEmpty)
        #expect(reader.tick(now: 301_000).delivered() == [1])
        #expect(reader.waived == [owner.stream])
        #expect(reader.event(clock.journal[1]).delivered() == [2], "it waited once")
    }

    @Test("does not wait for an owner that the supervisor says is stopped, once it was silent 3 s")
    mutating func stoppedOwner() {
        var word = clock.heartbeat
        word.heads[clock.stream]?.sequence = 1
        word.stopped = [owner.stream.owner]
        #expect(reader.event(clock.journal[0]).isEmpty)
        _ = reader.tick(now: 2_999)
        #expect(reader.heartbeat(word, from: .supervisor).delivered().isEmpty)
        _ = reader.tick(now: 3_000)
        #expect(reader.heartbeat(word, from: .supervisor).delivered() == [1])
        #expect(reader.waived == [owner.stream])
    }

    @Test("waits for an owner that is stopped by the supervisor's word and speaks all the same")
    mutating func startedByHand() {
        var word = clock.heartbeat
        word.heads[clock.stream]?.sequence = 1
        word.stopped = [owner.stream.owner]
        #expect(reader.event(clock.journal[0]).isEmpty)
        _ = reader.heartbeat(owner.heartbeat, from: owner.stream.owner)
        _ = reader.tick(now: 4_000)
        #expect(reader.heartbeat(word, from: .supervisor).delivered().isEmpty)
        #expect(reader.waived.isEmpty)
    }

    @Test("waits again for an owner that comes back, until it is whole")
    mutating func returned() {
        _ = reader.event(clock.journal[0])
        _ = reader.tick(now: 300_000)
        #expect(reader.waived == [owner.stream])
        let ask = reader.heartbeat(owner.heartbeat, from: owner.stream.owner).asks
        #expect(ask.map(\.stream) == [owner.stream])
        #expect(reader.event(clock.journal[1]).isEmpty)
        #expect(catchUp().isEmpty, "the page is outstanding")
        guard let first = ask.first else { return }
        owner.pageLimit = 10
        let actions = reader.replayPage(first, messages: owner.page(for: first), head: owner.head)
        #expect(actions.delivered() == [1, 2, 3, 4, 2])
        #expect(reader.waived.isEmpty)
    }

    @Test("goes on after five minutes past a stream that stopped")
    mutating func stopped() {
        _ = catchUp()
        let stray = FakeOwner.event(owner.stream, sequence: 5, after: "another")
        #expect(reader.event(stray).stops.count == 1)
        #expect(reader.event(clock.journal[0]).isEmpty)
        #expect(reader.tick(now: 300_000).delivered() == [1])
        _ = reader.heartbeat(owner.heartbeat, from: owner.stream.owner)
        #expect(reader.event(clock.journal[1]).delivered() == [2])
    }

    @Test("is repaired behind its gate, and is bounded there")
    mutating func boundedBehindGate() throws {
        clock.pageLimit = 600
        clock.append(1_500)
        var actions = reader.heartbeat(clock.heartbeat, from: .supervisor)
        var pages = 0
        while let ask = actions.asks.first, pages < 10 {
            pages += 1
            actions = reader.replayPage(ask, messages: clock.page(for: ask), head: clock.head)
            #expect(actions.delivered().isEmpty)
        }
        #expect(pages == 2, "it holds 1,000 and asks for no more")
        actions = catchUp()
        var delivered = actions.delivered(clock.stream)
        while let ask = actions.asks.first(where: { $0.stream == clock.stream }) {
            actions = reader.replayPage(ask, messages: clock.page(for: ask), head: clock.head)
            delivered += actions.delivered(clock.stream)
        }
        let isComplete = delivered == Array(1...1_505)
        #expect(isComplete)
    }

    @Test("begins at its head for a reader that is new to the clinic")
    mutating func fromHead() throws {
        var fresh = StreamReader(now: 0, seed: 1)
        fresh.add(clock.stream, fromHead: true)
        #expect(!fresh.isWhole)
        let ask = try #require(fresh.heartbeat(clock.heartbeat, from: .supervisor).asks.first)
        #expect(ask.from == 5)
        let actions = fresh.replayPage(ask, messages: clock.page(for: ask), head: clock.head)
        #expect(actions.delivered() == [5])
        #expect(fresh.event(clock.append()).delivered() == [6])
        #expect(fresh.rewind().asks.map(\.from) == [5], "nothing is committed yet")
    }

    @Test("begins with the first hour that comes by itself, if that is earlier than a heartbeat")
    mutating func fromLive() {
        var fresh = StreamReader(now: 0, seed: 1)
        fresh.add(clock.stream, fromHead: true)
        #expect(fresh.event(clock.journal[2]).delivered() == [3])
        #expect(fresh.event(clock.journal[3]).delivered() == [4])
    }

    @Test("begins after its committed hour for a reader that has one")
    mutating func notFromHead() {
        var fresh = StreamReader(now: 0, seed: 1)
        fresh.add(
            clock.stream, committed: 2, hash: clock.journal[2].attributes.prevhash ?? "",
            fromHead: true)
        #expect(fresh.heartbeat(clock.heartbeat, from: .supervisor).asks.map(\.from) == [3])
    }
}
