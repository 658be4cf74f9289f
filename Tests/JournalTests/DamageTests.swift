import Foundation
import GRDB
import JournalCrashWriter
import Messages
import Testing

@testable import Journal

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
            } catch let error as JournalError {
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
        var bytes = try folder.bytes()
        let needle = Array("{\"n\":7}".utf8)
        let place = try #require(bytes.firstRange(of: needle))
        bytes[place.lowerBound + 5] = UInt8(ascii: "8")
        try folder.write(bytes)
        let journal = try folder.open()
        // Three entries for two inputs: input 7 is noted at 16, its event is at 17.
        let expected = JournalError.corrupt(path: folder.file, place: "entry 17")
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
        let error = #expect(throws: JournalError.self) {
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
        #expect(throws: JournalError.corrupt(path: folder.file, place: "entry \(position)")) {
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
        #expect(throws: JournalError.corrupt(path: folder.file, place: place)) {
            try journal.page(of: .named("scheduler.session"), from: 1)
        }
    }

    @Test(
        "A changed cursor, receipt, command or parked event is an error",
        arguments: [
            ("UPDATE cursor SET sequence = 3", "a cursor"),
            ("UPDATE head SET hash = 'x' WHERE stream = 'scheduler.session'", "a head"),
            (
                "UPDATE receipt SET answer = x'00'",
                "the receipt of a command from cli-anna"
            ),
            ("UPDATE outbox SET deadline = 1 WHERE line = 2", "line 2 of its outbox"),
            ("UPDATE parked SET subject = 'other'", "line 1 of its parked list"),
            ("UPDATE journal SET entries = 31", "its identity"),
        ])
    func changed(sql: String, place: String) throws {
        _ = try fill()
        try damage(sql)
        #expect(throws: JournalError.corrupt(path: folder.file, place: place)) {
            let journal = try folder.open()
            #expect(try journal.verify().damage != nil)
            _ = try Content(of: journal)
            _ = try journal.receipt(asker: "cli-anna", message: "command-3")
        }
    }

    @Test("A chain that was forged, with a new seal, is found by the walk")
    func forged() throws {
        let content = try fill()
        let old = content.entries[16]
        let journal = try folder.open()
        try journal.write("forgery") { database in
            let values =
                [
                    Int64(17).databaseValue, 1.databaseValue,
                    "scheduler.session".databaseValue, 7.databaseValue,
                    "scheduler.session-7".databaseValue,
                ]
                + Frames(
                    topic: old.frames.topic, attributes: old.frames.attributes,
                    data: Array("{\"n\":8}".utf8)
                ).values
            try Schema.entry.put(values, in: database)
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
