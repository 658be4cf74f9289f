import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("A clock that is set back")
struct SteadyTimeTests {
    @Test("Time goes on by what passes, and never back")
    func goesOn() {
        var time = SteadyTime(wall: 10_000)
        #expect(time.pass(to: 10_500) == 10_500)
        #expect(time.pass(to: 7_000) == 10_500)
        #expect(time.pass(to: 7_300) == 10_800)
        #expect(time.pass(to: 20_000) == 23_500)
    }

    @Test("What is told of an instant is what the wall clock would have shown, as it is set now")
    func told() {
        var time = SteadyTime(wall: 10_000)
        time.pass(to: 10_500)
        #expect(time.wall(at: 10_200) == 10_200)
        time.pass(to: 7_000)
        #expect(time.wall(at: 10_500) == 7_000)
        #expect(time.wall(at: 10_200) == 6_700)
        #expect(time.wall(at: 11_500) == 8_000)
    }

    @Test("A command of one's own is sent again all the same, and its time ends")
    func outbox() throws {
        let bench = try Bench()
        var assessment = Author(.assessment)
        var scheduler = Author(.scheduler)
        bench.receive(try assessment.registered("c-1"))
        bench.receive(try scheduler.enrolled("c-1", ages: .adolescent))
        #expect(bench.receive(after: -3_600_000).commands == [])
        let again = bench.receive(after: 1_000).commands
        // Its receiver is told how long it is tried by the clock that both go by.
        #expect(again.map(\.attributes.deadline) == [bench.wall + 59_000])
        bench.receive(after: 60_000)
        #expect(bench.peer.openRequestCount == 0)
        #expect(bench.core.answers == ["unknown"])
    }

    @Test("What was missed is asked for again all the same")
    func repair() throws {
        let bench = try Bench()
        var assessment = Author(.assessment)
        _ = try assessment.registered("c-1")
        bench.receive(try assessment.registered("c-2"))
        #expect(bench.receive(after: 100).replays.count == 1)
        bench.receive(after: -3_600_000)
        let asks = (0..<10).flatMap { _ in bench.receive(after: 1_000).replays }
        #expect(!asks.isEmpty)
    }
}
