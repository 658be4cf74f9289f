import Bus
import HashChain
import Messages
import TestSupport
import Testing

/// Each row of the table of gap repair, and each bound.
@Suite("A stream reader")
struct StreamReaderTests {
    var owner = FakeOwner()
    var reader = StreamReader(now: 0, seed: 1)

    init() {
        reader.add(owner.stream)
        owner.append(10)
    }

    func event(_ sequence: Int) -> Envelope { owner.journal[sequence - 1] }

    /// Brings the reader to the point where events 1 to 3 are in and announced.
    mutating func becomeWholeAt3() {
        var early = FakeOwner()
        early.append(3)
        for sequence in 1...3 { _ = reader.event(event(sequence)) }
        _ = reader.heartbeat(early.heartbeat, from: owner.stream.owner)
    }

    @Test("delivers the next event that follows from the one before")
    mutating func inOrder() {
        #expect(reader.event(event(1)) == [.deliver(event(1))])
        #expect(reader.event(event(2)) == [.deliver(event(2))])
    }

    @Test("stops a stream whose next event follows another one, and only that stream")
    mutating func forked() {
        let other = FakeOwner.stream("aftercare.plan")
        reader.add(other)
        _ = reader.event(event(1))
        let stray = FakeOwner.event(owner.stream, sequence: 2, after: HashChain.origin)
        let actions = reader.event(stray)
        #expect(
            actions == [
                .stopped(StreamStop(stream: owner.stream, sequence: 2, reason: .forked))
            ])
        #expect(reader.event(event(2)).isEmpty)
        #expect(reader.heartbeat(owner.heartbeat, from: owner.stream.owner).isEmpty)
        #expect(reader.stops.map(\.reason.rawValue) == ["journal-forked"])
        #expect(reader.ledger.ignored == 1)
        let alive = FakeOwner.event(other, sequence: 1, after: HashChain.origin)
        #expect(reader.event(alive) == [.deliver(alive)])
    }

    @Test(
        "believes no head that cannot be one, whoever tells it",
        arguments: [-1, .min, .max, 1 << 53] as [Int64])
    mutating func impossibleHead(sequence: Int64) throws {
        becomeWholeAt3()
        let head = Heartbeat.Head(sequence: sequence, hash: HashChain.origin)
        var beat = owner.heartbeat
        beat.heads = [owner.stream: head]
        #expect(reader.heartbeat(beat, from: owner.stream.owner) == [])
        #expect(reader.isWhole)
        // Neither does an answer's head stop the stream, nor make it look for what is not there.
        _ = reader.event(event(5))
        let ask = try #require(reader.rewind().asks.first)
        _ = reader.replayPage(ask, messages: [], head: head)
        #expect(reader.stops == [])
    }

    @Test("drops and counts what it has taken in already")
    mutating func repeated() {
        _ = reader.event(event(1))
        #expect(reader.event(event(1)).isEmpty)
        #expect(reader.ledger.repeats == 1)
        _ = reader.event(event(5))
        #expect(reader.event(event(5)).isEmpty)
        #expect(reader.ledger.repeats == 2)
    }

    @Test("holds an event that comes too early, and asks for those before it")
    mutating func early() throws {
        becomeWholeAt3()
        let asks = reader.event(event(6)).asks
        let ask = try #require(asks.first)
        #expect(asks.count == 1)
        #expect(ask.from == 4)
        #expect((Duration.zero ... .milliseconds(20)).contains(ask.delay))
        #expect(reader.ledger.holes == 1)
        #expect(reader.ledger.missing == 2)
        let actions = reader.replayPage(
            ask, messages: [event(4).raw, event(5).raw], head: owner.head)
        #expect(actions.delivered() == [4, 5, 6])
        #expect(reader.ledger.repaired == 2)
    }

    @Test("sees by the owner's heartbeat that the newest events were lost")
    mutating func lostTail() throws {
        becomeWholeAt3()
        let actions = reader.heartbeat(owner.heartbeat, from: owner.stream.owner)
        let ask = try #require(actions.asks.first)
        #expect(ask.from == 4)
        #expect(!reader.isWhole)
        #expect(reader.ledger.missing == 7)
        #expect(reader.ledger.holes == 1)
    }

    @Test("does not take a stranger's word for a head")
    mutating func strangersHead() {
        becomeWholeAt3()
        #expect(reader.heartbeat(owner.heartbeat, from: .aftercare).isEmpty)
        #expect(reader.isWhole)
    }

    @Test("pulls page by page until the head, and releases what it held")
    mutating func pages() {
        var actions = reader.event(event(10))
        var delivered: [Int64] = []
        var pages = 0
        while let ask = actions.asks.first {
            pages += 1
            // Readers of one loss are apart once a page has come: what follows is asked for at once.
            #expect(pages == 1 || ask.delay == .zero)
            actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
            delivered += actions.delivered()
        }
        #expect(delivered == Array(1...10))
        #expect(pages == 3)
        #expect(reader.isWhole)
    }

    @Test("has one page outstanding for each owner, and gives its streams turns")
    mutating func oneOutstanding() throws {
        var second = FakeOwner("scheduler.attendance")
        second.append(10)
        reader.add(second.stream)
        var actions = reader.event(event(10))
        actions += reader.event(second.journal[9])
        #expect(actions.asks.map(\.stream) == [owner.stream])
        var order: [String] = []
        var ask = actions.asks.first
        while let next = ask {
            order.append(next.stream.entity)
            let source = next.stream == owner.stream ? owner : second
            actions = reader.replayPage(next, messages: source.page(for: next), head: source.head)
            #expect(actions.asks.count <= 1)
            ask = actions.asks.first
        }
        #expect(
            order == [
                "session", "attendance", "session", "attendance", "session", "attendance",
            ])
    }

    @Test("asks two owners at the same time")
    mutating func twoOwners() {
        var second = FakeOwner("aftercare.plan")
        second.append(10)
        reader.add(second.stream)
        #expect(reader.event(event(10)).asks.map(\.stream) == [owner.stream])
        #expect(reader.event(second.journal[9]).asks.map(\.stream) == [second.stream])
    }

    @Test("asks the owner for its last event when a heartbeat tells a lower head, and goes on")
    mutating func suspicionCleared() throws {
        becomeWholeAt3()
        var behind = FakeOwner()
        behind.append(1)
        let ask = try #require(
            reader.heartbeat(behind.heartbeat, from: owner.stream.owner).asks.first)
        #expect(ask.from == 3)
        #expect(ask.isCheck)
        #expect(!reader.isWhole)
        let actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        #expect(actions.stops.isEmpty)
        #expect(actions.delivered() == [4, 5])
    }

    @Test("stops when the owner's answer has a lower head")
    mutating func regressed() throws {
        becomeWholeAt3()
        owner.lose(8)
        let ask = try #require(
            reader.heartbeat(owner.heartbeat, from: owner.stream.owner).asks.first)
        let actions = reader.replayPage(ask, messages: [], head: owner.head)
        #expect(
            actions == [
                .stopped(StreamStop(stream: owner.stream, sequence: 3, reason: .regressed))
            ])
    }

    @Test("stops when the owner's answer has another event in that place")
    mutating func rewritten() throws {
        becomeWholeAt3()
        owner.lose(8)
        owner.append(saying: "another third")
        // The head is not lower, but its hash is another one.
        let ask = try #require(
            reader.heartbeat(owner.heartbeat, from: owner.stream.owner).asks.first)
        let actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        #expect(actions.stops.map(\.reason) == [.regressed])
    }

    @Test("does not stop on an answer that says nothing of the event in question")
    mutating func emptyAnswer() throws {
        becomeWholeAt3()
        var behind = FakeOwner()
        behind.append(1)
        let ask = try #require(
            reader.heartbeat(behind.heartbeat, from: owner.stream.owner).asks.first)
        #expect(reader.replayPage(ask, messages: [], head: nil).isEmpty)
        #expect(reader.stops.isEmpty)
        let again = try #require(reader.tick(now: 2_000).asks.first)
        #expect(again.isCheck)
    }

    @Test("stops when a page does not follow from what it has")
    mutating func forkedPage() throws {
        becomeWholeAt3()
        owner.lose(8)
        for text in ["a", "b", "c"] { owner.append(saying: text) }
        let ask = try #require(
            reader.heartbeat(owner.heartbeat, from: owner.stream.owner).asks.first)
        let actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        #expect(actions.stops.map(\.reason) == [.forked])
    }

    @Test("holds 1,000 events; beyond, the newest is dropped and comes by page")
    mutating func heldBound() throws {
        owner.pageLimit = 400
        owner.append(1_200)
        var actions = reader.event(event(2))
        for sequence in 3...1_101 { _ = reader.event(event(sequence)) }
        #expect(reader.ledger.heldDropped == 100)
        var delivered: [Int64] = []
        while let ask = actions.asks.first {
            actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
            delivered += actions.delivered()
        }
        let isComplete = delivered == Array(1...1_210)
        #expect(isComplete)
    }

    @Test("backs off when an ask brings nothing, and never gives up")
    mutating func backoff() throws {
        #expect(reader.event(event(5)).asks.count == 1)
        var pauses: [Duration] = []
        var now: SteadyInstant = 0
        for number in 1...10 {
            var actions: [StreamReader.Action] = []
            while reader.ledger.failedAsks < number {
                now += 10
                actions = reader.tick(now: now)
            }
            let failed = now
            while actions.asks.isEmpty {
                now += 10
                actions = reader.tick(now: now)
            }
            pauses.append(now - failed)
        }
        #expect(pauses.first ?? .zero >= .milliseconds(250))
        #expect(pauses.allSatisfy { $0 <= .seconds(15) })
        #expect(pauses.last ?? .zero >= .seconds(10))
        #expect(reader.ledger.failedAsks == 10)
    }

    @Test("asks again when no answer comes, and takes a late one nevertheless")
    mutating func timeout() throws {
        let ask = try #require(reader.event(event(5)).asks.first)
        #expect(reader.tick(now: 1_999).asks.isEmpty)
        #expect(reader.tick(now: 2_100).asks.isEmpty)
        let again = try #require(reader.tick(now: 2_600).asks.first)
        #expect(again != ask)
        let late = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        #expect(late.delivered() == [1, 2, 3])
        #expect(late.asks.isEmpty, "the second page is outstanding")
    }

    @Test("goes on at once when a late page brings something, whatever failed meanwhile")
    mutating func lateProgress() throws {
        owner.append(5)
        let ask = try #require(reader.event(event(12)).asks.first)
        #expect(reader.tick(now: 2_100).asks.isEmpty, "it is not asked again yet")
        let late = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        #expect(late.delivered().first == 1)
        #expect(late.asks.count == 1)
    }

    @Test("takes a stream that it goes on with for whole only once its owner is heard again")
    mutating func unheardAfterAStop() {
        becomeWholeAt3()
        var early = FakeOwner()
        early.append(3)
        reader.committed(
            owner.stream, sequence: 3, hash: HashChain.hash(of: event(3).raw))
        #expect(reader.isWhole)
        reader.stop(StreamStop(stream: owner.stream, sequence: 4, reason: .parkedFull))
        #expect(!reader.isWhole && reader.isStopped(owner.stream))
        _ = reader.heartbeat(early.heartbeat, from: owner.stream.owner)
        reader.resume(owner.stream)
        #expect(reader.rewind([owner.stream]).isEmpty)
        #expect(!reader.isWhole, "what was told while it stood still was not heard")
        _ = reader.heartbeat(early.heartbeat, from: owner.stream.owner)
        #expect(reader.isWhole)
    }

    @Test("asks the next incarnation of an owner at once")
    mutating func newIncarnation() throws {
        _ = reader.heartbeat(owner.heartbeat, from: owner.stream.owner)
        #expect(reader.heartbeat(owner.heartbeat, from: owner.stream.owner).asks.isEmpty)
        owner.incarnation = "second"
        #expect(reader.heartbeat(owner.heartbeat, from: owner.stream.owner).asks.count == 1)
    }

    @Test("counts a page with anything but the next events, and asks again later")
    mutating func badPages() throws {
        let stranger = FakeOwner.event(
            FakeOwner.stream("aftercare.plan"), sequence: 1, after: HashChain.origin)
        let garbage = RawMessage(topic: [1], attributes: [2], data: [3])
        for bad in [stranger.raw, garbage, event(2).raw] {
            var reader = reader
            let ask = try #require(reader.event(event(5)).asks.first)
            let actions = reader.replayPage(ask, messages: [bad], head: owner.head)
            #expect(actions.isEmpty)
            #expect(reader.ledger.badPages == 1)
            #expect(reader.tick(now: 1_000).asks.map(\.from) == [1])
        }
    }

    @Test("is not held up for ever by an event that its owner does not know")
    mutating func unconfirmed() throws {
        becomeWholeAt3()
        owner.lose(7)
        let stray = FakeOwner.event(owner.stream, sequence: 1_000_000, after: HashChain.origin)
        let ask = try #require(reader.event(stray).asks.first)
        #expect(reader.replayPage(ask, messages: [], head: owner.head).stops.isEmpty)
        #expect(reader.isWhole)
        let next = owner.append()
        #expect(reader.event(next) == [.deliver(next)])
    }

    @Test("ignores a sequence that no stream can reach", arguments: [Int64.max, 1 << 53])
    mutating func absurd(_ sequence: Int64) {
        // An event of it does not even pass the edge.
        var attributes = event(1).attributes
        attributes.sequence = sequence
        let made = try? Envelope(
            topic: .event(owner.stream), attributes: attributes, data: Array("{}".utf8))
        #expect(made == nil)
        var heartbeat = owner.heartbeat
        heartbeat.heads = [owner.stream: Heartbeat.Head(sequence: sequence, hash: "")]
        #expect(reader.heartbeat(heartbeat, from: owner.stream.owner).isEmpty)
    }

    @Test("delivers again, after a failed commit, all that is not committed")
    mutating func rewind() throws {
        becomeWholeAt3()
        reader.committed(
            owner.stream, sequence: 1, hash: HashChain.hash(of: event(1).raw))
        #expect(reader.positions == [owner.stream: 1])
        let ask = try #require(reader.rewind().asks.first)
        #expect(ask.from == 2)
        #expect(!reader.isWhole)
        let actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
        #expect(actions.delivered() == [2, 3, 4])
        #expect(reader.ledger.missing == 0, "nothing was lost on the way")
    }

    @Test("checks the first event after its committed position against the committed hash")
    mutating func resumed() {
        var fresh = StreamReader(now: 0, seed: 1)
        fresh.add(owner.stream, committed: 3, hash: HashChain.hash(of: event(3).raw))
        #expect(fresh.event(event(3)).isEmpty)
        #expect(fresh.event(event(4)).delivered() == [4])
        var other = StreamReader(now: 0, seed: 1)
        other.add(owner.stream, committed: 3, hash: HashChain.hash(of: event(2).raw))
        #expect(other.event(event(4)).stops.map(\.reason) == [.forked])
    }

    @Test("is whole only when the owner has told its head since the start or the last hole")
    mutating func wholeness() throws {
        #expect(!reader.isWhole)
        _ = reader.event(event(1))
        #expect(!reader.isWhole)
        #expect(reader.lagging == [owner.stream])
        var early = FakeOwner()
        early.append(1)
        _ = reader.heartbeat(early.heartbeat, from: owner.stream.owner)
        #expect(reader.isWhole)
        let ask = try #require(reader.event(event(3)).asks.first)
        _ = reader.replayPage(ask, messages: [event(2).raw], head: nil)
        #expect(!reader.isWhole, "more may have been lost with it")
        _ = reader.heartbeat(owner.heartbeat, from: owner.stream.owner)
        #expect(!reader.isWhole)
    }

    @Test("takes a stream that its owner leaves out as empty, unless that owner is starting")
    mutating func leftOut() {
        var heartbeat = owner.heartbeat
        heartbeat.heads = [:]
        heartbeat.state = .starting
        _ = reader.heartbeat(heartbeat, from: owner.stream.owner)
        #expect(!reader.isWhole)
        heartbeat.state = .ready
        _ = reader.heartbeat(heartbeat, from: owner.stream.owner)
        #expect(reader.isWhole)
    }

    @Test("takes in a stream that is added while it runs, and once")
    mutating func adding() {
        let other = FakeOwner.stream("cbt.progress")
        let first = FakeOwner.event(other, sequence: 1, after: HashChain.origin)
        #expect(reader.event(first).isEmpty)
        reader.add(other)
        #expect(reader.event(first) == [.deliver(first)])
        reader.add(other)
        #expect(reader.event(first).isEmpty, "adding it again does not begin anew")
        #expect(Set(reader.streams) == [other, owner.stream] && reader.streams.count == 2)
    }

    @Test("subscribes again when the hub was not heard for three seconds")
    mutating func hubSilence() {
        #expect(reader.tick(now: 2_999).isEmpty)
        let hub = Heartbeat(identity: .hub, incarnation: "x", version: "1", state: .ready)
        _ = reader.heartbeat(hub, from: .hub)
        #expect(reader.tick(now: 5_998).isEmpty)
        #expect(reader.tick(now: 5_999) == [.resubscribe])
        #expect(reader.tick(now: 6_000).isEmpty)
    }

    @Test("subscribes again when it repaired a stream twice and no event came by itself")
    mutating func repairsWithoutLive() throws {
        func repair() throws -> [StreamReader.Action] {
            owner.append()
            var actions = reader.heartbeat(owner.heartbeat, from: owner.stream.owner)
            var all = actions
            while let ask = actions.asks.first {
                actions = reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head)
                all += actions
            }
            return all
        }
        #expect(try !repair().contains(.resubscribe))
        _ = reader.event(owner.append())
        #expect(try !repair().contains(.resubscribe))
        #expect(try repair().contains(.resubscribe))
        #expect(try !repair().contains(.resubscribe))
    }
}
