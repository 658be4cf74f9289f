import AftercareCore
import AssessmentCore
import Foundation
import Journal
import JournalSQLite
import Messages
import PeerGroupsCore
import SchedulerCore
import SimulatorCore
import SupervisorCore
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("A start from a snapshot")
struct SnapshotTests {
    @Test(
        "The state of a snapshot, with what came after it, is that of the whole history",
        arguments: WholeClinic.folding)
    func everyCore(identity: Identity) throws {
        let history = try OneHistoryTests.first.get()
        let core = try #require(history.cores[identity] as? any Core & Equatable)
        try compare(core, of: identity, in: history)
    }

    private func compare<Service: Core & Equatable>(
        _ core: Service, of identity: Identity, in history: History
    ) throws {
        let fresh = Engine(
            core: Service(), identity: identity, clinic: history.clinic, mode: history.mode)
        let entries = try history.entries(of: identity)
        try #require(entries.count > 100)
        var whole = fresh
        for part in 0...5 {
            let position = entries.count * part / 5
            for entry in entries[(entries.count * max(0, part - 1) / 5)..<position] {
                try whole.fold(entry)
            }
            var kept = fresh
            try kept.restore(try whole.encodedState())
            #expect(kept.core == whole.core, "at \(position)")
            #expect(kept.stateDigest == whole.stateDigest, "at \(position)")
            for entry in entries[position...] { try kept.fold(entry) }
            #expect(kept.core == core, "from \(position)")
            #expect(kept.heads == history.heads[identity], "from \(position)")
        }
        #expect(whole.core == core)
    }

    private let folder: TemporaryFolder
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)

    init() throws { folder = try TemporaryFolder() }

    private func open() throws -> any JournalStore {
        try SQLiteJournal.open(folder: folder.path, identity: Bench.identity, key: Bench.key)
    }

    /// A service on a journal of its own that has taken in a client.
    private mutating func begun() throws -> Bench {
        let bench = try Bench(open(), build: "one")
        bench.receive(try assessment.registered("c-1"), try scheduler.enrolled("c-1"))
        return bench
    }

    /// Keeps a snapshot of the state that another history would have made: what is folded behind it
    /// shows where a start begins.
    ///
    /// - Returns: its position.
    @discardableResult
    private func keepForged(of bench: Bench) throws -> Int64 {
        var forged = bench.peer.engine
        forged.core.answers = ["from the snapshot"]
        let draft = try #require(bench.peer.snapshotDraft)
        try bench.journal.keep(
            Snapshot(
                position: draft.position, author: draft.author, state: forged.encodedState()))
        return draft.position
    }

    @Test("A service goes on from it, and folds only what came after")
    mutating func goesOn() throws {
        let first = try begun()
        try #require(first.peer.snapshotDraft).keep()
        let position = first.peer.position
        #expect(position > 0)
        let early = first.core
        first.receive(try assessment.registered("c-2"), try scheduler.enrolled("c-2"))
        first.journal.close()

        let second = try Bench(open(), build: "one")
        #expect(second.peer.beginning.snapshot == position)
        #expect(second.core == first.core)
        #expect(second.core != early)
        #expect(second.peer.engine.heads == first.peer.engine.heads)
        #expect(second.peer.position == first.peer.position)
        second.journal.close()
    }

    @Test("What comes after it is folded, and what is before it is not read")
    mutating func readsNothingBefore() throws {
        let first = try begun()
        try keepForged(of: first)
        first.journal.close()
        let second = try Bench(open(), build: "one")
        #expect(second.core.answers == ["from the snapshot"])
        second.journal.close()
        // So does another build: whether it folds alike is seen beside the loop.
        let other = try Bench(open(), build: "two")
        #expect(other.core.answers == ["from the snapshot"])
        other.journal.close()
        let none = try Bench(open())
        #expect(none.core == first.core)
        #expect(none.peer.beginning.snapshot == nil && none.peer.beginning.unfit == nil)
        #expect(none.peer.snapshotDraft == nil)
        none.journal.close()
    }

    @Test("An event before it that is entered in error afterwards is not in the next state")
    mutating func retractedSince() throws {
        let first = try Bench(open(), build: "one")
        let wrong = try scheduler.enrolled("c-1")
        first.receive(try assessment.registered("c-1"), wrong)
        try #require(first.peer.snapshotDraft).keep()
        first.receive(try scheduler.correction(of: wrong))
        #expect(first.core.seated == [])
        first.journal.close()
        let second = try Bench(open(), build: "one")
        #expect(second.peer.beginning.unfit?.contains("in error") == true)
        #expect(second.core == first.core)

        // The next snapshot knows of it.
        try #require(second.peer.snapshotDraft).keep()
        second.journal.close()
        let third = try Bench(open(), build: "one")
        #expect(third.peer.beginning.snapshot == second.peer.position)
        #expect(third.core == first.core)
        third.journal.close()
    }

    @Test("What is entered in error after it is left out, at once and at the next start")
    mutating func retractedAfter() throws {
        let first = try begun()
        let position = try keepForged(of: first)
        let wrong = try scheduler.enrolled("c-2")
        first.receive(try assessment.registered("c-2"), wrong)
        #expect(first.core.answers == [])
        first.receive(try scheduler.correction(of: wrong))
        #expect(first.core.answers == ["from the snapshot"])
        #expect(first.core.enrolled == ["c-1"])
        first.journal.close()
        let second = try Bench(open(), build: "one")
        #expect(second.peer.beginning.snapshot == position)
        #expect(second.core == first.core)
        second.journal.close()
    }

    @Test("A state that cannot be read is folded anew, and is no error")
    mutating func unreadable() throws {
        let first = try begun()
        let draft = try #require(first.peer.snapshotDraft)
        try first.journal.keep(
            Snapshot(position: draft.position, author: draft.author, state: Array("{}".utf8)))
        first.journal.close()
        let second = try Bench(open(), build: "one")
        #expect(second.peer.beginning.unfit == "its state cannot be read")
        #expect(second.core == first.core)
        second.journal.close()
    }

    @Test("Another version of the fold, or of its beginning, folds anew and says why")
    mutating func otherFold() throws {
        let first = try begun()
        let draft = try #require(first.peer.snapshotDraft)
        try first.journal.keep(
            Snapshot(
                position: draft.position,
                author: SnapshotAuthor(fold: "\(draft.author.fold) of earlier", build: "one"),
                state: try first.peer.engine.encodedState()))
        first.journal.close()
        let second = try Bench(open(), build: "one")
        #expect(second.peer.beginning.snapshot == nil)
        #expect(second.peer.beginning.unfit?.contains("another version of the fold") == true)
        #expect(second.core == first.core)
        second.journal.close()
    }
}
