import Journal
import JournalDoubles
import LedgerCore
import Messages
import Testing

@Suite("Ledger view")
struct LedgerViewTests {
    /// A message as it came over the bus.
    private func message(
        _ event: any Event, by owner: Identity, id: MessageID, sequence: Int64 = 1,
        dataClass: DataClass? = nil
    ) throws -> RawMessage {
        let kind = type(of: event)
        let stream = try #require(EventStream(owner: owner, entity: kind.entity))
        var attributes = Attributes(
            id: id, source: "/example/\(owner)", type: kind.type(by: owner),
            time: Timestamp(milliseconds: 1_795_442_400_000))
        attributes.subject = event.subject
        attributes.dataclassification = dataClass ?? kind.dataClass
        attributes.sequence = sequence
        attributes.prevhash = "0"
        return try Envelope(
            topic: .event(stream), attributes: attributes,
            data: try JSONText.encode(event)
        ).raw
    }

    private func pairingFrames(
        _ first: ClientID, _ second: ClientID, id: MessageID, sequence: Int64
    ) throws -> RawMessage {
        let event = PairingForbidden(first: first, second: second, reason: "r")
        return try message(event, by: .peerGroups, id: id, sequence: sequence)
    }

    /// What a client's timeline shows of a ledger's journal that holds some messages.
    private func timeline(of client: ClientID, in kept: [RawMessage]) throws -> [LedgerLine] {
        let journal = MemoryJournal(identity: .ledger)
        try journal.commit(try kept.map { try Effects(noted: $0) })
        return try LedgerView.page(after: 0, limit: nil) { position, count in
            try journal.entries(naming: client.text, after: position, limit: count)
                .map { ($0.position, $0.raw) }
        }.items
    }

    @Test("A line holds the bytes as they were published, unknown fields included")
    func bytes() throws {
        let published = try message(DayBegan.example, by: .supervisor, id: "m-1")
        let data = Array(#"{"date":"2026-11-23", "later":"x"}"#.utf8)
        let extended = RawMessage(
            topic: published.topic, attributes: published.attributes, data: data[...])
        let line = try #require(LedgerView.line(at: 3, extended))
        #expect(line.position == 3)
        #expect(line.topic == "event.supervisor.clock")
        #expect(Array(line.attributes.utf8) == Array(published.attributes))
        #expect(Array(line.data.utf8) == data)
    }

    @Test("What identifies a client, or does not say its class, is never shown")
    func identifying() throws {
        let identity = try message(IdentityRecorded.example, by: .assessment, id: "m-1")
        let unsaid = try message(
            DayBegan.example, by: .supervisor, id: "m-2", dataClass: DataClass(rawValue: "secret"))
        let entries = [(position: Int64(1), raw: identity), (position: 2, raw: unsaid)]
        let named = try message(
            SessionScheduled.example, by: .scheduler, id: "m-3",
            dataClass: DataClass(rawValue: "secret"))
        #expect(LedgerView.line(at: 1, identity) == nil)
        #expect(LedgerView.line(at: 2, unsaid) == nil)
        #expect(LedgerView.line(at: 3, named) == nil)
        #expect(try timeline(of: "c-0001", in: [identity, unsaid, named]).isEmpty)
        #expect(try page(of: entries).items.isEmpty)
        let broken = RawMessage(topic: [], attributes: [UInt8(ascii: "{")], data: [])
        #expect(LedgerView.line(at: 3, broken) == nil)
    }

    @Test("A timeline holds what is about a client or names the client, at any depth, in order")
    func timeline() throws {
        let kept = [
            try pairingFrames("c-1", "c-2", id: "1", sequence: 1),
            try message(SessionScheduled.example, by: .scheduler, id: "2"),
            try pairingFrames("c-11", "c-1", id: "3", sequence: 2),
            try pairingFrames("c-11", "c-12", id: "4", sequence: 3),
        ]
        #expect(try timeline(of: "c-1", in: kept).map(\.position) == [1, 3])
        // The session names c-0001 in its list of clients.
        #expect(try timeline(of: "c-0001", in: kept).map(\.position) == [2])
    }

    @Test("A correction is shown beside what it corrects, also when it names no client")
    func corrections() throws {
        func correction(of event: MessageID) -> EnteredInError {
            EnteredInError(
                event: event, type: "peer-groups.pairing.forbidden.v1", client: nil, reason: "r")
        }
        let kept = [
            try pairingFrames("c-1", "c-2", id: "1", sequence: 1),
            try message(correction(of: "9"), by: .peerGroups, id: "2", sequence: 1),
            try message(correction(of: "1"), by: .peerGroups, id: "3", sequence: 2),
        ]
        #expect(try timeline(of: "c-1", in: kept).map(\.position) == [1, 3])
    }

    /// A page of some entries, as it is read from a journal.
    private func page(
        of entries: [(position: Int64, raw: RawMessage)], after start: Int64 = 0, limit: Int? = nil
    ) throws -> Page<LedgerLine> {
        try LedgerView.page(after: start, limit: limit) { position, count in
            entries.filter { $0.position > position }.prefix(count).map { ($0.position, $0.raw) }
        }
    }

    @Test("Page by page it comes whole: long lines, and where nothing of much may be shown")
    func pages() throws {
        let long = PairingForbidden(
            first: "c-1", second: "c-2", reason: String(repeating: "x", count: 90_000))
        let hidden = try message(
            DayBegan.example, by: .supervisor, id: "m", dataClass: DataClass(rawValue: "secret"))
        let entries = try (1...2_600).map { number -> (position: Int64, raw: RawMessage) in
            let isShown = number < 9 || number == 2_550
            return (
                Int64(number * 3),
                isShown ? try message(long, by: .peerGroups, id: "m") : hidden
            )
        }
        for limit in [1, 3, nil] {
            var (read, after, asked): ([Int64], Int64?, Int) = ([], 0, 0)
            while let position = after {
                let page = try page(of: entries, after: position, limit: limit)
                read += page.items.map(\.position)
                #expect(page.items.count <= limit ?? 2)
                (after, asked) = (page.next, asked + 1)
            }
            #expect(read == Array(1...8).map { $0 * 3 } + [7_650])
            // Each costs a bounded number of reads, so many pages show nothing.
            #expect(asked > read.count / (limit ?? 2) && asked < 20)
        }
    }

    @Test("An export goes on after a position, and is bounded whatever is asked for")
    func export() throws {
        let day = try message(DayBegan.example, by: .supervisor, id: "m-1")
        let entries = (1...600).map { (position: Int64($0), raw: day) }
        func lines(after: Int64, limit: Int) throws -> [Int64] {
            try page(of: entries, after: after, limit: limit).items.map(\.position)
        }
        #expect(try lines(after: 3, limit: 2) == [4, 5])
        #expect(try lines(after: 0, limit: 10_000).count == PageLimit.items)
        #expect(try lines(after: 0, limit: -1) == [1])
        #expect(try page(of: entries, after: 600).next == nil)
        #expect(try lines(after: .max, limit: 5).isEmpty)
    }
}
