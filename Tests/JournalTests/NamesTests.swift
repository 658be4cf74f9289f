import Foundation
import GRDB
import JournalCrashWriter
import Messages
import Testing

@testable import Journal

@Suite("A ledger's index of names")
struct NamesTests {
    private let folder: TemporaryFolder
    private static let owner = JournalIdentity(
        clinic: "austin", kind: "rehearsal", identity: .ledger)

    init() throws { folder = try TemporaryFolder() }

    private func open() throws -> Journal { try folder.open(Self.owner) }

    private func about(_ client: ClientID, _ number: Int) throws -> RawMessage {
        // Each in a stream of its own, so that the chain of each holds.
        let stream = try EventStream.named("assessment.case-\(number)")
        var attributes = Attributes(
            id: MessageID("m-\(number)"), source: "/austin/assessment",
            type: "\(stream).registered.v1", time: .second(Int64(number)))
        attributes.subject = client.text
        attributes.dataclassification = .clinical
        attributes.sequence = 1
        attributes.prevhash = String(repeating: "0", count: 64)
        return try Envelope(
            topic: .event(stream), attributes: attributes,
            data: Array(#"{"client":"\#(client)"}"#.utf8)
        ).raw
    }

    private func fill(_ journal: Journal, _ count: Int, from first: Int = 1) throws {
        try journal.commit(
            try (first..<(first + count)).map {
                try Effects(noted: try about(ClientID("client-\($0 % 5)"), $0))
            })
    }

    private func positions(_ journal: Journal, _ name: String) throws -> [Int64] {
        try journal.entries(naming: name, after: 0, limit: 1000).map(\.position)
    }

    @Test("It leads to each of a client's entries, after a position, and the file names nobody")
    func found() throws {
        let journal = try open()
        try fill(journal, 40)
        #expect(
            try positions(journal, "client-2")
                == stride(from: 2, through: 40, by: 5).map(Int64.init))
        #expect(
            try journal.entries(naming: "client-2", after: 12, limit: 2).map(\.position) == [
                17, 22,
            ])
        #expect(try positions(journal, "client").isEmpty)
        #expect(try journal.unindexed() == nil)
        journal.close()
        let path = "\(folder.path)/ledger.sqlite"
        #expect(!Data(try folder.bytes(of: path)).contains(Data("client-2".utf8)))
    }

    @Test("A commit that fails leaves nothing of it, and a view of the file reads it")
    func failed() throws {
        let journal = try open()
        try fill(journal, 5)
        #expect(throws: JournalError.self) { try fill(journal, 2, from: 5) }
        #expect(try positions(journal, "client-1") == [1])
        let view = try Journal.view(
            of: "\(folder.path)/ledger.sqlite", identity: Self.owner, key: .test)
        #expect(try positions(view, "client-1") == [1])
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
        try fill(journal, 20)
        #expect(try journal.verify().damage == nil)
        try journal.write("damage") { try $0.execute(sql: damage) }
        let found = try #require(try journal.verify().damage)
        #expect(found.advice.problem.contains("index of names"))
        #expect(found.advice.remedy.contains("cairn journal index"))
        try journal.forgetNames()
        while try journal.indexMore(limit: 6) != nil {}
        #expect(try journal.verify().damage == nil)
        #expect(try positions(journal, "client-2") == [2, 7, 12, 17])
    }

    @Test("An older ledger is indexed some at a time, beside new entries and over a restart")
    func older() throws {
        let made = try open()
        try fill(made, 23)
        // As a version left it that knew no index.
        try made.write("an older file") {
            try $0.execute(
                sql: """
                    DROP TABLE name; DROP TABLE unindexed;
                    DELETE FROM grdb_migrations WHERE identifier = 'names 1';
                    """)
        }
        made.close()
        let old = try Journal.view(
            of: "\(folder.path)/ledger.sqlite", identity: Self.owner, key: .test)
        #expect(try old.verify().damage == nil, "only looked at")
        old.close()
        let journal = try open()
        #expect(try journal.unindexed() == Journal.Unindexed(done: 0, all: 23))
        #expect(try journal.indexMore(limit: 10) == Journal.Unindexed(done: 10, all: 23))
        try fill(journal, 5, from: 24)
        #expect(try journal.verify().damage == nil)
        journal.close()
        let again = try open()
        #expect(try again.unindexed() == Journal.Unindexed(done: 10, all: 23))
        while try again.indexMore(limit: 10) != nil {}
        #expect(try positions(again, "client-3") == [3, 8, 13, 18, 23, 28])
        #expect(try again.verify().damage == nil)
        again.close()
        #expect(try open().unindexed() == nil)
    }

    @Test("No journal but the ledger's has one")
    func others() throws {
        let journal = try folder.open()
        try journal.commit([Effects(noted: try about("client-1", 1))])
        #expect(try journal.entries(naming: "client-1", after: 0, limit: 9).isEmpty)
        #expect(try journal.verify().damage == nil)
    }
}
