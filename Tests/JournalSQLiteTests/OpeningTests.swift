import Foundation
import GRDB
import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import JournalSQLite

@Suite("Opening a journal")
struct OpeningTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("What was committed is there when it is opened again, byte for byte")
    func reopens() throws {
        let first = try folder.open()
        let batch = try variety()
        try first.commit(batch)
        let before = try Content(of: first)
        #expect(before.entries.count == 30)
        #expect(before.entries[0].raw == batch[0].noted?.raw)
        first.close()
        let second = try folder.open()
        #expect(try Content(of: second) == before)
        try second.reopen()
        #expect(try Content(of: second) == before)
        #expect(try second.verify().damage == nil)
    }

    @Test("Commits wait for the disk: synchronous reads back as FULL, also after reopening")
    func isDurable() throws {
        let journal = try folder.open()
        func synchronous() throws -> [String] {
            try journal.read("a pragma") { database in
                [
                    try #require(try String.fetchOne(database, sql: "PRAGMA synchronous")),
                    try #require(try String.fetchOne(database, sql: "PRAGMA journal_mode")),
                ]
            }
        }
        #expect(try synchronous() == ["2", "wal"])
        try journal.reopen()
        #expect(try synchronous() == ["2", "wal"])
    }

    @Test("A second opening is refused, names the process, and is permanent")
    func isExclusive() throws {
        let first = try folder.open()
        let expected = SQLiteJournalError.locked(path: folder.file, process: getpid())
        #expect(throws: expected) { try folder.open() }
        #expect(expected.isPermanent)
        try first.reopen()
        #expect(throws: expected) { try folder.open() }
        first.close()
        try folder.open().close()
    }

    @Test("Two identities share a folder")
    func neighbours() throws {
        let first = try folder.open()
        let other = JournalIdentity(clinic: "austin", kind: "rehearsal", identity: .aftercare)
        let second = try folder.open(other)
        #expect(try first.heads() == second.heads())
    }

    @Test(
        "A journal of another clinic or kind is refused, and stays as it is",
        arguments: [
            (JournalIdentity(clinic: "boston", kind: "rehearsal", identity: .scheduler), "clinic"),
            (JournalIdentity(clinic: "austin", kind: "live", identity: .scheduler), "kind"),
        ])
    func isOfOneClinic(other: JournalIdentity, field: String) throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        let before = try Content(of: journal)
        journal.close()
        let error = #expect(throws: SQLiteJournalError.self) { try folder.open(other) }
        #expect(error?.description.contains("the \(field)") == true)
        #expect(error?.isPermanent == true)
        #expect(try Content(of: try folder.open()) == before)
    }

    @Test("A journal of another identity under this one's name is refused")
    func isOfOneIdentity() throws {
        try folder.open().close()
        try FileManager.default.moveItem(
            atPath: folder.file, toPath: "\(folder.path)/aftercare.sqlite")
        let other = JournalIdentity(clinic: "austin", kind: "rehearsal", identity: .aftercare)
        let error = #expect(throws: SQLiteJournalError.self) { try folder.open(other) }
        #expect(
            error
                == .otherOwner(
                    path: "\(folder.path)/aftercare.sqlite", field: "the identity",
                    expected: "aftercare", found: "scheduler"))
    }

    @Test("A journal of a newer version is refused")
    func isNotNewer() throws {
        let journal = try folder.open()
        try journal.write("a migration of the future") { database in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('2')")
        }
        journal.close()
        #expect(throws: SQLiteJournalError.newerSchema(path: folder.file)) { try folder.open() }
    }

    @Test("A missing folder is not made: it may be a disk that is not mounted")
    func needsItsFolder() {
        let path = "\(folder.path)/absent"
        #expect(throws: SQLiteJournalError.folderMissing(path: path)) {
            try SQLiteJournal.open(folder: path, identity: .austin, key: .test)
        }
    }

    @Test("A file that is no journal is refused, and its lock is free again")
    func isAJournal() throws {
        let text = Array(String(repeating: "not a database ", count: 400).utf8)
        try folder.write(text)
        let expected = SQLiteJournalError.corrupt(path: folder.file, place: "its opening")
        #expect(throws: expected) { try folder.open() }
        #expect(throws: expected) { try folder.open() }
        #expect(try folder.bytes() == text)
    }

    @Test("Nobody but the owner may read its files")
    func isPrivate() throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(
            names == [
                "scheduler.lock", "scheduler.sqlite", "scheduler.sqlite-shm",
                "scheduler.sqlite-wal",
            ])
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(folder.path)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test("A reopening that fails can be tried again, and keeps the lock meanwhile")
    func reopensLater() throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        let before = try Content(of: journal)
        let hidden = "\(folder.path)/hidden"
        try FileManager.default.moveItem(atPath: folder.file, toPath: hidden)
        // SQLite would take a folder for no file at all.
        try FileManager.default.createDirectory(
            atPath: folder.file, withIntermediateDirectories: false)
        #expect(throws: SQLiteJournalError.displaced(path: folder.file, isReplaced: true)) {
            try journal.reopen()
        }
        #expect(throws: SQLiteJournalError.self) { try journal.commit(try variety()) }
        #expect(throws: SQLiteJournalError.locked(path: folder.file, process: getpid())) {
            try folder.open()
        }
        try FileManager.default.removeItem(atPath: folder.file)
        try FileManager.default.moveItem(atPath: hidden, toPath: folder.file)
        try journal.reopen()
        #expect(try Content(of: journal) == before)
    }

    @Test("A journal that was cut in its place is said to be damaged, and takes nothing more")
    func cut() throws {
        let journal = try folder.open()
        try journal.commit(try variety())
        try journal.emptyLog()
        try journal.reopen()
        try journal.checkPlace()
        #expect(truncate(folder.file, 0) == 0)
        let expected = SQLiteJournalError.corrupt(
            path: folder.file, place: "its end: it is shorter than it was")
        #expect(throws: expected) { try journal.checkPlace() }
        #expect(throws: expected) { try journal.commit(try variety()) }
    }

    @Test("A closed journal says so")
    func isClosed() throws {
        let journal = try folder.open()
        journal.close()
        journal.close()
        #expect(throws: JournalRefusal.closed) { try journal.heads() }
        #expect(throws: JournalRefusal.closed) { try journal.commit(try variety()) }
        #expect(throws: JournalRefusal.closed) { try journal.reopen() }
        #expect(throws: JournalRefusal.closed) { try journal.verify() }
    }
}
