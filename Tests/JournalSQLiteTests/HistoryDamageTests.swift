import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

import class GRDB.Database

@testable import JournalSQLite

/// Another's stream, kept whole: as the ledger keeps those of all others.
@Suite("A kept stream's history in a file that is damaged")
struct HistoryDamageTests {
    let folder: TemporaryFolder
    let journal: SQLiteJournal
    private var chain: EventChain

    init() throws {
        folder = try TemporaryFolder()
        journal = try folder.open()
        chain = EventChain(try .named("assessment.client"))
    }

    /// Takes in the next events, as a reader commits them; those that are `nil` are not kept.
    private mutating func keep(_ bodies: String?...) throws -> [RawMessage] {
        try bodies.map { body in
            let raw = try chain.next(body ?? "{}")
            try journal.commit([
                try Effects(
                    noted: body == nil ? nil : raw, events: [] as [RawMessage],
                    cursors: [chain.stream: chain.last])
            ])
            return raw
        }
    }

    private func damage(_ sql: String) throws {
        try journal.write("damage") { try $0.execute(sql: sql) }
    }

    /// The events of a page, and its head.
    private func page(from sequence: Int64) throws -> (events: [RawMessage], head: Cursor) {
        guard case .page(let page, let head) = try journal.history(of: chain.stream, from: sequence)
        else { throw JournalRefusal.closed }
        return (page.messages, head)
    }

    @Test("The last event is missed as any other is")
    mutating func lostEnd() throws {
        let events = try keep("{}", "{}", "{}")
        try damage("DELETE FROM entry WHERE sequence = 3")
        #expect(try page(from: 1).events == Array(events[...1]))
        #expect(try page(from: 1).head.sequence == 3)
        #expect(try journal.history(of: chain.stream, from: 3) == .absent(isParked: false))
    }

    @Test("A row that cannot be read is an error that names it; what is before and behind is there")
    mutating func damaged() throws {
        let events = try keep("{}", "{}", "{}")
        try damage("UPDATE entry SET box = zeroblob(length(box)) WHERE sequence = 2")
        #expect(try page(from: 1).events == [events[0]])
        #expect(throws: SQLiteJournalError.corrupt(path: folder.file, place: "entry 2")) {
            try journal.history(of: chain.stream, from: 2)
        }
        #expect(try page(from: 3).events == [events[2]])
        // An exchanged row is no other event.
        try damage("UPDATE entry SET sequence = 9 WHERE sequence = 3")
        #expect(try journal.history(of: chain.stream, from: 3) == .absent(isParked: false))
        try damage("UPDATE cursor SET sequence = 1")
        #expect(
            throws: SQLiteJournalError.corrupt(
                path: folder.file, place: "the cursor of assessment.client")
        ) { try journal.history(of: chain.stream, from: 1) }
    }

    @Test("A missing event of its own is damage")
    func ownDamage() throws {
        var own = EventChain(try .named("scheduler.session"))
        try journal.commit([try Effects(events: try (1...3).map { _ in try own.next() })])
        try damage("DELETE FROM entry WHERE sequence = 2")
        #expect(
            throws: SQLiteJournalError.corrupt(
                path: folder.file, place: "event 2 of scheduler.session")
        ) { try journal.history(of: own.stream, from: 2) }
    }
}
