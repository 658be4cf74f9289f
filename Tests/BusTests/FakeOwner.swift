import Bus
import HashChain
import Messages

/// One stream with its journal in memory: what an owner would publish, announce and replay.
struct FakeOwner {
    let stream: EventStream
    private(set) var journal: [Envelope] = []
    var incarnation = "first"
    /// How many events fit into a page.
    var pageLimit = 3
    /// Whether the journal is the beginning of ``plain``.
    private var isPlain: Bool

    init(_ text: StaticString = "scheduler.session") {
        stream = Self.stream("\(text)")
        isPlain = stream == Self.plainStream
    }

    private static let plainStream = stream("scheduler.session")
    /// The same events for thousands of short histories, made once.
    private static let plain: [Envelope] = {
        var owner = FakeOwner()
        owner.isPlain = false
        owner.append(200)
        return owner.journal
    }()

    static func stream(_ text: String) -> EventStream {
        guard let stream = EventStream(text) else { preconditionFailure("no stream: \(text)") }
        return stream
    }

    /// Commits one more event and hands it out for publishing.
    @discardableResult
    mutating func append(saying text: String = "") -> Envelope {
        if !text.isEmpty { isPlain = false }
        if isPlain, journal.count < Self.plain.count {
            journal.append(Self.plain[journal.count])
            return Self.plain[journal.count - 1]
        }
        let envelope = Self.event(
            stream, sequence: Int64(journal.count + 1), after: head.hash, saying: text)
        journal.append(envelope)
        return envelope
    }

    mutating func append(_ count: Int) { for _ in 0..<count { append() } }

    /// Forgets the newest events, as a restored backup does.
    mutating func lose(_ count: Int) { journal.removeLast(count) }

    var head: Heartbeat.Head {
        Heartbeat.Head(
            sequence: Int64(journal.count),
            hash: journal.last.map { HashChain.hash(of: $0.raw) } ?? HashChain.origin)
    }

    var heartbeat: Heartbeat {
        var heartbeat = Heartbeat(
            identity: stream.owner, incarnation: incarnation, version: "1", state: .ready)
        heartbeat.heads = [stream: head]
        return heartbeat
    }

    func page(for ask: ReplayAsk) -> [RawMessage] {
        journal.dropFirst(Int(ask.from - 1)).prefix(pageLimit).map(\.raw)
    }

    static func event(
        _ stream: EventStream, sequence: Int64, after hash: String, saying text: String = ""
    ) -> Envelope {
        var attributes = Attributes(
            id: MessageID("\(stream)-\(sequence)\(text)"), source: "/test/\(stream.owner)",
            type: "\(stream).happened.v1", time: Timestamp(milliseconds: 0))
        attributes.sequence = sequence
        attributes.prevhash = hash
        let topic = Topic.event(stream)
        guard
            let envelope = try? Envelope(
                topic: topic, attributes: attributes, data: Array("{}".utf8))
        else { preconditionFailure("a test event is well formed") }
        return envelope
    }
}

extension [StreamReader.Action] {
    /// The sequences delivered, in order, of one stream or of all.
    func delivered(_ stream: EventStream? = nil) -> [Int64] {
        flatMap { action -> [Envelope] in
            if case .deliver(let batch) = action { batch.map(\.envelope) } else { [] }
        }
        .filter { stream == nil || stream.map { .event($0) } == $0.address }
        .compactMap(\.attributes.sequence)
    }

    var asks: [ReplayAsk] {
        compactMap { if case .requestReplay(let ask) = $0 { ask } else { nil } }
    }

    var stops: [StreamStop] {
        compactMap { if case .stopped(let stop) = $0 { stop } else { nil } }
    }
}

extension StreamReader.Action {
    /// The delivery of some events.
    static func deliver(_ envelopes: Envelope...) -> Self {
        .deliver(envelopes.map { Delivery($0, hash: HashChain.hash(of: $0.raw)) })
    }
}

extension StreamReader {
    /// An event came by itself, alone in its frame.
    mutating func event(_ envelope: Envelope) -> [Action] {
        guard case .event(let stream) = envelope.address else { return [] }
        return events([envelope], of: stream)
    }

    /// A page came, of the stream that was asked for.
    mutating func replayPage(
        _ ask: ReplayAsk, messages: [RawMessage], head: Heartbeat.Head?
    ) -> [Action] {
        let events = messages.map { message in
            Result { () throws(WireError) in try Envelope(message) }
        }
        return page(of: ask.stream, events, head: head, answering: ask)
    }
}
