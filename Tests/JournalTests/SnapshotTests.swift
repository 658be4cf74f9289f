import Journal
import JournalDoubles
import Messages
import Testing

@Suite("A snapshot")
struct SnapshotTests {
    private let author = SnapshotAuthor(fold: "one", build: "of today")
    private var kept: Snapshot {
        Snapshot(position: 12, author: author, state: Array("state".utf8))
    }

    private func filled(_ store: Store) throws -> Workbench {
        let bench = try Workbench(store)
        // One by one, so that also those who are late have twelve of them for good.
        for effects in try variety() { try bench.journal.commit([effects]) }
        return bench
    }

    private func isUnfit(_ found: Snapshot.Found) -> Bool {
        if case .unfit(let reason) = found { !reason.isEmpty } else { false }
    }

    @Test("It comes back as it was kept; the last one counts", arguments: Store.allCases)
    func comesBack(from store: Store) throws {
        let bench = try filled(store)
        #expect(bench.journal.snapshot(of: "one") == .nothing)
        try bench.journal.keep(kept)
        #expect(bench.journal.snapshot(of: "one") == .usable(kept))
        let later = Snapshot(position: 13, author: author, state: [])
        try bench.journal.keep(later)
        #expect(bench.journal.snapshot(of: "one") == .usable(later))
        try bench.journal.reopen()
        #expect(bench.journal.snapshot(of: "one") == .usable(later))
    }

    @Test("Another fold's is not used, whichever build made it", arguments: Store.allCases)
    func otherFold(in store: Store) throws {
        let bench = try filled(store)
        try bench.journal.keep(kept)
        #expect(isUnfit(bench.journal.snapshot(of: "two")))
    }

    @Test("One that is dropped is not there, and no error", arguments: Store.allCases)
    func dropped(from store: Store) throws {
        let bench = try filled(store)
        bench.journal.dropSnapshot()
        try bench.journal.keep(kept)
        bench.journal.dropSnapshot()
        #expect(bench.journal.snapshot(of: "one") == .nothing)
    }

    @Test("The service's own and its program's do not touch each other", arguments: Store.allCases)
    func kinds(in store: Store) throws {
        let bench = try filled(store)
        let program = Snapshot(
            of: .program, position: 12, author: author, state: Array("other".utf8))
        try bench.journal.keep(kept)
        #expect(bench.journal.snapshot(.program, of: "one") == .nothing)
        try bench.journal.keep(program)
        #expect(bench.journal.snapshot(of: "one") == .usable(kept))
        #expect(bench.journal.snapshot(.program, of: "one") == .usable(program))
        bench.journal.dropSnapshot(.program)
        #expect(bench.journal.snapshot(.program, of: "one") == .nothing)
        #expect(bench.journal.snapshot(of: "one") == .usable(kept))
    }

    @Test(
        "It cannot be kept of an entry that is not there",
        arguments: Store.allCases)
    func nowhere(in store: Store) throws {
        let bench = try filled(store)
        let missing = Snapshot(position: 31, author: author, state: [])
        #expect(throws: (any Error).self) { try bench.journal.keep(missing) }
        #expect(bench.journal.snapshot(of: "one") == .nothing)
    }
}
