import Journal
import Messages
import Synchronization
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit
@testable import ServiceKit

/// A turn that came to much takes what there is time for, commits it, and goes on in the next.
@Suite("A turn in slices")
struct SliceTests {
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)

    /// Settings of a processor of which each look at its time costs 60 ms.
    private static func slow() -> PeerSettings {
        let spent = Mutexed()
        var settings = PeerSettings()
        settings.processorTime = { spent.look() }
        return settings
    }

    private final class Mutexed: Sendable {
        private let spent = Mutex(Duration.zero)
        func look() -> Duration {
            spent.withLock {
                $0 += .milliseconds(60)
                return $0
            }
        }
    }

    private mutating func inputs(_ count: Int) throws -> [RawMessage] {
        var inputs: [RawMessage] = []
        for number in 1...count {
            let client = ClientID("c-\(number)")
            inputs += [try assessment.registered(client), try scheduler.enrolled(client)]
        }
        return inputs + [try Wish().forbid("c-1", "c-2"), try Wish(id: "wish-2").allow("c-1")]
    }

    @Test("What takes long is committed and told in parts, in order, and nothing is lost")
    mutating func parts() throws {
        let inputs = try inputs(4)
        let whole = try Bench()
        whole.receive(inputs)

        let bench = try Bench(settings: Self.slow())
        var answers = bench.receive(inputs).answers
        var turns = 1
        var recorded = try bench.recorded().count
        #expect(bench.peer.hasBacklog && answers.isEmpty && recorded > 0)
        while bench.peer.hasBacklog {
            #expect(!bench.peer.isWhole)
            let beat = bench.peer.heartbeat(incarnation: "i", version: "0", state: .ready)
            #expect(beat.queued > 0)
            // A process that ended here goes on where the journal is.
            #expect(try bench.restarted().core == bench.core)
            answers += bench.receive([]).answers
            turns += 1
            let now = try bench.recorded().count
            #expect(now > recorded)
            recorded = now
        }
        #expect(turns == inputs.count / 2)
        #expect(answers.map(\.outcome) == [.accepted, .accepted])
        #expect(bench.core == whole.core)
        #expect(try bench.restarted().core == whole.core)
    }

    @Test("Who measures no time takes all in one turn, however much it is")
    mutating func atOnce() throws {
        let inputs = try inputs(300)
        let bench = try Bench()
        let sent = bench.receive(inputs)
        #expect(!bench.peer.hasBacklog)
        #expect(sent.answers.map(\.outcome) == [.accepted, .accepted])
        #expect(bench.core.seated.count == 300)
    }

    @Test("A command that comes meanwhile waits its turn")
    mutating func order() throws {
        let bench = try Bench(settings: Self.slow())
        bench.receive(
            try Wish(id: "1").forbid("c-1"), try Wish(id: "2").forbid("c-2", "c-3"),
            try Wish(id: "3").forbid("c-3", "c-4"))
        bench.receive(try Wish(id: "4").forbid("c-4", "c-5"))
        while bench.peer.hasBacklog { bench.receive([]) }
        #expect(bench.core.forbidden.map(\.first) == ["c-1", "c-2", "c-3", "c-4"])
    }

    @Test("The longest turn is told since the start, and of the last hours alone")
    func longest() {
        var longest = LongestTurn()
        longest.note(.milliseconds(90), at: 0)
        longest.note(.milliseconds(20), at: 3_600_000)
        #expect(longest.counters["turn.longest-cpu-ms-last-hour"] == 90)
        longest.note(.milliseconds(1), at: 7_200_000)
        #expect(longest.counters["turn.longest-cpu-ms-last-hour"] == 20)
        longest.note(.milliseconds(1), at: 36_000_000)
        #expect(longest.counters["turn.longest-cpu-ms-last-hour"] == 1)
        #expect(longest.counters["turn.longest-cpu-ms"] == 90)
    }
}
