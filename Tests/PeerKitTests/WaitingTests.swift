import Journal
import Messages
import PeerKit
import Testing

@testable import PeerBench

@Suite("An event that refers to something unknown")
struct WaitingTests {
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)

    @Test("It waits, and is taken in when the other stream brings what it refers to")
    mutating func waits() throws {
        let bench = try Bench()
        let early = try scheduler.enrolled("c-1")
        #expect(bench.receive(early).events.isEmpty)
        #expect(bench.core == Desk())
        #expect(try bench.recorded() == [])
        #expect(!bench.peer.isWhole)

        let sent = bench.receive(try assessment.registered("c-1"))
        #expect(sent.events.map(\.attributes.type) == ["peer-groups.membership.joined.v1"])
        #expect(sent.events.first?.attributes.causationid == (try Envelope(early).id))
        #expect(bench.core.seated == ["c-1"])
    }

    @Test("What follows in its stream waits behind it, so that order holds")
    mutating func order() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-2"))
        bench.receive(
            try scheduler.enrolled("c-1"), try scheduler.enrolled("c-2"))
        bench.receive(try scheduler.enrolled("c-2"))
        #expect(bench.core.enrolled == [])
        bench.receive(try assessment.registered("c-1"))
        #expect(bench.core.enrolled == ["c-1", "c-2", "c-2"])
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("In one batch with what it refers to it need not wait for another message")
    mutating func oneBatch() throws {
        let bench = try Bench()
        let sent = bench.receive(try scheduler.enrolled("c-1"), try assessment.registered("c-1"))
        #expect(sent.events.count == 1)
    }

    @Test("A restart forgets that it came, and asks its owner for it again")
    mutating func restart() throws {
        let early = try Bench()
        let enrolled = try scheduler.enrolled("c-1")
        early.receive(enrolled)
        let bench = try early.restarted()
        let asked = bench.receive(try scheduler.heartbeat())
        let ask = try #require((asked.replays + bench.receive(after: 30).replays).first)
        #expect(try Envelope(ask).topic.text == "query.scheduler.replay.enrollment.peer-groups")
        bench.receive(try assessment.registered("c-1"))
        bench.receive(try scheduler.page([enrolled], to: ask))
        #expect(bench.core.seated == ["c-1"])
    }

    @Test(
        "After a minute with every stream whole it is parked, with all that follows of its subject")
    mutating func parkedAtLast() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-2"))
        bench.receive(try scheduler.enrolled("c-1"), try scheduler.enrolled("c-2"))
        try beat(bench)
        bench.receive(after: 59_000)
        #expect(try bench.journal.parked() == [])
        bench.receive(after: 2_000)
        #expect(try bench.journal.parked().map(\.subject) == ["c-1"])
        // Others are kept waiting no longer.
        #expect(bench.core.seated == ["c-2"])
        #expect(bench.peer.isDegraded)
        #expect(bench.peer.isWhole)

        bench.receive(try assessment.registered("c-1"))
        bench.receive(try scheduler.enrolled("c-1"), try scheduler.enrolled("c-2"))
        #expect(bench.core.seated == ["c-2", "c-2"])
        #expect(try bench.journal.parked().map(\.sequence) == [1, 2, 3])
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("It is not parked while a stream is not whole: what it waits for may be in there")
    mutating func notWhole() throws {
        let bench = try Bench()
        bench.receive(try scheduler.enrolled("c-1"))
        try beat(bench)
        _ = try assessment.registered("c-1")
        bench.receive(try assessment.heartbeat())
        bench.receive(after: 200_000)
        #expect(try bench.journal.parked() == [])
    }

    @Test("Beyond 10,000 waiting events of a stream, the next are let go, and asked for again")
    mutating func overflow() throws {
        let bench = try Bench()
        var sent = [try scheduler.enrolled("c-1")]
        for _ in 2...10_003 { sent.append(try scheduler.enrolled("c-2")) }
        bench.receive(sent)
        #expect(bench.peer.counters["waiting.full"] == 3)
        bench.receive(try assessment.registered("c-1"), try assessment.registered("c-2"))
        #expect(bench.core.enrolled.count == 10_000)
        // What comes now would leave a hole.
        let next = try scheduler.enrolled("c-1")
        var asked = bench.receive(next).replays + bench.receive(after: 30).replays
        asked += bench.receive(try scheduler.heartbeat()).replays
        asked += bench.receive(after: 30).replays
        let ask = try #require(asked.first)
        bench.receive(try scheduler.page(sent + [next], to: ask))
        #expect(bench.core.enrolled.count == 10_004)
        #expect(bench.core.enrolled.last == "c-1")
        #expect(try bench.journal.cursors().values.map(\.sequence).max() == 10_004)
    }

    private func beat(_ bench: Bench) throws {
        bench.receive(try assessment.heartbeat(), try scheduler.heartbeat())
    }
}
