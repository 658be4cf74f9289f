import Journal
import JournalDoubles
import Messages
import Testing

@Suite("Pages of a stream")
struct ReplayTests {
    @Test(
        "Pages hold each event once, in order, within the limit, and never nothing",
        arguments: Store.allCases)
    func limits(in store: Store) throws {
        let bench = try Workbench(store)
        var chain = EventChain(try .named("scheduler.session"))
        let sizes = [100, 130_000, 130_000, 5, 131_072, 131_072, 0, 1]
        let events = try sizes.map { try chain.next(String(repeating: "x", count: $0)) }
        try bench.journal.commit([Effects(events: events)])
        var got: [RawMessage] = []
        var counts: [Int] = []
        while got.count < events.count {
            let page = try bench.journal.page(of: chain.stream, from: Int64(got.count) + 1)
            #expect(
                page.messages.reduce(0) { $0 + ReplayPage.cost(of: $1) } <= ReplayPage.limitBytes)
            try #require(!page.messages.isEmpty)
            counts.append(page.messages.count)
            got += page.messages
        }
        #expect(got == events)
        #expect(counts == [4, 1, 3])
        #expect(try bench.journal.page(of: chain.stream, from: 9).messages.isEmpty)
        #expect(try bench.journal.page(of: chain.stream, from: -4).messages.first == events[0])
        #expect(try bench.journal.page(of: .named("scheduler.absent"), from: 1).messages.isEmpty)
    }

    @Test("A noted message as large as the bus allows is kept whole", arguments: Store.allCases)
    func largest(in store: Store) throws {
        let bench = try Workbench(store)
        let bytes = [UInt8](repeating: 1, count: Frame.bodyLimitBytes)
        let raw = try command("c-1")
        try bench.journal.commit([
            Effects(
                noted: RawMessage(
                    topic: raw.topic, attributes: raw.attributes, data: bytes[...]))
        ])
        #expect(try bench.journal.entries(after: 0, limit: 1).first?.raw.data == bytes[...])
    }

    @Test(
        "The history of others is served apart from one's own, holes and all",
        arguments: Store.allCases)
    func history(in store: Store) throws {
        let bench = try Workbench(store)
        var own = EventChain(try .named("scheduler.session"))
        var foreign = EventChain(try .named("assessment.client"))
        let noted = try (1...4).map { _ in try foreign.next() }
        // The third changed no state; the fourth was parked until the second had come.
        try bench.journal.commit([
            Effects(noted: noted[0], events: [try own.next()]), Effects(noted: noted[3]),
            Effects(noted: noted[1]),
        ])
        let page = try bench.journal.page(of: foreign.stream, from: 2, isOwn: false)
        #expect(page.messages == [noted[1], noted[3]])
        #expect(try bench.journal.page(of: foreign.stream, from: 1).messages.isEmpty)
        #expect(try bench.journal.page(of: own.stream, from: 1, isOwn: false).messages.isEmpty)
        #expect(try bench.journal.verify().damage == nil)
    }

    @Test(
        "Pages are served by other tasks while the loop commits and reopens",
        arguments: Store.allCases)
    func beside(in store: Store) async throws {
        let bench = try Workbench(store)
        let stream = try EventStream.named("scheduler.session")
        let journal = bench.journal
        async let reading = Task {
            var next: Int64 = 1
            while next <= 200 {
                // A reopening may end a read; whoever pages asks again.
                let page = try? journal.page(of: stream, from: next)
                for raw in page?.messages ?? [] {
                    let envelope = try Envelope(raw)
                    #expect(envelope.attributes.sequence == next)
                    next += 1
                }
                await Task.yield()
            }
        }.value
        var chain = EventChain(stream)
        for round in 1...50 {
            try bench.journal.commit([Effects(events: try (1...4).map { _ in try chain.next() })])
            if round % 10 == 0 { try bench.journal.reopen() }
        }
        try await reading
        #expect(try bench.journal.heads()[stream]?.sequence == 200)
    }
}
