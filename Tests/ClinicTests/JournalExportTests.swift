import ClinicArchive
import ClinicFiles
import Foundation
import HashChain
import Journal
import JournalDoubles
import JournalSQLite
import Messages
import TestSupport
import Testing

@testable import PeerBench

@Suite("A journal's walk and export")
struct JournalExportTests {
    private let place: TemporaryFolder
    private let folder: ClinicFolder
    private let mode: ClinicMode
    private let journal: any JournalStore

    init() throws {
        place = try TemporaryFolder()
        folder = ClinicFolder(path: place.path)
        mode = try SmallClinic.mode()
        try FileManager.default.createDirectory(
            atPath: folder.journals, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: place.path + "/keys", withIntermediateDirectories: true)
        let keys = KeyFolder(of: folder)
        try keys.prepare(clinic: SmallClinic.clinic(), mode: mode)
        journal = try SQLiteJournal.open(
            folder: folder.journals,
            identity: JournalIdentity(
                clinic: mode.clinic, kind: mode.kind.rawValue, identity: .assessment),
            key: keys.storageKey(of: .assessment))
        try fill()
    }

    /// Something of each kind, with text that JSON escapes.
    private func fill() throws {
        var author = Author(.assessment)
        let own = try Envelope(author.event(IdentityRecorded.example))
        var other = Author(.scheduler)
        let noted = try Envelope(other.event(SessionScheduled.example))
        guard case .event(let stream) = noted.address else { return }
        try journal.commit([
            Effects(
                noted: noted, events: [own],
                cursors: [stream: Cursor(sequence: 1, hash: HashChain.hash(of: noted.raw))],
                receipt: Receipt(
                    asker: "cli-anna", message: "m1", answer: Array("{\"a\":\"\\\"é\"}".utf8),
                    expires: RunningTime(milliseconds: 5)),
                outgoing: [
                    Outgoing(
                        id: "o1", raw: noted.raw, deadline: Timestamp(milliseconds: 7))
                ],
                parked: [
                    Parked(
                        stream: stream, sequence: 1, subject: nil, reason: "test",
                        raw: noted.raw, since: Timestamp(milliseconds: 9))
                ])
        ])
    }

    private func lines() throws -> [[String: [String: JSONFragment]]] {
        let export = try JournalExport(of: .assessment, in: folder, mode: mode)
        defer { export.close() }
        var lines: [[UInt8]] = []
        #expect(try export.write { lines.append($0) } == lines.count)
        return try lines.map {
            try JSONText.decode([String: [String: JSONFragment]].self, from: $0)
        }
    }

    @Test("Each kind of record is a line, and the bytes are as published")
    func everything() throws {
        let lines = try lines()
        #expect(
            lines.flatMap(\.keys)
                == [
                    "journal", "entry", "entry", "head", "cursor", "receipt", "outbox", "parked",
                ])
        #expect(lines[0]["journal"]?["entries"] == .integer(2))
        for (entry, line) in zip(try journal.entries(after: 0, limit: 9), lines.dropFirst()) {
            let shown = line["entry"] ?? [:]
            #expect(shown["position"] == .integer(entry.position))
            #expect(shown["own"] == .bool(entry.isOwn))
            #expect(shown["topic"] == .string(String(decoding: entry.raw.topic, as: UTF8.self)))
            #expect(
                shown["attributes"]
                    == .string(String(decoding: entry.raw.attributes, as: UTF8.self)))
            #expect(shown["data"] == .string(String(decoding: entry.raw.data, as: UTF8.self)))
            #expect(shown["identifying"] == (entry.isOwn ? .bool(true) : nil))
        }
        #expect(lines[3]["head"]?["stream"] == .string("assessment.identity"))
        #expect(lines[3]["head"]?["identifying"] == .bool(true))
        #expect(lines[5]["receipt"]?["answer"] == .string("{\"a\":\"\\\"é\"}"))
    }

    @Test("A walk tells the heads, and of damage the place and the remedy, while it is open")
    func walk() throws {
        let whole = JournalWalk(of: .assessment, in: folder, mode: mode)
        #expect(whole.damage == nil)
        #expect(whole.entries == 2)
        #expect(whole.heads.map(\.stream.description) == ["assessment.identity"])
        journal.close()
        let file = folder.journalFile(of: .assessment)
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        // The stream stands in clear beside the sealed row, which vouches for it.
        let needle = Array("assessment.identity".utf8)
        bytes[try #require(bytes.firstRange(of: needle)).lowerBound] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let damaged = JournalWalk(of: .assessment, in: folder, mode: mode)
        #expect(damaged.entries == 1)
        #expect(damaged.damage?.problem.contains("entry 2") == true)
        #expect(JournalWalk(of: .ledger, in: folder, mode: mode).damage != nil)
        #expect(folder.journalOwners == [.assessment])
    }
}
