import Journal
import JournalDoubles
import Messages
import Testing

@Suite("One journal, whatever keeps it")
struct OneJournalTests {
    @Test("The same commits leave the same journal with each of them")
    func same() throws {
        let benches = try Store.allCases.map { try Workbench($0) }
        let inputs = try variety()
        for bench in benches {
            for effects in inputs { try bench.journal.commit([effects]) }
            try bench.journal.removeReceipts(expiredBefore: .second(4))
            try bench.journal.commit([Effects(settled: ["sent-4"])])
        }
        let first = try Content(of: benches[0].journal)
        #expect(first.entries.count == 30)
        for bench in benches.dropFirst() { #expect(try Content(of: bench.journal) == first) }
    }

    @Test("A copy in memory is the journal over again", arguments: Store.allCases)
    func copied(from store: Store) throws {
        let bench = try Workbench(store)
        try bench.journal.commit(try variety())
        try bench.journal.removeReceipts(expiredBefore: .second(4))
        let copy = try MemoryJournal(copyOf: bench.journal)
        #expect(try Content(of: copy) == Content(of: bench.journal))
    }

    @Test("One that is closed serves nothing and takes nothing", arguments: Store.allCases)
    func closed(store: Store) throws {
        let bench = try Workbench(store)
        bench.journal.close()
        bench.journal.close()
        #expect(throws: JournalRefusal.closed) { try bench.journal.heads() }
        #expect(throws: JournalRefusal.closed) { try bench.journal.commit(try variety()) }
        #expect(throws: JournalRefusal.closed) { try bench.journal.reopen() }
        #expect(throws: JournalRefusal.closed) { try bench.journal.verify() }
        #expect(throws: JournalRefusal.closed) { try bench.journal.probe() }
    }

    @Test("The events of an entity come from all its streams, in order", arguments: Store.allCases)
    func entities(in store: Store) throws {
        let bench = try Workbench(store)
        var other = EventChain(try .named("aftercare.client"))
        let noted = [try bench.foreign.next(), try other.next(), try bench.foreign.next()]
        try bench.journal.commit(
            try noted.map { try Effects(noted: $0, events: [bench.chain.next()]) })
        #expect(try bench.journal.entries(ofEntity: "client").map(\.raw) == noted)
        #expect(try bench.journal.entries(ofEntity: "session").map(\.position) == [2, 4, 6])
        #expect(try bench.journal.entries(ofEntity: "cli").isEmpty)
    }

    @Test("A digest is the same for one key and owner, and another for any other")
    func digests() throws {
        let benches = try Store.allCases.map { try Workbench($0) }
        let digests = Set(benches.map { $0.journal.keyedDigest(of: "text") })
        #expect(digests.count == 1 && digests.first?.count == 64)
        #expect(benches[0].journal.keyedDigest(of: "other") != digests.first)
        let ledger = try Workbench(.inMemory, of: .ledger)
        #expect(ledger.journal.keyedDigest(of: "text") != digests.first)
    }
}
