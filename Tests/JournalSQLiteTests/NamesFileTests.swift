import Foundation
import GRDB
import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import JournalSQLite

@Suite("A ledger's index of names in its file")
struct NamesFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open() throws -> SQLiteJournal { try folder.open(.ledger) }

    @Test("The file names nobody")
    func secret() throws {
        let journal = try open()
        try journal.fill(40)
        journal.close()
        let path = "\(folder.path)/ledger.sqlite"
        #expect(!Data(try folder.bytes(of: path)).contains(Data("client-2".utf8)))
    }

    @Test("A commit that fails leaves nothing of it, and a view of the file reads it")
    func failed() throws {
        let journal = try open()
        try journal.fill(5)
        #expect(throws: JournalRefusal.self) { try journal.fill(2, from: 5) }
        #expect(try journal.positions(naming: "client-1") == [1])
        let view = try SQLiteJournal.view(
            of: "\(folder.path)/ledger.sqlite", identity: .ledger, key: .test)
        #expect(try view.positions(naming: "client-1") == [1])
        view.close()
    }

    @Test(
        "What leads to nothing, leads elsewhere or is gone is found by a verification",
        arguments: [
            "DELETE FROM name WHERE position = 7",
            "UPDATE name SET position = 8 WHERE position = 7",
            "INSERT INTO name VALUES (x'00112233445566778899aabbccddeeff', 7)",
        ])
    func verified(damage: String) throws {
        let journal = try open()
        try journal.fill(20)
        #expect(try journal.verify().damage == nil)
        try journal.write("damage") { try $0.execute(sql: damage) }
        let found = try #require(try journal.verify().damage)
        #expect(found.advice.problem.contains("index of names"))
        #expect(found.advice.remedy.contains("cairn journal index"))
        try journal.forgetNames()
        while try journal.indexMore(limit: 6) != nil {}
        #expect(try journal.verify().damage == nil)
        #expect(try journal.positions(naming: "client-2") == [2, 7, 12, 17])
    }

    @Test("An older ledger is indexed some at a time, beside new entries and over a restart")
    func older() throws {
        let made = try open()
        try made.fill(23)
        // As a version left it that knew no index.
        try made.write("an older file") {
            try $0.execute(
                sql: """
                    DROP TABLE name; DROP TABLE unindexed;
                    DELETE FROM grdb_migrations WHERE identifier = 'names 1';
                    """)
        }
        made.close()
        let old = try SQLiteJournal.view(
            of: "\(folder.path)/ledger.sqlite", identity: .ledger, key: .test)
        #expect(try old.verify().damage == nil, "only looked at")
        old.close()
        let journal = try open()
        #expect(try journal.unindexed() == Unindexed(done: 0, all: 23))
        #expect(try journal.indexMore(limit: 10) == Unindexed(done: 10, all: 23))
        try journal.fill(5, from: 24)
        #expect(try journal.verify().damage == nil)
        journal.close()
        let again = try open()
        #expect(try again.unindexed() == Unindexed(done: 10, all: 23))
        while try again.indexMore(limit: 10) != nil {}
        #expect(try again.positions(naming: "client-3") == [3, 8, 13, 18, 23, 28])
        #expect(try again.verify().damage == nil)
        again.close()
        #expect(try open().unindexed() == nil)
    }
}
