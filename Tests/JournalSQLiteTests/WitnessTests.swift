import Foundation
import GRDB
import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import JournalSQLite

@Suite("A journal that has begun")
struct WitnessTests {
    /// Of the journals, and of what is kept elsewhere.
    let (folder, keys): (TemporaryFolder, TemporaryFolder)

    init() throws { (folder, keys) = (try TemporaryFolder(), try TemporaryFolder()) }

    private var witness: String { "\(keys.path)/scheduler.begun" }
    private var log: String { "\(folder.file)-wal" }

    private func open() throws -> SQLiteJournal { try folder.open(witness: witness) }

    /// How a file is lost.
    enum Loss: CaseIterable {
        case removed, emptied, removedWithLog, emptiedWithLog, folderEmptied, noRows
    }

    private func lose(_ loss: Loss) throws {
        let files = FileManager.default
        switch loss {
        case .removed, .removedWithLog: try files.removeItem(atPath: folder.file)
        case .emptied, .emptiedWithLog: try folder.write([])
        case .folderEmptied:
            for name in try files.contentsOfDirectory(atPath: folder.path) {
                try files.removeItem(atPath: "\(folder.path)/\(name)")
            }
        case .noRows:
            let other = try TemporaryFolder()
            let blank = try other.open()
            try blank.write("nothing") { try $0.execute(sql: "DELETE FROM journal") }
            blank.close()
            try folder.write(try other.bytes())
        }
    }

    @Test("It does not begin again where it is missing or empty", arguments: Loss.allCases)
    func vanished(loss: Loss) throws {
        let journal = try open()
        try journal.commit(try variety())
        // What a killed process leaves: the last commits stand in the log alone.
        let kept = try folder.bytes(of: log)
        journal.close()
        try lose(loss)
        let hasLog = loss == .removedWithLog || loss == .emptiedWithLog
        if hasLog { try folder.write(kept, to: log) }
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()

        let error = #expect(throws: SQLiteJournalError.self) { try open() }
        #expect(error == .vanished(path: folder.file, witness))
        #expect(error?.isPermanent == true)
        #expect(error?.advice.remedy.contains("cairn restore") == true)
        #expect(error?.advice.remedy.contains(witness) == true)
        // What is left of it may be worth something: nothing was made or removed.
        let after = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let made = Set(after).subtracting(before + ["scheduler.lock"])
        // What is there has to be opened to see that it has no rows.
        #expect(loss == .noRows || made.isEmpty)
        #expect(Set(before).subtracting(after).isEmpty)
        if hasLog { #expect(try folder.bytes(of: log) == kept) }
    }

    @Test(
        "One that was cut to less than a header is damaged, with the note and without it"
    )
    func cut() throws {
        let journal = try open()
        try journal.commit(try variety())
        journal.close()
        let whole = try folder.bytes()
        let damage = SQLiteJournalError.corrupt(path: folder.file, place: "its beginning")
        for count in [1, 2, 99] {
            try folder.write(Array(whole.prefix(count)))
            for witness in [witness, nil] {
                #expect(throws: damage) { try folder.open(witness: witness) }
            }
            #expect(try folder.bytes() == Array(whole.prefix(count)))
        }
        try folder.write(whole)
        try open().close()
    }

    @Test("A new one begins, and is opened again; the one who may read the note is its owner")
    func new() throws {
        try open().close()
        let attributes = try FileManager.default.attributesOfItem(atPath: witness)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let journal = try open()
        try journal.commit(try variety())
        try journal.reopen()
        journal.close()
        try open().close()
    }

    @Test("One that was restored needs nothing beside it")
    func restored() throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        let before = try Content(of: journal)
        journal.close()
        #expect(!FileManager.default.fileExists(atPath: witness))
        let opened = try open()
        #expect(try Content(of: opened) == before)
        opened.close()
        #expect(FileManager.default.fileExists(atPath: witness))
    }

    @Test("Without the note it begins again: that is how a person says that nothing was lost")
    func onPurpose() throws {
        try open().close()
        try lose(.removed)
        try FileManager.default.removeItem(atPath: witness)
        try open().close()
    }

    @Test("One that vanishes under its process is not made anew after a failed commit")
    func reopened() throws {
        for witness in [witness, nil] {
            let journal = try folder.open(witness: witness)
            try journal.commit([])
            try lose(.removed)
            #expect(throws: SQLiteJournalError.displaced(path: folder.file, isReplaced: false)) {
                try journal.reopen()
            }
            #expect(!FileManager.default.fileExists(atPath: folder.file))
            journal.close()
            try? FileManager.default.removeItem(atPath: self.witness)
        }
    }

    @Test("Where the note cannot be made, nothing begins")
    func unwritable() throws {
        let error = #expect(throws: SQLiteJournalError.self) {
            try folder.open(witness: "\(keys.path)/absent/scheduler.begun")
        }
        #expect(
            error == .unreachable(path: "\(keys.path)/absent/scheduler.begun.new", errno: ENOENT))
    }
}
