import Bus
import Messages
import TestSupport
import Testing

/// Facts never come after the hour that judges them.
@Suite("The clock")
struct ClockGateTests {
    var clock = FakeOwner("supervisor.clock")
    var owner = FakeOwner()
    var reader = StreamReader(now: 0, seed: 7)

    init() {
        #expect(clock.stream == .clock)
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
        #expect(reader.overdue.isEmpty)
        #expect(reader.tick(now: 301_000).delivered() == [1])
        #expect(reader.waived == [owner.stream])
        #expect(reader.overdue.isEmpty, "it was never there")
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
        #expect(reader.overdue.isEmpty, "who is stopped on purpose is no trouble")
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
        #expect(reader.overdue.isEmpty)
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

/// What an owner's heartbeat says of the clock closes what it recorded before.
@Suite("An hour and the word of the owners")
struct ClockWordTests {
    var clock = FakeOwner("supervisor.clock")
    var owner = FakeOwner("scheduler.session")
    var other = FakeOwner("assessment.client")
    var reader = StreamReader(now: 0, seed: 7)

    init() {
        reader.add(owner.stream)
        reader.add(other.stream)
        reader.add(clock.stream)
        clock.append(5)
        (owner.pageLimit, other.pageLimit) = (100, 100)
    }

    /// Lets the reader hear an owner's heartbeat and fetch all that it announces.
    mutating func hear(
        _ owner: FakeOwner, knows place: Int64?, having read: [EventStream: Int64] = [:]
    ) -> [StreamReader.Action] {
        var heartbeat = owner.heartbeat
        heartbeat.clockReceived = place
        heartbeat.positions = read
        var actions = reader.heartbeat(heartbeat, from: owner.stream.owner)
        guard let ask = actions.asks.first(where: { $0.stream == owner.stream }) else {
            return actions
        }
        actions += reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        return actions
    }

    @Test("An hour waits for the word of each owner, and comes after all that was told with it")
    mutating func waits() {
        _ = hear(owner, knows: 0)
        _ = hear(other, knows: 0)
        // Recorded, and not announced yet when the hour comes.
        owner.append(2)
        #expect(reader.event(clock.journal[0]).isEmpty)
        #expect(reader.isClockHeld)
        #expect(reader.clockReceived == 1)
        #expect(hear(other, knows: 1).isEmpty)
        #expect(hear(owner, knows: 1).delivered() == [1, 2, 1])
        #expect(!reader.isClockHeld)
    }

    @Test("Of many hours as many pass as every owner knows of")
    mutating func many() {
        _ = hear(owner, knows: 0)
        _ = hear(other, knows: 0)
        for hour in clock.journal { #expect(reader.event(hour).isEmpty) }
        #expect(hear(other, knows: 5).isEmpty)
        #expect(hear(owner, knows: 3).delivered() == [1, 2, 3])
        #expect(hear(owner, knows: 5).delivered() == [4, 5])
    }

    @Test("An owner whose heartbeats say nothing of the clock is judged by its heads alone")
    mutating func silent() {
        _ = hear(owner, knows: nil)
        _ = hear(other, knows: 0)
        #expect(reader.event(clock.journal[0]).isEmpty)
        #expect(hear(other, knows: 1).delivered() == [1])
    }

    @Test("A heartbeat that comes late takes nothing back; one of a new process does")
    mutating func late() {
        _ = hear(owner, knows: 2)
        _ = hear(other, knows: 5)
        _ = hear(owner, knows: 1)
        #expect(reader.event(clock.journal[0]).delivered() == [1])
        #expect(reader.event(clock.journal[1]).delivered() == [2])
        owner.incarnation = "second"
        _ = hear(owner, knows: 2)
        #expect(reader.event(clock.journal[2]).isEmpty)
        #expect(hear(owner, knows: 3).delivered() == [3])
    }

    @Test("An hour waits until an owner has read what another recorded before it")
    mutating func closed() {
        _ = hear(owner, knows: 0, having: [other.stream: 0])
        other.append(2)
        _ = hear(other, knows: 0)
        #expect(reader.event(clock.journal[0]).isEmpty)
        #expect(hear(owner, knows: 1, having: [other.stream: 0]).isEmpty)
        #expect(hear(other, knows: 1).isEmpty)
        // What others record when they know of the hour does not hold it up.
        other.append(1)
        #expect(hear(other, knows: 1).delivered() == [3])
        #expect(hear(owner, knows: 1, having: [other.stream: 1]).isEmpty)
        owner.append(1)
        #expect(hear(owner, knows: 1, having: [other.stream: 2]).delivered() == [1, 1])
    }

    @Test("Who strikes the clock is waited for too, and not for the hour itself to be read")
    mutating func striker() {
        let processes = FakeOwner("supervisor.process")
        reader.add(processes.stream)
        var word = clock.heartbeat
        word.clockReceived = 5
        for (owner, place) in [(owner, 0), (other, 0), (owner, 5), (other, 5)]
            as [(FakeOwner, Int64)]
        {
            _ = hear(owner, knows: place, having: [clock.stream: 0])
        }
        _ = reader.event(clock.journal[0])
        #expect(reader.isClockHeld)
        let actions = reader.heartbeat(word, from: .supervisor)
        #expect(actions.delivered(clock.stream) == [1])
    }

    @Test("Two that read each other do not wait for each other for ever")
    mutating func eachOther() {
        var second = StreamReader(now: 0, seed: 8)
        second.add(other.stream)
        second.add(clock.stream)
        for known in [0, 1] as [Int64] {
            if known == 1 {
                #expect(reader.event(clock.journal[0]).isEmpty)
                #expect(second.event(clock.journal[0]).isEmpty)
            }
            var heartbeat = other.heartbeat
            heartbeat.clockReceived = reader.clockReceived
            let delivered = second.heartbeat(heartbeat, from: other.stream.owner).delivered()
            #expect(delivered == (known == 1 ? [1] : []))
            _ = hear(other, knows: known)
            _ = hear(owner, knows: second.clockReceived)
        }
        #expect(reader.clockJudged == 1)
    }

    @Test("It takes nobody's word for what others have published")
    mutating func foreignHeads() {
        let third = FakeOwner.stream("aftercare.plan")
        var lie = other.heartbeat
        lie.clockReceived = 1
        lie.heads[third] = Heartbeat.Head(sequence: 1_000_000, hash: "")
        _ = reader.heartbeat(lie, from: other.stream.owner)
        var word = owner.heartbeat
        word.clockReceived = 1
        word.positions = [third: 1, other.stream: 0]
        _ = reader.heartbeat(word, from: owner.stream.owner)
        #expect(reader.event(clock.journal[0]).delivered() == [1])
    }

    @Test("It waits five minutes for a word that does not come, once, and then says so")
    mutating func patience() {
        _ = hear(owner, knows: 1)
        _ = hear(other, knows: 5)
        #expect(reader.event(clock.journal[0]).delivered() == [1])
        _ = reader.tick(now: 1_000)
        #expect(reader.event(clock.journal[1]).isEmpty)
        #expect(reader.tick(now: 300_999).delivered().isEmpty)
        #expect(reader.tick(now: 301_000).delivered() == [2])
        #expect(reader.unawaited == [owner.stream.owner])
        #expect(reader.event(clock.journal[2]).delivered() == [3], "it waited once")
        _ = hear(owner, knows: 2)
        #expect(reader.unawaited == [owner.stream.owner], "it has not caught up")
        #expect(reader.overdue == [owner.stream.owner])
        _ = hear(owner, knows: 3)
        #expect(reader.unawaited.isEmpty)
        #expect(reader.overdue.isEmpty)
        #expect(reader.event(clock.journal[3]).isEmpty)
        #expect(hear(owner, knows: 4).delivered() == [4])
    }

    @Test("It does not wait for the word of one that is stopped, once it was silent for 3 s")
    mutating func stopped() {
        _ = hear(owner, knows: 0)
        _ = hear(other, knows: 5)
        var word = clock.heartbeat
        word.heads[clock.stream]?.sequence = 1
        word.stopped = [owner.stream.owner]
        #expect(reader.event(clock.journal[0]).isEmpty)
        _ = reader.tick(now: 2_999)
        #expect(reader.heartbeat(word, from: .supervisor).delivered().isEmpty)
        _ = reader.tick(now: 3_000)
        #expect(reader.heartbeat(word, from: .supervisor).delivered() == [1])
    }
}
