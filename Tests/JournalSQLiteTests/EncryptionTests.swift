import Foundation
import GRDB
import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import JournalSQLite

@Suite("A journal in the hands of somebody without its key")
struct EncryptionTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// Every file of the folder, by name.
    private func files() throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\($0)")))
            })
    }

    @Test("No file shows a body, a subject, a reason, an answer, or who asked")
    func canaries() throws {
        let canaries = [
            "canary-body", "canary-subject", "canary-reason", "canary-answer", "canary-asker",
            "canary-command", "canary-outgoing", "canary-parked", "canary-noted",
        ]
        let journal = try folder.open()
        var own = EventChain(try .named("scheduler.session"))
        var foreign = EventChain(try .named("assessment.client"))
        for number in 1...300 {
            // Long ones go over several pages, and beyond the log into the file.
            let padding = String(repeating: "x", count: number % 7 == 0 ? 9_000 : 10)
            let noted = try foreign.next("\"canary-noted \(padding)\"")
            var effects = try Effects(
                noted: noted, events: [own.next("\"canary-body \(padding)\"")],
                cursors: [foreign.stream: foreign.last])
            effects.receipt = Receipt(
                asker: "canary-asker", message: MessageID("canary-command-\(number)"),
                answer: Array("canary-answer".utf8), expires: .second(Int64(number)))
            effects.outgoing = [
                Outgoing(
                    id: MessageID("o-\(number)"),
                    raw: try command("canary-command", "\"canary-outgoing\""),
                    deadline: .second(1))
            ]
            effects.parked = [
                Parked(
                    stream: foreign.stream, sequence: Int64(number), subject: "canary-subject",
                    reason: "canary-reason", raw: try foreign.parked(number), since: .second(1))
            ]
            try journal.commit([effects, Effects(noted: try command("canary-command"))])
        }
        try journal.removeReceipts(expiredBefore: .second(100))
        try journal.commit([Effects(settled: (1...50).map { MessageID("o-\($0)") })])
        #expect(try journal.parked().first?.reason == "canary-reason")

        let open = try files()
        #expect(open.keys.contains("scheduler.sqlite-wal"))
        journal.close()
        let closed = try files()
        for (name, bytes) in open.map({ $0 }) + closed.map({ $0 }) {
            for canary in canaries {
                #expect(bytes.firstRange(of: Data(canary.utf8)) == nil, "\(canary) in \(name)")
            }
        }
        // What stands in clear is found this way: the search can find something.
        let all = open.values.reduce(Data(), +)
        #expect(all.firstRange(of: Data("scheduler.session".utf8)) != nil)
    }

    @Test("Nothing is set aside on disk: SQLite keeps temporary data in memory, on each connection")
    func temporary() throws {
        let journal = try folder.open()
        let sql = "PRAGMA temp_store"
        #expect(try journal.read("a pragma") { try Int.fetchOne($0, sql: sql) } == 2)
        #expect(try journal.readBeside("a pragma") { try Int.fetchOne($0, sql: sql) } == 2)
    }

    @Test("Two equal rows are not written alike, nor one twice")
    func notAlike() throws {
        let box = RowBox(.test, of: .austin)
        let seals = try (1...100).map { _ in
            try box.seal([.text("yes")], beside: [.integer(1)], in: "entry")
        }
        #expect(Set(seals).count == 100)
        #expect(
            seals.allSatisfy { box.open($0, beside: [.integer(1)], in: "entry") == [.text("yes")] })
    }

    @Test("Another key is told apart from damage, opens nothing, and changes nothing")
    func wrongKey() throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        let before = try Content(of: journal)
        journal.close()
        let bytes = try folder.bytes()
        let error = #expect(throws: SQLiteJournalError.self) { try folder.open(key: .random()) }
        #expect(error == .wrongKey(path: folder.file))
        #expect(error?.isPermanent == true)
        #expect(try folder.bytes() == bytes)
        #expect(try Content(of: try folder.open()) == before)
    }

    @Test(
        "A file of a version before the first release is refused in words that say so",
        arguments: ["1", "sealed 1", "sealed 2"])
    func unreleased(step: String) throws {
        let old = try DatabaseQueue(path: folder.file)
        try old.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                    INSERT INTO grdb_migrations VALUES ('\(step)');
                    CREATE TABLE journal (line INTEGER PRIMARY KEY, clinic TEXT, seal TEXT);
                    """)
        }
        try old.close()
        let error = #expect(throws: SQLiteJournalError.self) { try folder.open() }
        #expect(error == .unreleased(path: folder.file))
        #expect(error?.isPermanent == true)
    }

    @Test(
        "Rows that changed places, or boxes, are noticed",
        arguments: [
            // Two noted events, with all that stands in clear, and without it.
            ("entry", "position = 99 WHERE position = 1", "position = 1 WHERE position = 4"),
            ("entry", "stream = 'assessment.consent' WHERE position = 1", nil),
            ("entry", "own = 0 WHERE position = 2", nil),
            ("cursor", "stream = 'assessment.consent'", nil),
            ("outbox", "line = 9 WHERE line = 1", "line = 1 WHERE line = 2"),
        ] as [(String, String, String?)])
    func relabelled(table: String, first: String, second: String?) throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        try journal.write("damage") { database in
            for change in [first, second].compactMap(\.self) {
                try database.execute(sql: "UPDATE \(table) SET \(change)")
            }
        }
        #expect(try journal.verify().damage != nil)
    }

    @Test(
        "A box that was put into another row of its table is noticed",
        arguments: ["entry", "receipt", "outbox", "parked"])
    func swapped(table: String) throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        #expect(try journal.verify().damage == nil)
        try journal.write("damage") { database in
            let rows = try Row.fetchAll(database, sql: "SELECT rowid, box FROM \(table) LIMIT 2")
            for (row, other) in [(0, 1), (1, 0)] {
                try database.execute(
                    sql: "UPDATE \(table) SET box = ? WHERE rowid = ?",
                    arguments: [rows[other][1] as Data, rows[row][0] as Int64])
            }
        }
        #expect(try journal.verify().damage != nil)
    }

    @Test("A row of another clinic's journal is noticed, though both have one key")
    func carriedOver() throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        let elsewhere = try TemporaryFolder()
        let other = try elsewhere.open(
            JournalIdentity(clinic: "boston", kind: "rehearsal", identity: .scheduler))
        try other.commit(try variety())
        let box = try other.read("a box") { database in
            try Data.fetchOne(database, sql: "SELECT box FROM entry WHERE position = 5")
        }
        try journal.write("damage") { database in
            try database.execute(
                sql: "UPDATE entry SET box = ? WHERE position = 5", arguments: [box])
        }
        let report = try journal.verify()
        #expect(report.damage?.position == 5)
        #expect(try other.verify().damage == nil)
    }

    @Test("A key shows itself in no text, and reads back from its own")
    func hidden() throws {
        let key = JournalKey.random()
        #expect(key.hex.count == 64)
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(!text.contains(key.hex.prefix(8)))
        }
        #expect(JournalKey(hex: key.hex)?.hex == key.hex)
        #expect(JournalKey.random().hex != key.hex)
        for text in ["", String(key.hex.dropLast()), key.hex + "0", "g" + key.hex.dropFirst()] {
            #expect(JournalKey(hex: text) == nil)
        }
    }
}

extension EventChain {
    /// An event with a body of its own that nobody chains to.
    fileprivate func parked(_ number: Int) throws -> RawMessage {
        var chain = EventChain(stream)
        return try chain.next("\"canary-parked\"", id: MessageID("parked-\(number)"))
    }
}
