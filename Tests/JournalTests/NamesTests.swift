import Journal
import JournalDoubles
import Messages
import Testing

@Suite("A ledger's index of names")
struct NamesTests {
    @Test("It leads to each of a client's entries, after a position", arguments: Store.allCases)
    func found(in store: Store) throws {
        let bench = try Workbench(store, of: .ledger)
        try bench.journal.fill(40)
        #expect(
            try bench.journal.positions(naming: "client-2")
                == stride(from: 2, through: 40, by: 5).map(Int64.init))
        #expect(
            try bench.journal.entries(naming: "client-2", after: 12, limit: 2).map(\.position) == [
                17, 22,
            ])
        #expect(try bench.journal.positions(naming: "client").isEmpty)
        #expect(try bench.journal.unindexed() == nil)
    }

    @Test("A commit that fails leaves nothing of it", arguments: Store.allCases)
    func failed(in store: Store) throws {
        let bench = try Workbench(store, of: .ledger)
        try bench.journal.fill(5)
        #expect(throws: JournalRefusal.self) { try bench.journal.fill(2, from: 5) }
        #expect(try bench.journal.positions(naming: "client-1") == [1])
        #expect(try bench.journal.positions(naming: "client-0") == [5])
    }

    @Test("It can be built anew, some at a time, beside new entries", arguments: Store.allCases)
    func anew(in store: Store) throws {
        let bench = try Workbench(store, of: .ledger)
        try bench.journal.fill(23)
        try bench.journal.forgetNames()
        #expect(try bench.journal.unindexed() == Unindexed(done: 0, all: 23))
        #expect(try bench.journal.indexMore(limit: 10) == Unindexed(done: 10, all: 23))
        try bench.journal.fill(5, from: 24)
        #expect(try bench.journal.verify().damage == nil)
        while try bench.journal.indexMore(limit: 10) != nil {}
        #expect(try bench.journal.positions(naming: "client-3") == [3, 8, 13, 18, 23, 28])
        #expect(try bench.journal.unindexed() == nil)
        #expect(try bench.journal.verify().damage == nil)
    }

    @Test("No journal but the ledger's has one", arguments: Store.allCases)
    func others(in store: Store) throws {
        let bench = try Workbench(store)
        try bench.journal.commit([Effects(noted: try registration(of: "client-1", 1))])
        #expect(try bench.journal.positions(naming: "client-1").isEmpty)
        #expect(try bench.journal.unindexed() == nil)
        #expect(try bench.journal.indexMore(limit: 9) == nil)
        try bench.journal.forgetNames()
        #expect(try bench.journal.unindexed() == nil)
        #expect(try bench.journal.verify().damage == nil)
    }
}
