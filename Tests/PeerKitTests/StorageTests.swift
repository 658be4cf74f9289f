import Journal
import JournalDoubles
import JournalSQLite
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("A journal that cannot be written")
struct StorageTests {
    private let folder: TemporaryFolder
    private let bench: Bench
    private var assessment = Author(.assessment)

    init() throws {
        folder = try TemporaryFolder()
        bench = try Bench(
            SQLiteJournal.open(
                folder: folder.path, identity: Bench.identity, key: Bench.key, pageLimit: 100))
    }

    @Test("Commands are refused in words that say they were not recorded, and nothing is published")
    func refuses() throws {
        try bench.fill()
        let before = bench.core
        let sent = bench.receive(try Wish(id: "large").forbid(reason: .large))
        #expect(sent.events.isEmpty)
        let answer = try #require(sent.answers.first)
        #expect(answer.outcome == .refused)
        #expect(answer.refusal?.problem.contains("NOT recorded") == true)
        #expect(answer.refusal?.remedy.isEmpty == false)
        #expect(bench.core == before)
        #expect(bench.peer.isDegraded)
        #expect(!bench.peer.isReady)
        // Before the disk is tried again, small ones are refused too.
        let small = bench.receive(try Wish(id: "small").forbid())
        #expect(small.answers.map(\.outcome) == [.refused])
        #expect(try bench.journal.everything().count == before.forbidden.count)
        bench.journal.close()
    }

    @Test("All commands of the batch that failed are refused, and those behind it")
    func refusesAll() throws {
        try bench.fill()
        let sent = bench.receive(
            try Wish(id: "small").forbid(), try Wish(id: "large").forbid(reason: .large),
            try Wish(id: "behind").forbid())
        #expect(sent.answers.map(\.outcome) == [.refused, .refused, .refused])
        #expect(sent.events.isEmpty)
        bench.journal.close()
    }

    @Test("What was recorded before is not denied: its answer is given again")
    func knownBefore() throws {
        let first = bench.receive(try Wish(id: "known").forbid())
        try bench.fill()
        bench.receive(try Wish(id: "large").forbid(reason: .large))
        let again = bench.receive(try Wish(id: "known").forbid())
        #expect(again.answers == first.answers)
        #expect(again.answers.map(\.outcome) == [.accepted])
        bench.journal.close()
    }

    @Test("While it cannot be read nothing is denied: what was recorded before may be in it")
    func unreadable() throws {
        let disk = try FaultyJournal(over: MemoryJournal(identity: Bench.identity))
        let bench = try Bench(disk)
        let known = bench.receive(try Wish(id: "known").forbid())
        disk.fail(.gone)
        #expect(bench.receive(try Wish(id: "known").forbid()).answers == [])
        #expect(bench.receive(try Wish(id: "known").forbid()).answers == [])
        #expect(bench.peer.isDegraded)
        disk.fail(nil)
        let again = bench.receive(try Wish(id: "known").forbid(), after: 31_000)
        #expect(again.answers == known.answers)
        #expect(again.answers.map(\.outcome) == [.accepted])
    }

    @Test("When it can be written again, it takes commands; one that it refused stays refused")
    func recovers() throws {
        try bench.fill()
        bench.receive(try Wish(id: "large").forbid(reason: .large))
        let told = bench.receive(try Wish(id: "small").forbid("c-8", "c-9"))
        // A copy of it was still under way when whoever gave it was told, and gave it anew.
        let sent = bench.receive(
            try Wish(id: "small", token: "anna-2").forbid("c-8", "c-9"),
            try Wish(id: "anew").forbid("c-8", "c-9"), after: 31_000)
        #expect(sent.answers.map(\.outcome) == [.refused, .accepted])
        #expect(sent.answers.first == told.answers.first)
        #expect(bench.core.forbidden.filter { $0.first == "c-8" }.count == 1)
        #expect(bench.peer.health.storageFault == nil)
        #expect(try bench.journal.verify().damage == nil)
        bench.journal.close()
    }

