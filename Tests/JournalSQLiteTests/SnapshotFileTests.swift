import Foundation
import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import JournalSQLite

@Suite("A snapshot on disk")
struct SnapshotFileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private var file: String { "\(folder.path)/scheduler.snapshot" }
    private let author = SnapshotAuthor(fold: "one", build: "of today")
    private var kept: Snapshot {
        Snapshot(position: 12, author: author, state: Array("canary-state".utf8))
    }

    private func filled() throws -> SQLiteJournal {
        let journal = try folder.open()
        try journal.commit(try variety())
        return journal
    }

    private func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: file))) }

    private func isUnfit(_ found: Snapshot.Found) -> Bool {
        if case .unfit(let reason) = found { !reason.isEmpty } else { false }
    }

    @Test("It comes back as it was kept, also to another process; the last one counts")
    func comesBack() throws {
        let journal = try filled()
        #expect(journal.snapshot(of: "one") == .nothing)
        try journal.keep(kept)
        #expect(journal.snapshot(of: "one") == .usable(kept))
        let later = Snapshot(position: 30, author: author, state: [])
        try journal.keep(later)
        journal.close()
        #expect(try folder.open().snapshot(of: "one") == .usable(later))
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(!FileManager.default.fileExists(atPath: "\(file).new"))
    }

    @Test("It shows nothing of the state")
    func isSealed() throws {
        try filled().keep(kept)
        #expect(try bytes().firstRange(of: Array("canary".utf8)) == nil)
        #expect(try bytes().firstRange(of: Array("cairn snapshot".utf8)) != nil)
    }

    @Test("One that was cut off anywhere is not used, and is no error")
    func cut() throws {
        let journal = try filled()
        try journal.keep(kept)
        let whole = try bytes()
        for count in 0..<whole.count {
            try Data(whole.prefix(count)).write(to: URL(filePath: file))
            #expect(isUnfit(journal.snapshot(of: "one")), "after \(count) bytes")
        }
    }

    @Test("One with a flipped bit anywhere is not used, and is no error")
    func flipped() throws {
        let journal = try filled()
        try journal.keep(kept)
        let whole = try bytes()
        for place in whole.indices {
            var bytes = whole
            bytes[place] ^= 1 << (place % 8)
            try Data(bytes).write(to: URL(filePath: file))
            #expect(isUnfit(journal.snapshot(of: "one")), "byte \(place)")
        }
    }

    @Test("One that was sealed with another key is not used")
    func otherKey() throws {
        try filled().keep(kept)
        let elsewhere = try TemporaryFolder()
        let other = try elsewhere.open(key: .random())
        try other.commit(try variety())
        try Data(bytes()).write(to: URL(filePath: "\(elsewhere.path)/scheduler.snapshot"))
        #expect(isUnfit(other.snapshot(of: "one")))
    }

    @Test("One that is newer than the journal is not used, also once the journal has grown again")
    func newer() throws {
        let journal = try folder.open()
        try journal.commit(Array(try variety().prefix(2)))
        journal.close()
        let backup = try folder.bytes()

        let first = try folder.open()
        try first.commit(Array(try variety().dropFirst(2)))
        try first.keep(kept)
        first.close()
        let newer = try bytes()

        try folder.write(backup)
        try Data(newer).write(to: URL(filePath: file))
        let second = try folder.open()
        #expect(isUnfit(second.snapshot(of: "one")))
        // The same entries, byte for byte: but nobody can know that of those before.
        try second.commit(Array(try variety().dropFirst(2)))
        #expect(isUnfit(second.snapshot(of: "one")))
    }

    @Test("One that cannot be written leaves the one before, and nothing half-written")
    func unwritable() throws {
        let journal = try filled()
        try journal.keep(kept)
        // No place for the draft: as on a disk that takes no more.
        try FileManager.default.createDirectory(
            atPath: "\(file).new", withIntermediateDirectories: false)
        #expect(throws: SQLiteJournalError.unreachable(path: "\(file).new", errno: EEXIST)) {
            try journal.keep(Snapshot(position: 30, author: author, state: []))
        }
        #expect(journal.snapshot(of: "one") == .usable(kept))
    }

    @Test("One that lies in the place of another kind is not used")
    func otherKind() throws {
        let journal = try filled()
        try journal.keep(kept)
        let place = "\(folder.path)/scheduler.program.snapshot"
        try Data(bytes()).write(to: URL(filePath: place))
        #expect(isUnfit(journal.snapshot(.program, of: "one")))
        try journal.keep(
            Snapshot(of: .program, position: 12, author: author, state: Array("other".utf8)))
        try Data(contentsOf: URL(filePath: place)).write(to: URL(filePath: file))
        #expect(isUnfit(journal.snapshot(of: "one")))
    }

    @Test("It cannot be kept of an entry that is not there")
    func nowhere() throws {
        let missing = Snapshot(position: 31, author: author, state: [])
        let journal = try filled()
        #expect(throws: SQLiteJournalError.corrupt(path: folder.file, place: "entry 31")) {
            try journal.keep(missing)
        }
    }
}
