import Journal
import JournalDoubles
import Messages
import Testing

/// The tool that other proofs stand on: it fails as it is told to, and in no other way.
@Suite("A journal behind a disk that fails")
struct FaultyJournalTests {
    @Test(
        "It refuses a write whole while its disk is so, and goes on after it",
        arguments: FaultyJournal.Fault.allCases)
    func fails(fault: FaultyJournal.Fault) throws {
        let journal = try FaultyJournal(over: MemoryJournal(identity: .austin))
        let inputs = try variety()
        try journal.commit([inputs[0]])
        let before = try Content(of: journal)
        journal.fail(fault, afterCommits: 1)
        try journal.probe()
        let error = #expect(throws: FaultyJournal.Failure.self) { try journal.commit([inputs[1]]) }
        #expect(error?.leavesDoubt == false && error?.isPermanent == false)
        #expect(throws: FaultyJournal.Failure.self) { try journal.probe() }
        if fault == .gone {
            #expect(throws: FaultyJournal.Failure.self) { try journal.heads() }
        } else {
            #expect(try Content(of: journal) == before)
        }
        journal.fail(nil)
        #expect(try Content(of: journal) == before)
        try journal.commit([inputs[1]])
    }

    @Test("It forgets with the power what it only said that it had", arguments: 1...4)
    func forgets(commits: Int) throws {
        let base = MemoryJournal(identity: .austin)
        let journal = try FaultyJournal(over: base, commitsForEachSync: commits)
        let inputs = try variety()
        for effects in inputs.prefix(6) { try journal.commit([effects]) }
        #expect(try journal.heads()[.named("scheduler.session")]?.sequence == 6)
        try journal.losePower()
        let kept = Int64(6 / commits * commits)
        #expect(try journal.heads()[.named("scheduler.session")]?.sequence == kept)
        #expect(try Content(of: base) == Content(of: journal))
        // It goes on from what it has.
        try journal.commit([inputs[Int(kept)]])
    }

    @Test("Closed in order, it has all that it said")
    func closes() throws {
        let bench = try Workbench(.inFile)
        let journal = try FaultyJournal(over: bench.journal, commitsForEachSync: 100)
        try journal.commit(try variety())
        #expect(try bench.journal.count() == 0)
        _ = try journal.putBack()
        #expect(try bench.journal.count() == 30)
        journal.close()
    }
}
