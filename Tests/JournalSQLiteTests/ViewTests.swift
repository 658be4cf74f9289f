import Foundation
import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import JournalSQLite

@Suite("A journal read beside its process")
struct ViewTests {
    let folder: TemporaryFolder
    let journal: SQLiteJournal

    init() throws {
        folder = try TemporaryFolder()
        journal = try folder.open()
        try journal.commit(try variety())
    }

    @Test("It shows what was committed when it was opened, and nothing that came later")
    func oneMoment() throws {
        let before = try Content(of: journal)
        let view = try SQLiteJournal.view(of: folder.file, identity: .austin, key: .test)
        var later = EventChain(try .named("scheduler.conflict"))
        try journal.commit([Effects(events: [later.next()])])
        #expect(try Content(of: view) == before)
        #expect(try view.count() == 30)
        #expect(
            try view.receipts().map(\.message) == [
                "command-12", "command-3", "command-6", "command-9",
            ])
        #expect(try view.verify() == VerificationReport(entries: 30, heads: before.heads))
        #expect(
            try SQLiteJournal.view(of: folder.file, identity: .austin, key: .test).count() == 31)
    }

    @Test("It writes nothing, and needs no lock")
    func writesNothing() throws {
        let view = try SQLiteJournal.view(of: folder.file, identity: .austin, key: .test)
        var chain = EventChain(try .named("scheduler.conflict"))
        let effects = try Effects(events: [chain.next()])
        #expect(throws: SQLiteJournalError.self) { try view.commit([effects]) }
        try journal.commit([effects])
        #expect(try journal.count() == 31)
    }

    @Test("A file that is missing, of another or damaged is an error, and nothing is made")
    func refusals() throws {
        let absent = folder.path + "/absent.sqlite"
        #expect(throws: SQLiteJournalError.unreachable(path: absent, errno: ENOENT)) {
            try SQLiteJournal.view(of: absent, identity: .austin, key: .test)
        }
        #expect(!FileManager.default.fileExists(atPath: absent))
        var other = JournalIdentity.austin
        other.clinic = "berlin"
        #expect(throws: SQLiteJournalError.self) {
            try SQLiteJournal.view(of: folder.file, identity: other, key: .test)
        }
        journal.close()
        try folder.write(Array(repeating: 7, count: 8_192))
        #expect(throws: SQLiteJournalError.self) {
            try SQLiteJournal.view(of: folder.file, identity: .austin, key: .test)
        }
    }
}