    @Test("However long a disk was full, the journal is written again within four seconds")
    func recoversSoon() throws {
        let disk = try FaultyJournal(over: MemoryJournal(identity: Bench.identity))
        let bench = try Bench(disk)
        disk.fail(.full)
        bench.receive(try Wish(id: "first").forbid())
        for _ in 0..<20 { bench.receive(after: 31_000) }
        #expect(bench.peer.health.storageFault != nil)
        disk.fail(nil)
        bench.receive(after: 4_000)
        #expect(bench.peer.health.storageFault == nil)
    }

    @Test("What it refused it still refuses after a restart, once it could be written")
    func refusalsAreKept() throws {
        let disk = try FaultyJournal(over: MemoryJournal(identity: Bench.identity))
        let bench = try Bench(disk)
        disk.fail(.full)
        let told = bench.receive(try Wish(id: "told").forbid())
        #expect(told.answers.map(\.outcome) == [.refused])
        // It cannot be written the second time either: nothing is forgotten.
        bench.receive(after: 31_000)
        disk.fail(nil)
        bench.receive(after: 31_000)
        #expect(try bench.journal.receipts().map(\.message) == ["told"])
        for later in [bench, try bench.restarted()] {
            let again = later.receive(try Wish(id: "told").forbid())
            #expect(again.answers == told.answers)
            #expect(later.core.forbidden.isEmpty)
        }
    }

    @Test("A commit of refusals that looked as if it had failed is not made twice")
    func refusalsOnce() throws {
        let disk = try FaultyJournal(over: MemoryJournal(identity: Bench.identity))
        let bench = try Bench(disk)
        disk.fail(.full)
        let told = bench.receive(try Wish(id: "told").forbid())
        disk.fail(nil)
        let answer = try JSONText.encode(try #require(told.answers.first))
        try bench.journal.commit([
            Effects(
                receipt: Receipt(
                    asker: "cli-t01", message: "told", answer: answer,
                    expires: RunningTime(milliseconds: 1_000_000_000)))
        ])
        #expect(bench.receive(try Wish(id: "told").forbid(), after: 31_000).answers == told.answers)
        #expect(bench.peer.health.storageFault == nil)
    }

    @Test("More refusals than it can remember are not given: whoever asks, asks again")
    func refusalsAreBounded() throws {
        let disk = try FaultyJournal(over: MemoryJournal(identity: Bench.identity))
        let bench = try Bench(disk)
        disk.fail(.full)
        let limit = 10_000
        let wishes = try (0..<limit).map { try Wish(id: MessageID("wish-\($0)")).forbid() }
        #expect(bench.receive(wishes).answers.count == limit)
        #expect(bench.receive(try Wish(id: "beyond").forbid()).answers.isEmpty)
        #expect(bench.receive(try Wish(id: "wish-7").forbid()).answers.count == 1)
        disk.fail(nil)
        let later = bench.receive(
            try Wish(id: "beyond").forbid(), try Wish(id: "wish-7").forbid("c-1", "c-3"),
            after: 31_000)
        #expect(later.answers.map(\.outcome) == [.accepted, .refused])
        #expect(bench.core.forbidden.count == 1)
    }

    @Test("Events that came meanwhile are not lost")
    mutating func eventsStay() throws {
        try bench.fill()
        let first = try assessment.registered("c-1")
        bench.receive(try Wish(id: "large").forbid(reason: .large), first)
        #expect(bench.core.registered == [])
        let second = try assessment.registered("c-2")
        bench.receive(second)
        bench.receive(after: 31_000)
        bench.receive(try assessment.heartbeat())
        for _ in 0..<5 {
            for ask in bench.receive(after: 500).replays {
                bench.receive(try assessment.page([first, second], to: ask))
            }
        }
        #expect(bench.core.registered == ["c-1", "c-2"])
        bench.journal.close()
    }
}

extension Bench {
    /// Leaves room for something small and for nothing large.
    func fill() throws {
        for number in 1... {
            let wish = try Wish(id: MessageID("fill-\(number)")).forbid(reason: .large)
            guard receive(wish).answers.first?.outcome == .accepted else { break }
        }
        receive(after: 31_000)
        try #require(peer.health.storageFault == nil)
    }
}

extension String {
    /// Longer than what is left of a full journal.
    static let large = String(repeating: "x", count: 50_000)
}
