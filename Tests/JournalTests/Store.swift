import Journal
import JournalDoubles
import JournalSQLite
import Messages
import TestSupport
import Testing

/// What keeps a journal. Each promise is tried with each of them, and a store that is added here
/// has to keep all that stand in this folder.
enum Store: String, CaseIterable, CustomTestStringConvertible {
    /// An SQLite file, as services have it.
    case inFile
    /// A process's memory.
    case inMemory
    /// A file behind a disk that could fail, and does not.
    case behindDisk
    /// A file that gets every third commit, and two before it with it.
    case belated

    var testDescription: String { rawValue }

    /// A journal that nobody has used.
    func new(_ owner: JournalIdentity = .austin) throws -> (
        journal: any JournalStore, folder: TemporaryFolder
    ) {
        let folder = try TemporaryFolder()
        let file = { try SQLiteJournal.open(folder: folder.path, identity: owner, key: .test) }
        let journal: any JournalStore =
            switch self {
            case .inFile: try file()
            case .inMemory: MemoryJournal(identity: owner, key: .test)
            case .behindDisk: try FaultyJournal(over: file())
            case .belated: try FaultyJournal(over: file(), commitsForEachSync: 3)
            }
        return (journal, folder)
    }
}

/// A journal, and the streams that a test puts into it.
final class Workbench {
    let journal: any JournalStore
    /// A stream of the journal's owner.
    var chain: EventChain
    /// A stream of another.
    var foreign: EventChain
    /// Removed with the bench.
    private let folder: TemporaryFolder

    init(_ store: Store, of owner: JournalIdentity = .austin) throws {
        (journal, folder) = try store.new(owner)
        chain = EventChain(try .named("scheduler.session"))
        foreign = EventChain(try .named("assessment.client"))
    }

    /// Commits a good input and a bad one in one batch, and sees that neither left anything.
    func refuse(
        _ bad: Effects, as expected: JournalRefusal, location: SourceLocation = #_sourceLocation
    ) throws {
        let before = try Content(of: journal)
        var other = EventChain(try .named("scheduler.conflict"))
        let good = try Effects(
            noted: nil, events: [other.next()], cursors: [foreign.stream: foreign.last])
        #expect(throws: expected, sourceLocation: location) { try journal.commit([good, bad]) }
        #expect(try Content(of: journal) == before, sourceLocation: location)
        try journal.reopen()
        #expect(try Content(of: journal) == before, sourceLocation: location)
        #expect(try journal.verify().damage == nil, sourceLocation: location)
    }
}
