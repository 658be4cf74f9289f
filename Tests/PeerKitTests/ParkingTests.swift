import Bus
import Journal
import Messages
import PeerKit
import Testing

@testable import PeerBench

@Suite("An event that cannot be handled")
struct ParkingTests {
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)

    @Test("It is set aside with its reason; the stream goes on for everybody else")
    mutating func parked() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"), try assessment.registered("c-2"))
        let bad = try scheduler.enrolled("c-1", phase: "unheard-of")
        bench.receive(bad, try scheduler.enrolled("c-2"))

        let parked = try #require(try bench.journal.parked().first)
        #expect(parked.raw == bad)
        #expect(parked.reason == "There is no such phase.")
        #expect(bench.core.enrolled == ["c-2"])
        #expect(bench.core.seated == ["c-2"])
        #expect(bench.peer.isDegraded)
    }

    @Test("Later events of its subject are set aside too, in order, also after a restart")
    mutating func behind() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"))
        bench.receive(
            try scheduler.enrolled("c-1", phase: "unheard-of"), try scheduler.enrolled("c-1"))
        let later = try bench.restarted()
        #expect(later.peer.isDegraded)
        later.receive(try scheduler.enrolled("c-1"))
        #expect(try later.journal.parked().map(\.sequence) == [1, 2, 3])
        #expect(later.core.seated == [])
        #expect(later.core == bench.core)
    }

    @Test("A body that does not fit its type is set aside")
    mutating func unreadable() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"), try assessment.registered("c-2"))
        bench.receive(
            try scheduler.event(EnrollmentOpened.example, data: "{\"client\": 7}"),
            try scheduler.enrolled("c-2"))
        #expect(try bench.journal.parked().map(\.sequence) == [1])
        #expect(bench.core.seated == ["c-2"])
    }

    @Test("Without a subject, what follows in its stream is set aside; other streams go on")
    mutating func nobody() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"))
        bench.receive(
            try scheduler.event(
                EnrollmentOpened.example, data: "{\"client\": 7}", hasSubject: false),
            try scheduler.enrolled("c-1"), try assessment.registered("c-2"))
        #expect(try bench.journal.parked().map(\.sequence) == [1, 2])
        #expect(bench.core.enrolled == [])
        #expect(bench.core.registered == ["c-1", "c-2"])
        let later = try bench.restarted()
        later.receive(try scheduler.enrolled("c-2"))
        #expect(try later.journal.parked().map(\.sequence) == [1, 2, 3])
    }

    @Test("At 1,000 parked events the stream of the next one stops, and says so; others go on")
    mutating func bound() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"))
        for _ in 1...1_001 {
            bench.receive(try scheduler.enrolled("c-1", phase: "unheard-of"))
        }
        bench.receive(try scheduler.enrolled("c-1"), try assessment.registered("c-2"))
        #expect(try bench.journal.parked().count == 1_000)
        #expect(bench.peer.health.stops.map(\.reason) == [.parkedFull])
        #expect(bench.peer.health.stops.map(\.sequence) == [1_001])
        #expect(try bench.journal.cursors().values.map(\.sequence).max() == 1_000)
        #expect(bench.core.registered == ["c-1", "c-2"])
        // What was not taken in comes again after a restart, and stops the stream again.
        let later = try bench.restarted()
        let asked = later.receive(try scheduler.heartbeat())
        #expect((asked.replays + later.receive(after: 30).replays).count == 1)
    }

    @Test("An event of a kind that the core does not know passes by")
    mutating func unknown() throws {
        let bench = try Bench()
        bench.receive(
            try assessment.event(TreatmentDeclined.example), try assessment.registered("c-1"))
        #expect(try bench.journal.parked() == [])
        #expect(bench.core.registered == ["c-1"])
        #expect(try bench.recorded() == ["assessment.client.registered.v1"])
    }

    @Test("What is not a message is counted and dropped")
    func noMessage() throws {
        let bench = try Bench()
        bench.receive(
            RawMessage(topic: [0xff], attributes: [], data: []),
            RawMessage(
                topic: Array("event.assessment.client".utf8), attributes: Array("{".utf8), data: [])
        )
        #expect(bench.peer.counters["dropped.bad-topic"] == 1)
        #expect(bench.peer.counters["dropped.bad-attributes"] == 1)
    }
}
