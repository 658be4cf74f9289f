import HashChain
import Journal
import JournalDoubles
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

/// What a host decides beside its peer's loop, as its program says.
@Suite("What was decided beside the loop")
struct RecordingTests {
    private let joined = MemberJoined(client: "c-0001", group: "p1-01", phase: "p1")
    private let left = MemberLeft(client: "c-0001", group: "p1-01", reason: "Moved.")

    /// A peer that has taken in a registration.
    private func bench(_ journal: (any JournalStore)? = nil) throws -> (Bench, MessageID, Author) {
        let bench = try Bench(journal)
        var author = Author(.assessment)
        let registered = try author.registered("c-0001")
        bench.receive(registered)
        return (bench, try Envelope(registered).id, author)
    }

    @Test("All of it is in the journal in one commit, upon what it follows from, and then told")
    func recorded() throws {
        let (bench, cause, _) = try bench()
        let before = try bench.journal.count()
        let (turn, outcome) = bench.record([joined, left], id: "decision-1", upon: cause)
        #expect(outcome == .recorded)
        let entries = try bench.journal.entries(after: before, limit: 10)
        #expect(entries.count == 2 && entries.allSatisfy(\.isOwn))
        for entry in entries {
            let envelope = try Envelope(entry.raw)
            #expect(envelope.causationid == cause)
            #expect(envelope.attributes.actor == nil)
        }
        #expect(Bench.Sent(turn).events.map(\.raw) == entries.map(\.raw))
        // Both were applied, in order.
        #expect(bench.core.seated.isEmpty)
        // The same state comes of the journal.
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("Each decision has identifiers of its own, and the same one has the same")
    func identifiers() throws {
        func ids(_ decisions: MessageID...) throws -> [MessageID] {
            let (bench, cause, _) = try bench()
            for decision in decisions { _ = bench.record([joined], id: decision, upon: cause) }
            return try bench.journal.everything().filter(\.isOwn).map { try Envelope($0.raw).id }
        }
        #expect(try ids("one") == ids("one"))
        #expect(Set(try ids("one", "two")).count == 2)
    }

    @Test("What follows from nothing is recorded, too")
    func noCause() throws {
        let (bench, _, _) = try bench()
        let (_, outcome) = bench.record([joined], id: "decision-1", upon: nil)
        #expect(outcome == .recorded)
        let last = try #require(try bench.journal.everything().last)
        #expect(try Envelope(last.raw).causationid == nil)
    }

    @Test("What follows from something that was entered in error is recorded nowhere")
    func outdated() throws {
        var (bench, cause, author) = try bench()
        let wrong = try #require(try bench.journal.eventWithID(cause))
        bench.receive(try author.correction(of: wrong.raw))
        while try bench.foldBeside() {}
        let before = try bench.journal.count()
        let (turn, outcome) = bench.record([joined], id: "decision-1", upon: cause)
        #expect(outcome == .outdated)
        #expect(turn.frames.isEmpty)
        #expect(try bench.journal.count() == before)
        #expect(bench.core.seated.isEmpty)
    }

    @Test("One event that can be none keeps all of it out, and says why")
    func refused() throws {
        let (bench, cause, _) = try bench()
        let before = try bench.journal.count()
        let long = MemberLeft(
            client: "c-0001", group: "p1-01", reason: String(repeating: "x", count: 200_000))
        let (turn, outcome) = bench.record([joined, long], id: "decision-1", upon: cause)
        guard case .refused(let advice) = outcome else {
            Issue.record("It was \(outcome).")
            return
        }
        #expect(!advice.problem.isEmpty)
        #expect(turn.frames.isEmpty)
        #expect(try bench.journal.count() == before)
        #expect(bench.core.seated.isEmpty)
        let (_, next) = bench.record([joined], id: "decision-2", upon: cause)
        #expect(next == .recorded)
    }

    @Test("While the journal takes nothing it has to come again, and then stands once")
    func later() throws {
        let disk = try FaultyJournal(over: MemoryJournal(identity: Bench.identity))
        let (bench, cause, _) = try bench(disk)
        let before = try bench.journal.count()
        disk.fail(.full)
        let (turn, outcome) = bench.record([joined], id: "decision-1", upon: cause)
        #expect(outcome == .later)
        #expect(turn.frames.isEmpty)
        #expect(bench.core.seated.isEmpty)
        disk.fail(nil)
        for _ in 0..<5 { bench.receive([], after: 60_000) }
        let (_, again) = bench.record([joined], id: "decision-1", upon: cause)
        #expect(again == .recorded)
        #expect(try bench.journal.count() == before + 1)
        #expect(bench.core.seated == ["c-0001"])
    }
}
