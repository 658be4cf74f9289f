import Journal
import JournalDoubles
import JournalSQLite
import Messages
import TestSupport
import Testing

@Suite("A full disk")
struct FullDiskTests {
    @Test("A commit that finds no room leaves nothing; smaller ones and later ones go on")
    func recovers() throws {
        let folder = try TemporaryFolder()
        var journal = try folder.open(pageLimit: 60)
        var chain = EventChain(try .named("scheduler.session"))
        try journal.commit([Effects(events: [try chain.next("\"secret\"")])])
        let before = try Content(of: journal)
        let full = SQLiteJournalError.full(path: folder.file)

        let body = String(repeating: "x", count: 100_000)
        func batch(after chain: EventChain) throws -> [Effects] {
            var chain = chain
            return try (1...5).map { _ in try Effects(events: [chain.next(body)]) }
        }
        #expect(throws: full) { try journal.commit(try batch(after: chain)) }
        #expect(try Content(of: journal) == before)
        #expect(!full.isPermanent)
        #expect(!full.description.contains("secret"))

        try journal.commit([Effects(events: [try chain.next()])])
        try journal.reopen()
        #expect(throws: full) { try journal.commit(try batch(after: chain)) }
        #expect(try journal.heads() == [chain.stream: chain.last])
        #expect(try journal.verify().damage == nil)

        journal.close()
        journal = try folder.open()
        try journal.commit(try batch(after: chain))
        #expect(try journal.entries(after: 0, limit: 100).count == 7)
        #expect(try journal.verify().damage == nil)
    }
}
