import FaultyDisk
import Journal
import JournalSQLite
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("A service whose disk fails")
struct DiskFaultTests {
    @Test(
        "It says so, refuses what it cannot record, and goes on when the disk does",
        arguments: [
            (FAULTY_WRITE, FAULTY_ERROR), (FAULTY_WRITE, FAULTY_FULL), (FAULTY_WRITE, FAULTY_TORN),
            (FAULTY_WRITE, FAULTY_READONLY), (FAULTY_SYNC, FAULTY_ERROR),
        ])
    func recovers(kinds: Int, how: Int) throws {
        var step = 1
        while try meets(kinds, how, at: step) { step += 1 }
        #expect(step > 1)
    }

    /// - Returns: whether the fault was met at all.
    private func meets(_ kinds: Int, _ how: Int, at step: Int) throws -> Bool {
        let folder = try TemporaryFolder()
        try #require(faulty_disk_register() == 0)
        let disk = try #require(faulty_disk_make(folder.path))
        defer { faulty_disk_free(disk) }
        let bench = try Bench(
            SQLiteJournal.open(folder: folder.path, identity: Bench.identity, key: Bench.key))
        let known = bench.receive(try Wish(id: "known").forbid())
        #expect(known.answers.map(\.outcome) == [.accepted])

        faulty_disk_fail(disk, Int32(kinds), step, Int32(how), 1)
        let wish = try Wish(id: "wish").forbid("c-8", "c-9")
        let sent = bench.receive(wish)
        let isMet = faulty_disk_failures(disk) > 0
        if sent.answers.map(\.outcome) == [.accepted] {
            #expect(!isMet, "step \(step)")
        } else {
            #expect(sent.events.isEmpty)
            // A commit that was written and not synced may be there later: nobody says that it is not.
            let expected: [Answer.Outcome] = kinds == FAULTY_SYNC ? [] : [.refused]
            #expect(sent.answers.map(\.outcome) == expected, "step \(step)")
            #expect(bench.peer.isDegraded)
            #expect(bench.peer.health.storageFault?.remedy.isEmpty == false)
            #expect(bench.core.forbidden.count == 1)
            // Tried again while the disk still fails: refused, and what was recorded is known.
            let late = bench.receive(try Wish(id: "late").forbid("c-3", "c-4"), after: 31_000)
            #expect(late.answers.map(\.outcome) == [.refused], "step \(step)")
            // Whoever asks again meanwhile is told no more than before.
            #expect(bench.receive(wish).answers.map(\.outcome) == expected, "step \(step)")
            #expect(late.answers.first?.refusal?.problem.contains("NOT recorded") == true)
        }

        faulty_disk_heal(disk)
        bench.receive(after: 31_000)
        bench.receive(after: 31_000)
        #expect(bench.peer.health.storageFault == nil, "step \(step)")
        #expect(!bench.peer.isDegraded)
        let isRecorded = bench.core.forbidden.contains { $0.first == "c-8" }
        // Whoever was told that it is not recorded was told the truth.
        if sent.answers.map(\.outcome) == [.refused] { #expect(!isRecorded, "step \(step)") }
        #expect(!bench.core.forbidden.contains { $0.first == "c-3" })
        let again = bench.receive(wish, after: 31_000)
        if sent.answers.map(\.outcome) == [.refused] {
            // And is told the same again: whoever acts on it gives the command anew.
            #expect(again.answers == sent.answers, "step \(step)")
            #expect(!bench.core.forbidden.contains { $0.first == "c-8" }, "step \(step)")
            let anew = bench.receive(try Wish(id: "anew").forbid("c-8", "c-9"))
            #expect(anew.answers.map(\.outcome) == [.accepted], "step \(step)")
        } else {
            #expect(again.answers.map(\.outcome) == [.accepted], "step \(step)")
        }
        #expect(bench.core.forbidden.count(where: { $0.first == "c-8" }) == 1)
        #expect(try bench.journal.verify().damage == nil)
        let repeated = bench.receive(try Wish(id: "known").forbid())
        #expect(repeated.answers == known.answers)
        bench.journal.close()
        return isMet
    }
}
