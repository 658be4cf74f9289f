import Journal
import JournalDoubles
import Messages
import Testing

/// Another's stream, kept whole: as the ledger keeps those of all others.
@Suite("A kept stream's history")
struct HistoryTests {
    @Test(
        "Pages hold each event once, in order, within the limit, with the head of that moment",
        arguments: Store.allCases)
    func limits(in store: Store) throws {
        let bench = try Workbench(store)
        let texts = [100, 130_000, 130_000, 5, 131_072, 131_072, 0, 1].map {
            String(repeating: "x", count: $0)
        }
        let events = try texts.flatMap { try bench.keep($0) }
        var got: [RawMessage] = []
        var counts: [Int] = []
        while got.count < events.count {
            let (page, head) = try bench.page(from: Int64(got.count) + 1)
            #expect(page.reduce(0) { $0 + ReplayPage.cost(of: $1) } <= ReplayPage.limitBytes)
            #expect(head == bench.foreign.last)
            try #require(!page.isEmpty)
            counts.append(page.count)
            got += page
        }
        #expect(got == events)
        #expect(counts == [4, 1, 3])
        #expect(try bench.page(from: 9).events.isEmpty)
        #expect(try bench.page(from: 9).head == bench.foreign.last)
        #expect(try bench.page(from: -4).events.first == events[0])
        #expect(try bench.page(from: .max).events.isEmpty)
    }

    @Test("A stream of which nothing was taken in is not known", arguments: Store.allCases)
    func unknown(in store: Store) throws {
        let bench = try Workbench(store)
        _ = try bench.keep("{}")
        #expect(try bench.journal.history(of: .named("assessment.absent"), from: 1) == .unknown)
        #expect(try bench.journal.history(of: .named("scheduler.session"), from: 1) == .unknown)
    }

    @Test("Streams of its own have a history too", arguments: Store.allCases)
    func own(in store: Store) throws {
        let bench = try Workbench(store)
        var own = EventChain(try .named("scheduler.session"))
        let events = try (1...3).map { _ in try own.next() }
        try bench.journal.commit([try Effects(events: events)])
        let expected = ReplayPage(messages: Array(events.dropFirst()))
        #expect(
            try bench.journal.history(of: own.stream, from: 2) == .page(expected, head: own.last))
    }

    @Test(
        "A page ends before an event that was not kept, and one that begins there says so",
        arguments: Store.allCases)
    func absent(in store: Store) throws {
        let bench = try Workbench(store)
        let events = try bench.keep("{}", "{}", nil, "{}")
        #expect(try bench.page(from: 1).events == Array(events[...1]))
        #expect(
            try bench.journal.history(of: bench.foreign.stream, from: 3) == .absent(isParked: false)
        )
        #expect(try bench.page(from: 4).events == [events[3]])
        #expect(try bench.page(from: 4).head.sequence == 4)
        let parked = Parked(
            stream: bench.foreign.stream, sequence: 3, subject: nil, reason: "test",
            raw: events[2],
            since: .second(1))
        try bench.journal.commit([Effects(parked: [parked])])
        #expect(
            try bench.journal.history(of: bench.foreign.stream, from: 3) == .absent(isParked: true))
        // Handled after all, it is noted behind the others and stands in its place.
        try bench.journal.commit([
            Effects(
                noted: events[2], unparked: [EventPlace(stream: bench.foreign.stream, sequence: 3)])
        ])
        #expect(try bench.page(from: 1).events == events)
    }
}

extension Workbench {
    /// Takes in the next events, as a reader commits them; those that are `nil` are not kept.
    fileprivate func keep(_ bodies: String?...) throws -> [RawMessage] {
        try bodies.map { body in
            let raw = try foreign.next(body ?? "{}")
            try journal.commit([
                try Effects(
                    noted: body == nil ? nil : raw, events: [] as [RawMessage],
                    cursors: [foreign.stream: foreign.last])
            ])
            return raw
        }
    }

    /// The events of a page, and its head.
    fileprivate func page(from sequence: Int64) throws -> (events: [RawMessage], head: Cursor) {
        guard
            case .page(let page, let head) = try journal.history(
                of: foreign.stream, from: sequence)
        else { throw JournalRefusal.closed }
        return (page.messages, head)
    }
}
