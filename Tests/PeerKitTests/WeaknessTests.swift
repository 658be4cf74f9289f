import Journal
import JournalDoubles
import JournalSQLite
import Messages
import PeerKit
import TestSupport
import Testing
import Weakening

@testable import PeerBench

@Suite("A guarantee that is switched off is missed")
struct WeaknessTests {
    @Test(
        "Without dedupe a command that comes again is carried out again", arguments: [true, false])
    func dedupe(isWeak: Bool) throws {
        let bench = try Bench(without: isWeak ? [.dedupe] : [])
        let wish = try Wish().forbid()
        #expect(bench.receive(wish).answers.map(\.outcome) == [.accepted])
        #expect(bench.receive(wish).answers.map(\.outcome) == [.accepted])
        #expect(bench.core.forbidden.count == (isWeak ? 2 : 1))
        #expect(try bench.recorded().count == (isWeak ? 2 : 1))
    }

    @Test(
        "Without repair a reader goes on behind the hole and never asks", arguments: [true, false])
    func repair(isWeak: Bool) throws {
        let bench = try Bench(without: isWeak ? [.repair] : [])
        var assessment = Author(.assessment)
        bench.receive(try assessment.registered("c-1"))
        _ = try assessment.registered("c-2")
        bench.receive(try assessment.registered("c-3"))
        _ = try assessment.registered("c-4")
        let sent = bench.receive(try assessment.heartbeat())
        let later = bench.receive(after: 100)
        #expect(bench.core.registered == (isWeak ? ["c-1", "c-3"] : ["c-1"]))
        #expect((sent.replays + later.replays).count == (isWeak ? 0 : 1))
    }

    @Test(
        "Without an outbox a command is sent once, and a restart forgets it",
        arguments: [true, false])
    func outbox(isWeak: Bool) throws {
        let bench = try Bench(without: isWeak ? [.outbox] : [])
        var assessment = Author(.assessment)
        var scheduler = Author(.scheduler)
        bench.receive(try assessment.registered("c-1"))
        let sent = bench.receive(try scheduler.enrolled("c-1", ages: .adolescent))
        #expect(sent.commands.count == 1)
        #expect(bench.receive(after: 10_000).commands.count == (isWeak ? 0 : 1))
        #expect(try bench.restarted().peer.openRequestCount == (isWeak ? 0 : 1))
    }

    @Test(
        "Without fsync a journal forgets its last commits with the power", arguments: [true, false])
    func fsync(isWeak: Bool) throws {
        let disk = try FaultyJournal(
            over: MemoryJournal(identity: Bench.identity), commitsForEachSync: isWeak ? 4 : 1)
        let bench = try Bench(disk)
        for number in 1...5 {
            let wish = Wish(id: MessageID("wish-\(number)"))
            #expect(bench.receive(try wish.forbid()).answers.map(\.outcome) == [.accepted])
        }
        #expect(try bench.recorded().count == 5)
        try disk.losePower()
        #expect(try bench.restarted().core.forbidden.count == (isWeak ? 4 : 5))
    }

    @Test(
        "A faulty disk refuses, and what it refused is not there",
        arguments: [FaultyJournal.Fault.full, .broken])
    func fault(fault: FaultyJournal.Fault) throws {
        let disk = try FaultyJournal(over: MemoryJournal(identity: Bench.identity))
        let bench = try Bench(disk)
        disk.fail(fault)
        #expect(bench.receive(try Wish().forbid()).answers.map(\.outcome) == [.refused])
        #expect(bench.peer.health.storageFault != nil)
        disk.fail(nil)
        #expect(bench.core.forbidden == [])
        #expect(try bench.journal.everything() == [])
        let sent = bench.receive(try Wish(id: "anew").forbid(), after: 60_000)
        #expect(sent.answers.map(\.outcome) == [.accepted])
    }

    @Test("A file's journal without fsync loses nothing when it is closed in order")
    func closes() throws {
        let folder = try TemporaryFolder()
        let journal = try Set([Weakness.fsync]).journal(
            over: SQLiteJournal.open(
                folder: folder.path, identity: Bench.identity, key: Bench.key),
            commitsForEachSync: 16)
        let bench = try Bench(journal)
        bench.receive(try Wish().forbid())
        #expect(
            try journal.page(of: #require(EventStream("peer-groups.pairing")), from: 1).messages
                .count == 1)
        journal.close()
        let again = try SQLiteJournal.open(
            folder: folder.path, identity: Bench.identity, key: Bench.key)
        #expect(try again.everything().count == 1)
        again.close()
    }

    @Test("The variable names them; without it nothing is missing, and an unknown name is refused")
    func variable() throws {
        #expect(try Weakness.named(in: "") == [])
        #expect(try Weakness.named(in: "dedupe,repair") == [.dedupe, .repair])
        #expect(throws: Weakness.Unknown(name: "sleep")) { try Weakness.named(in: "sleep") }
        #expect(Set([Weakness.fsync]).warning.contains("WEAKENED ON PURPOSE"))
        #expect(PeerSettings().promises == .all)
        #expect(Set<Weakness>().promises == .all)
    }
}

extension Bench {
    fileprivate convenience init(without missing: Set<Weakness>) throws {
        try self.init(promising: missing.promises)
    }
}
