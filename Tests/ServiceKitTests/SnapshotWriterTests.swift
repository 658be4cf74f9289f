import Journal
import JournalDoubles
import Logging
import Messages
import Testing

@testable import PeerBench
@testable import PeerKit
@testable import ServiceKit

@Suite("Who keeps a snapshot")
struct SnapshotWriterTests {
    private var assessment = Author(.assessment)

    @Test("It is kept after so many entries, beside the loop, and before the process ends")
    mutating func kept() async throws {
        let journal = MemoryJournal(identity: Bench.identity)
        let bench = try Bench(journal, build: "one")
        let logger = Logger(label: "test") { LineLogHandler(label: $0, format: .human) }
        let writer = SnapshotWriter(last: 0, every: 5, logger: logger)
        let author = try #require(bench.peer.folds.author)
        func position() -> Int64? {
            guard case .usable(let found) = bench.journal.snapshot(of: author.fold) else {
                return nil
            }
            return found.position
        }
        for number in 1... {
            bench.receive(try assessment.registered(ClientID("c-\(number)")))
            guard bench.peer.position < 5 else { break }
            writer.keepIfDue(bench.peer)
            #expect(position() == nil)
        }
        writer.keepIfDue(bench.peer)
        let deadline = ContinuousClock.now + .seconds(900)
        while position() == nil, ContinuousClock.now < deadline { await Task.yield() }
        #expect(position() == bench.peer.position)

        bench.receive(try assessment.registered("c-last"))
        // The task that wrote may still be about to say that it has.
        while position() != bench.peer.position, ContinuousClock.now < deadline {
            writer.keepLast(bench.peer)
            await Task.yield()
        }
        #expect(position() == bench.peer.position)
        let last = bench.core
        let next = try Bench(journal, build: "one")
        #expect(next.peer.beginning.snapshot == next.peer.position)
        #expect(next.core == last)
    }
}
