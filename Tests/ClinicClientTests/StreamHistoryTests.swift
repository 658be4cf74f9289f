import Bus
import Messages
import TestSupport
import Testing

@testable import ClientSamples
@testable import ClinicClient

@Suite("A stream's history, page by page")
struct StreamHistoryTests {
    private let stream = Samples.stream("supervisor.clock")
    private let hub = InMemoryHub()
    private let events: [RawMessage]

    init() throws {
        events = try (1...7).map { try Samples.event(DayBegan.self, sequence: $0).raw }
    }

    private typealias Answering = @Sendable (Envelope, Int) -> FakeReply?

    /// Answers with one page, whatever is asked.
    private static func page(_ events: [RawMessage]) -> Answering {
        let stream = Samples.stream("supervisor.clock")
        return { _, _ in FakeReply(page: events, of: stream) }
    }

    private static func refusing(_ advice: Advice) -> Answering {
        { _, _ in
            (try? JSONText.encode(QueryRefusal(advice))).map { FakeReply(QueryRefusal.type, $0) }
        }
    }

    /// A visit to a bus on which a ledger answers with pages of three, and what was asked.
    private func visit<Result: Sendable>(
        head: Int64 = 7, permission: Permission? = nil,
        answering answer: Answering? = nil,
        _ body: (inout BusSession) async throws -> Result
    ) async throws -> (result: Result, asked: [Envelope]) {
        let seen = SeenRequests()
        let (events, stream) = (events, stream)
        let ledger = FakeService(
            identity: .ledger, connection: hub.connect(as: .ledger),
            answer: { request, count in
                seen.add(request)
                if let answer { return answer(request, count) }
                let from = try? JSONText.decode(ReplayRequest.self, from: request.raw.data).from
                let page = events.dropFirst(Int(from ?? 1) - 1).prefix(3)
                return FakeReply(page: Array(page), of: stream)
            }, head: head)
        let task = Task { await ledger.run() }
        defer { task.cancel() }
        var session = BusSession(
            hub.connect(as: "cli-a"), clinic: "test", identity: "cli-a", permission: permission)
        try #require(try await session.join(within: .seconds(5)))
        let result = try await body(&session)
        // One that is answered late comes again, under its id.
        var ids: Set<MessageID> = []
        return (result, seen.all.filter { ids.insert($0.id).inserted })
    }

    /// All events that a history gives, and what it says of itself at the end.
    private func all(
        _ start: StreamHistory, over session: inout BusSession
    ) async throws -> (events: [Int64], count: Int, head: Int64) {
        var history = start
        var got: [Int64] = []
        while true {
            let page = try await history.page(over: &session)
            guard !page.isEmpty else { return (got, history.count, history.head) }
            got += page.compactMap(\.attributes.sequence)
        }
    }

    @Test(
        "It goes on to the head or to the limit, and asks for no page that it does not need",
        arguments: [
            (1, nil, Array(1...7), [1, 4, 7]), (3, nil, Array(3...7), [3, 6]),
            (1, 3, Array(1...3), [1]), (1, 4, Array(1...4), [1, 4]), (2, 1, [2], [2]),
            (7, nil, [7], [7]), (8, nil, [], [8]), (900, 5, [], [900]),
        ] as [(Int64, Int?, [Int64], [Int64])])
    func pages(from: Int64, limit: Int?, expected: [Int64], asks: [Int64]) async throws {
        let (result, asked) = try await visit { session in
            try await all(StreamHistory(of: stream, from: from, limit: limit), over: &session)
        }
        #expect(result.events == expected)
        #expect(result.count == expected.count)
        #expect(result.head == 7)
        let froms = try asked.map {
            try JSONText.decode(ReplayRequest.self, from: $0.raw.data).from
        }
        #expect(froms == asks)
        for ask in asked {
            #expect(ask.topic.text == "query.ledger.history.supervisor.clock.cli-a")
            #expect(ask.attributes.type == "ledger.history.v1")
        }
    }

    @Test("A page that leaves something out, or holds another's, is never shown as the history")
    func wrongPages() async throws {
        let other = try Samples.event(HourBegan.self, sequence: 2).raw
        let foreign = try Samples.event(ProcessReady.self, sequence: 2).raw
        let wrong: [[RawMessage]] = [
            [], [events[1]], [events[0], events[2]], [events[0], foreign],
            [events[0], try Samples.heartbeat(of: .ledger).raw],
        ]
        for page in wrong {
            await #expect(throws: ClientError.self) {
                try await visit(answering: Self.page(page)) { session in
                    try await all(StreamHistory(of: stream, from: 1), over: &session)
                }
            }
        }
        // Any fact of the stream is one of its events.
        let both = Self.page([events[0], other])
        let (result, _) = try await visit(head: 2, answering: both) { session in
            try await all(StreamHistory(of: stream, from: 1), over: &session)
        }
        #expect(result.events == [1, 2])
    }

    @Test("A refusal is told with its remedy; a ledger that is away is named")
    func refused() async throws {
        let advice = Advice("The ledger has no event of it.", remedy: "Check the name.")
        await #expect(throws: ClientError.refused(advice)) {
            try await visit(answering: Self.refusing(advice)) { session in
                try await all(StreamHistory(of: stream, from: 1), over: &session)
            }
        }
        var alone = BusSession(hub.connect(as: "cli-b"), clinic: "test", identity: "cli-b")
        try #require(try await alone.join(within: .seconds(5)))
        var history = StreamHistory(of: stream, from: 1)
        await #expect(throws: ClientError.noAnswer(.ledger)) {
            try await history.page(over: &alone)
        }
    }

    @Test("What is after a refused event is not shown, and what was before it is")
    func hole() async throws {
        let advice = Advice("Event 4 is not kept here.", remedy: "Read on from 5.")
        let (first, then) = (Self.page(Array(events.prefix(3))), Self.refusing(advice))
        let answer: Answering = { request, count in
            let from = try? JSONText.decode(ReplayRequest.self, from: request.raw.data).from
            return from == 1 ? first(request, count) : then(request, count)
        }
        let (sequences, asked) = try await visit(answering: answer) { session in
            var history = StreamHistory(of: stream, from: 1)
            let page = try await history.page(over: &session)
            await #expect(throws: ClientError.refused(advice)) {
                try await history.page(over: &session)
            }
            return page.compactMap(\.attributes.sequence)
        }
        #expect(sequences == [1, 2, 3])
        #expect(asked.count == 2)
    }

    @Test("Who may not read the stream is told so before anything is sent")
    func permission() async throws {
        let desk = MessageCatalog.permission(of: [.frontDesk], isRehearsal: true)
        let client = Samples.stream("assessment.client")
        let (_, asked) = try await visit(permission: desk) { session in
            var history = StreamHistory(of: client, from: 1)
            await #expect(throws: ClientError.self) { try await history.page(over: &session) }
        }
        #expect(asked.isEmpty)
        let (clock, _) = try await visit(permission: desk) { session in
            try await all(StreamHistory(of: stream, from: 1), over: &session)
        }
        #expect(clock.count == 7)
    }
}
