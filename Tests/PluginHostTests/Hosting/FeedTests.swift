internal import Journal
internal import Messages
internal import PeerKit
internal import PluginHostCore
internal import Testing
internal import TherapyContract

@testable internal import cairn_plugin_host

@Suite("A host's journal, as it is read for a program", .timeLimit(.minutes(2)))
struct FeedTests {
    private func feed(_ bench: HostBench) -> JournalFeed {
        JournalFeed(bench.journal, of: bench.room.contract, timeZone: "UTC")
    }

    @Test("It is read a part at a time, and comes to the same however it is cut")
    func parts() async throws {
        let bench = try HostBench(every: 1_000_000)
        try bench.attend(JournalFeed.part + 20)
        var feed = feed(bench)
        let engine = bench.peer.engine
        let first = try feed.steps(after: 0, of: engine)
        #expect(!first.isAtEnd)
        #expect(first.to == Int64(JournalFeed.part))
        let second = try feed.steps(after: first.to, of: engine)
        #expect(second.isAtEnd)
        #expect(first.steps.count + second.steps.count == JournalFeed.part + 20)
        let end = try feed.steps(after: second.to, of: engine)
        #expect(end.steps.isEmpty && end.isAtEnd && end.to == second.to)
        // Steps name the place of their facts: reading goes on behind any of them.
        let middle = try #require(first.steps.dropFirst(100).first)
        #expect(try feed.steps(after: middle.position, of: engine).steps.first == first.steps[101])
    }

    @Test("What followed is told with its cause, as when it was decided, and begins at that cause")
    func following() async throws {
        let bench = try HostBench()
        try bench.attend(3)
        try await bench.run()
        await bench.end()
        var feed = feed(bench)
        let steps = try feed.steps(after: 0, of: bench.peer.engine).steps
        let pairs = steps.map(\.fact.type)
        #expect(
            pairs
                == (0..<3).flatMap { _ in ["scheduler.attendance.recorded", "tally.record.added"] })
        for pair in stride(from: 0, to: steps.count, by: 2) {
            let cause = steps[pair]
            let followed = steps[pair + 1]
            #expect(cause.position == followed.position)
            // As it was told when it was decided.
            let kept = try #require(try bench.journal.eventWithID(followed.fact.id))
            let told = feed.told(try Envelope(kept.raw))
            #expect(told == followed.fact)
            // Wherever what followed stands, it was told with its cause.
            #expect(try feed.place(of: followed.fact.id) == cause.position)
            #expect(try feed.place(of: cause.fact.id) == cause.position)
        }
        let noted = try #require(try bench.journal.eventWithID(steps[0].fact.id))
        let none = feed.told(try Envelope(noted.raw))
        #expect(none == nil, "it follows from nothing here")
        #expect(try feed.place(of: "nobody-knows") == nil)
    }
}
