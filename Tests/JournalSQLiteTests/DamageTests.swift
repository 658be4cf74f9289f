import Foundation
import GRDB
import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import JournalSQLite

@Suite("A damaged journal")
struct DamageTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// Changes the file behind the journal's back.
    private func damage(_ sql: String) throws {
        let journal = try folder.open()
        try journal.write("damage") { try $0.execute(sql: sql) }
        journal.close()
    }

    private func fill() throws -> Content {
        let journal = try folder.open()
        try journal.commit(try variety())
        let content = try Content(of: journal)
        journal.close()
        return content
    }

    @Test("A flipped byte anywhere is an error with a remedy, or changes nothing that is read")
    func flippedBytes() throws {
        let before = try fill()
        let whole = try folder.bytes()
        var noticed = 0
        for offset in stride(from: 0, to: whole.count, by: 331) {
            var bytes = whole
            bytes[offset] ^= 0x01
            // A folder of its own: what an opening leaves behind must not reach the next one.
            let folder = try TemporaryFolder()
            try folder.write(bytes)
            do {
                let journal = try folder.open()
                let content = try Content(of: journal)
                #expect(content == before, "byte \(offset)")
                journal.close()
            } catch let error as SQLiteJournalError {
                noticed += 1
                #expect(!error.advice.remedy.isEmpty)
                #expect(error.description.contains(folder.path), "byte \(offset): \(error)")
            }
        }
        #expect(noticed > 10)
    }

    @Test("A flipped byte in an event is named with its position, and ends the reading there")
    func flippedBody() throws {
        _ = try fill()
        let whole = try folder.open()
        let box = try #require(
            try whole.read("a box") { database in
                try Data.fetchOne(database, sql: "SELECT box FROM entry WHERE position = 17")
            })
        whole.close()
        var bytes = try folder.bytes()
        let place = try #require(bytes.firstRange(of: Array(box)))
        bytes[place.lowerBound + 20] ^= 0x10
        try folder.write(bytes)
        let journal = try folder.open()
        // Three entries for two inputs: input 7 is noted at 16, its event is at 17.
        let expected = SQLiteJournalError.corrupt(path: folder.file, place: "entry 17")
        #expect(expected.isPermanent)
        #expect(try journal.entries(after: 0, limit: 16).count == 16)
        #expect(throws: expected) { try journal.entries(after: 0, limit: 17) }
        #expect(throws: expected) { try journal.entries(after: 16, limit: 100) }
        #expect(throws: expected) { try journal.page(of: .named("scheduler.session"), from: 1) }
        #expect(throws: expected) { try journal.eventWithID("scheduler.session-7") }
        let report = try journal.verify()
        #expect(report.entries == 16)
        #expect(report.damage?.position == 17)
        #expect(report.damage?.advice == expected.advice)
    }

    @Test("A file that lost its end is an error", arguments: [1, 2, 3])
    func truncated(quarters: Int) throws {
        _ = try fill()
        let bytes = try folder.bytes()
        try folder.write(Array(bytes.prefix(bytes.count / 4 * quarters)))
        let error = #expect(throws: SQLiteJournalError.self) {
            let journal = try folder.open()
            _ = try Content(of: journal)
        }
        #expect(error?.description.contains(folder.file) == true)
    }

    @Test(
        "A missing entry is named, also the last",
        arguments: [(1, 1), (9, 9), (30, 30)] as [(Int, Int64)])
    func missing(entry: Int, position: Int64) throws {
        _ = try fill()
        try damage("DELETE FROM entry WHERE position = \(entry)")
        let journal = try folder.open()
        #expect(throws: SQLiteJournalError.corrupt(path: folder.file, place: "entry \(position)")) {
            try journal.entries(after: 0, limit: 1_000)
        }
        let report = try journal.verify()
        #expect(report.damage?.position == position)
        #expect(report.entries == position - 1)
    }

    @Test("An event that is missing from a page is named", arguments: [2, 12] as [Int64])
    func missing(sequence: Int64) throws {
        _ = try fill()
        try damage("DELETE FROM entry WHERE id = 'scheduler.session-\(sequence)'")
        let journal = try folder.open()
        let place = "event \(sequence) of scheduler.session"
        #expect(throws: SQLiteJournalError.corrupt(path: folder.file, place: place)) {
            try journal.page(of: .named("scheduler.session"), from: 1)
        }
    }

    @Test(
        "A changed cursor, receipt, command or parked event is an error",
        arguments: [
            ("UPDATE cursor SET sequence = 3", "a cursor"),
            ("UPDATE journal SET box = x'00'", "its identity"),
            ("UPDATE receipt SET expires = 1", "the receipt of a command from cli-anna"),
            ("UPDATE outbox SET id = 'other' WHERE line = 2", "line 2 of its outbox"),
            ("UPDATE parked SET sequence = 6 WHERE line = 1", "line 1 of its parked list"),
            ("UPDATE journal SET entries = 31", "its identity"),
        ])
    func changed(sql: String, place: String) throws {
        _ = try fill()
        try damage(sql)
        #expect(throws: SQLiteJournalError.corrupt(path: folder.file, place: place)) {
            let journal = try folder.open()
            #expect(try journal.verify().damage != nil)
            _ = try journal.receipt(asker: "cli-anna", message: "command-3")
            _ = try Content(of: journal)
        }
    }

    /// Each column, the boxes among them, as `table.column`.
    static let columns = Schema.tables.flatMap { table in
        (table.clear.map(\.name) + ["box"]).map { "\(table.name).\($0)" }
    }

    @Test("A flipped bit in each column of each table is named", arguments: columns)
    func flippedColumn(_ place: String) throws {
        _ = try fill()
        let parts = place.split(separator: ".").map(String.init)
        let (table, column) = (parts[0], parts[1])
        let journal = try folder.open()
        try journal.write("damage") { database in
            try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
            let row = try #require(
                try Row.fetchOne(
                    database,
                    sql: """
                        SELECT rowid, \(column) FROM \(table) WHERE \(column) IS NOT NULL
                            ORDER BY rowid DESC LIMIT 1
                        """))
            try database.execute(
                sql: "UPDATE \(table) SET \(column) = ? WHERE rowid = ?",
                arguments: [flipped(row[1]), row[0] as Int64])
        }
        journal.close()
        let names = [
            "journal": "its identity", "entry": "entry", "cursor": "a cursor",
            "receipt": "its receipt", "outbox": "its outbox", "parked": "its parked",
        ]
        let name = try #require(names[table])
        if table == "journal" {
            #expect(throws: SQLiteJournalError.corrupt(path: folder.file, place: name)) {
                try folder.open()
            }
        } else {
            let damage = try #require(try folder.open().verify().damage)
            #expect(damage.advice.problem.contains("damaged at \(name)"), "\(damage)")
        }
    }

    private func flipped(_ value: DatabaseValue) throws -> DatabaseValue {
        switch try #require(Field(value)) {
        // A bit that makes no other line's number of it.
        case .integer(let number): return (number ^ 64).databaseValue
        case .text(let text):
            var bytes = Array(text.utf8)
            bytes[bytes.count - 1] ^= 1
            return String(decoding: bytes, as: UTF8.self).databaseValue
        case .bytes(var bytes):
            bytes[bytes.count / 2] ^= 1
            return Data(bytes).databaseValue
        case .null: throw JournalRefusal.closed
        }
    }

    @Test("An index that no longer leads to a receipt is noticed when the journal is opened")
    func lostFromIndex() throws {
        _ = try fill()
        let journal = try folder.open()
        let page = try journal.read("a page's number") { database in
            try Int.fetchOne(
                database,
                sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_receipt_1'")
        }
        journal.close()
        var bytes = try folder.bytes()
        let start = (try #require(page) - 1) * 4_096
        // The page now says that it has no cell: SQLite finds nothing there, and nothing wrong.
        bytes.replaceSubrange((start + 3)..<(start + 5), with: [0, 0])
        try folder.write(bytes)
        #expect(throws: SQLiteJournalError.corrupt(path: folder.file, place: "its table receipt")) {
            try folder.open()
        }
    }

    @Test("A migration whose name is gone is named, and its row is not repeated")
    func undecodable() throws {
        _ = try fill()
        try damage(
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '')
                WHERE name = 'grdb_migrations';
            """)
        try damage("UPDATE grdb_migrations SET identifier = NULL")
        #expect(throws: SQLiteJournalError.corrupt(path: folder.file, place: "its opening")) {
            try folder.open()
        }
    }

    @Test("A chain that was forged, with the key, is found by the walk")
    func forged() throws {
        let content = try fill()
        let old = content.entries[16]
        let journal = try folder.open()
        try journal.write("forgery") { database in
            let clear: [Field] = [
                .integer(17), .integer(1), .text("scheduler.session"), .integer(7),
                .text("scheduler.session-7"),
            ]
            let raw = RawMessage(
                topic: old.raw.topic, attributes: old.raw.attributes,
                data: Array("{\"n\":8}".utf8)[...])
            try Schema.entry.put(NewRow(clear, raw), by: journal.box, in: database)
        }
        // Its own bytes fit; the event after it carries the hash of what was there before.
        let report = try journal.verify()
        #expect(report.entries == 18)
        #expect(report.damage?.position == 19)
    }

    @Test("A whole journal verifies, with its heads")
    func whole() throws {
        let content = try fill()
        let report = try folder.open().verify()
        #expect(report == VerificationReport(entries: 30, heads: content.heads))
    }
}
