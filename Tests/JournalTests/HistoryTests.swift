import JournalCrashWriter
import Messages
import Testing

import class GRDB.Database

@testable import Journal

/// Another's stream, kept whole: as the ledger keeps those of all others.
@Suite("A kept stream's history")
struct HistoryTests {
    let folder: TemporaryFolder
    let journal: Journal
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
                    noted: body == nil ? nil : raw,
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
        else { throw JournalError.closed }
        return (page.messages, head)
    }

    @Test("Pages hold each event once, in order, within the limit, with the head of that moment")
    mutating func limits() throws {
        let texts = [100, 130_000, 130_000, 5, 131_072, 131_072, 0, 1].map {
            String(repeating: "x", count: $0)
        }
        let events = try texts.flatMap { try keep($0) }
        var got: [RawMessage] = []
        var counts: [Int] = []
        while got.count < events.count {
            let (page, head) = try self.page(from: Int64(got.count) + 1)
            #expect(page.reduce(0) { $0 + ReplayPage.cost(of: $1) } <= ReplayPage.limitBytes)
            #expect(head == chain.last)
            try #require(!page.isEmpty)
            counts.append(page.count)
            got += page
        }
        #expect(got == events)
        #expect(counts == [4, 1, 3])
        #expect(try page(from: 9).events.isEmpty)
        #expect(try page(from: 9).head == chain.last)
        #expect(try page(from: -4).events.first == events[0])
        #expect(try page(from: .max).events.isEmpty)
    }

    @Test("A stream of which nothing was taken in is not known")
    mutating func unknown() throws {
        _ = try keep("{}")
        #expect(try journal.history(of: .named("assessment.absent"), from: 1) == .unknown)
        #expect(try journal.history(of: .named("scheduler.session"), from: 1) == .unknown)
    }

    @Test("Streams of its own have a history too")
    func own() throws {
        var own = EventChain(try .named("scheduler.session"))
        let events = try (1...3).map { _ in try own.next() }
        try journal.commit([try Effects(events: events)])
        let expected = ReplayPage(messages: Array(events.dropFirst()))
        #expect(try journal.history(of: own.stream, from: 2) == .page(expected, head: own.last))
    }

    @Test("A page ends before an event that was not kept, and one that begins there says so")
    mutating func absent() throws {
        let events = try keep("{}", "{}", nil, "{}")
        #expect(try page(from: 1).events == Array(events[...1]))
        #expect(try journal.history(of: chain.stream, from: 3) == .absent(isParked: false))
        #expect(try page(from: 4).events == [events[3]])
        #expect(try page(from: 4).head.sequence == 4)
        let parked = Parked(
            stream: chain.stream, sequence: 3, subject: nil, reason: "test", raw: events[2],
            since: .second(1))
        try journal.commit([Effects(parked: [parked])])
        #expect(try journal.history(of: chain.stream, from: 3) == .absent(isParked: true))
        // Handled after all, it is noted behind the others and stands in its place.
        try journal.commit([
            Effects(noted: events[2], unparked: [EventPlace(stream: chain.stream, sequence: 3)])
        ])
        #expect(try page(from: 1).events == events)
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
        #expect(throws: JournalError.corrupt(path: folder.file, place: "entry 2")) {
            try journal.history(of: chain.stream, from: 2)
        }
        #expect(try page(from: 3).events == [events[2]])
        // An exchanged row is no other event.
        try damage("UPDATE entry SET sequence = 9 WHERE sequence = 3")
        #expect(try journal.history(of: chain.stream, from: 3) == .absent(isParked: false))
        try damage("UPDATE cursor SET sequence = 1")
        #expect(
            throws: JournalError.corrupt(
                path: folder.file, place: "the cursor of assessment.client")
        ) { try journal.history(of: chain.stream, from: 1) }
    }

    @Test("A missing event of its own is damage")
    func ownDamage() throws {
        var own = EventChain(try .named("scheduler.session"))
        try journal.commit([try Effects(events: try (1...3).map { _ in try own.next() })])
        try damage("DELETE FROM entry WHERE sequence = 2")
        #expect(
            throws: JournalError.corrupt(
                path: folder.file, place: "event 2 of scheduler.session")
        ) { try journal.history(of: own.stream, from: 2) }
    }
}
