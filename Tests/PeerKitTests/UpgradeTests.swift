import Journal
import JournalSQLite
import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

/// Another build goes on from what was kept, and compares it with the whole history.
@Suite("A start after an upgrade")
struct UpgradeTests {
    private let folder: TemporaryFolder
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)

    init() throws { folder = try TemporaryFolder() }

    private func open(_ build: String) throws -> Bench {
        var settings = PeerSettings()
        settings.loopFoldLimit = 1_000
        return try Bench(
            SQLiteJournal.open(folder: folder.path, identity: Bench.identity, key: Bench.key),
            build: build, settings: settings)
    }

    /// A kept state; a wrong one, if it is to be another than the history says.
    private mutating func kept(by build: String, wrong: Bool = false) throws -> Desk {
        let bench = try open(build)
        bench.receive(
            try assessment.registered("c-1"), try scheduler.enrolled("c-1"),
            try assessment.registered("c-2"))
        var engine = bench.peer.engine
        if wrong { engine.core.seated = ["c-9"] }
        let draft = try #require(bench.peer.snapshotDraft)
        try bench.journal.keep(
            Snapshot(
                position: draft.position, author: draft.author, state: engine.encodedState()))
        bench.receive(try scheduler.enrolled("c-2"))
        bench.journal.close()
        return bench.core
    }

    @Test("What equals the history is confirmed, and until then stays the other build's")
    mutating func confirmed() throws {
        let core = try kept(by: "one")
        let bench = try open("two")
        #expect(bench.core == core)
        #expect(bench.peer.beginning.snapshot != nil)
        #expect(bench.peer.snapshotDraft?.author.build == "one")
        // The loop goes on meanwhile.
        let task = try #require(bench.beginComparison())
        #expect(bench.receive(try Wish().forbid()).answers.map(\.outcome) == [.accepted])
        bench.settle(try task.run { _, _ in })
        #expect(bench.peer.health.foldFault == nil && !bench.peer.isAwaitingFold)
        #expect(bench.peer.snapshotDraft?.author.build == "two")
        #expect(bench.beginComparison() == nil)
        bench.journal.close()
    }

    @Test("What is read no more, as by a therapy that wants less, is not followed and not lacked")
    mutating func readsLess() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"), try scheduler.enrolled("c-1"))
        let less = try Peer(
            engine: Engine(
                core: Desk(), identity: .peerGroups, clinic: SmallClinic.clinic(),
                mode: SmallClinic.mode(), reads: Desk.reads.filter { $0.owner != .assessment }),
            journal: bench.journal, token: "inbox-2", wall: bench.wall, seed: 1)
        func follows(_ peer: Peer<Desk>, _ owner: Identity) -> Bool {
            peer.subscriptions.contains { $0.hasPrefix("event.\(owner).") }
        }
        #expect(follows(bench.peer, .assessment) && follows(bench.peer, .scheduler))
        #expect(!follows(less, .assessment) && follows(less, .scheduler))
    }

    @Test("The same build compares nothing")
    mutating func same() throws {
        _ = try kept(by: "one")
        let bench = try open("one")
        #expect(bench.peer.beginning.snapshot != nil)
        #expect(bench.beginComparison() == nil)
        bench.journal.close()
    }

    @Test(
        "What differs is an alarm: the state is folded anew, and nothing is decided on it meanwhile"
    )
    mutating func differs() throws {
        let core = try kept(by: "one", wrong: true)
        let bench = try open("two")
        #expect(bench.core.seated.contains("c-9"))
        let task = try #require(bench.beginComparison())
        bench.settle(try task.run { _, _ in })
        #expect(bench.peer.isDegraded && bench.peer.isAwaitingFold)
        #expect(bench.peer.troubles.contains { $0.advice.problem.contains("another build") })
        // Nobody goes on from it again.
        #expect(bench.journal.snapshot(of: try #require(bench.peer.folds.author).fold) == .nothing)
        #expect(bench.peer.snapshotDraft == nil)
        #expect(bench.receive(try Wish().forbid()).answers.isEmpty)
        #expect(try bench.foldBeside())
        #expect(bench.core == core)
        #expect(bench.receive([]).answers.map(\.outcome) == [.accepted])
        // It is told until the next start.
        #expect(bench.peer.isDegraded)
        try #require(bench.peer.snapshotDraft).keep()
        bench.journal.close()
        let next = try open("two")
        #expect(next.core == bench.core)
        #expect(next.peer.health.foldFault == nil && next.beginComparison() == nil)
        next.journal.close()
    }

    @Test("A history that cannot be read is told, and what goes on from the kept state goes on")
    mutating func unreadable() throws {
        _ = try kept(by: "one")
        let bench = try open("two")
        let task = try #require(bench.beginComparison())
        bench.abandon(task, for: SQLiteJournalError.corrupt(path: "journal", place: "entry 1"))
        #expect(bench.peer.isDegraded && bench.peer.health.storageFault == nil)
        #expect(bench.peer.troubles.contains { $0.advice.problem.contains("entry 1") })
        #expect(bench.receive(try Wish().forbid()).answers.map(\.outcome) == [.accepted])
        bench.journal.close()
    }
}
