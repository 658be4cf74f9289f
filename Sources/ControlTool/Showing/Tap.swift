internal import Messages

/// A live view of the bus: it shows what passes and repairs nothing.
struct Tap {
    private let pattern: StreamPattern
    private let showsAll: Bool
    private let line: MessageLine
    private let terminal: Terminal
    private var followed: Set<EventStream> = []
    private var positions: [EventStream: Int64] = [:]
    /// How many messages were shown, and how many events passed unseen.
    private(set) var shownCount = 0
    private(set) var missedCount: Int64 = 0

    init(_ pattern: StreamPattern, showsAll: Bool, line: MessageLine, terminal: Terminal) {
        self.pattern = pattern
        self.showsAll = showsAll
        self.line = line
        self.terminal = terminal
    }

    /// What to subscribe to at start, heartbeats apart.
    mutating func start() -> [String] {
        followed = Set(pattern.builtInStreams)
        let others = showsAll ? ["command.", "query.", "inbox."] : []
        return followed.sorted().map(\.subscription) + others
    }

    /// Shows messages; returns what else to subscribe to, because somebody announced it.
    mutating func show(_ batch: [Frame.Contents], except isOwn: (Envelope) -> Bool) throws
        -> [String]
    {
        var subscriptions: [String] = []
        for contents in batch {
            guard case .events(let run) = contents else {
                guard let envelope = contents.single, !isOwn(envelope) else { continue }
                if case .heartbeat(let sender) = envelope.address {
                    subscriptions += discover(envelope, from: sender)
                    guard showsAll else { continue }
                }
                try show(envelope)
                continue
            }
            // The bus brings whole streams; facts are told apart here.
            for envelope in run.compactMap({ try? $0.get() }) {
                count(envelope, of: run.stream)
                try show(envelope)
            }
        }
        return subscriptions
    }

    private mutating func show(_ envelope: Envelope) throws {
        guard pattern.takes(envelope) else { return }
        shownCount += 1
        try terminal.line(line.text(for: envelope))
    }

    /// What was seen, in one sentence.
    var summary: String {
        let missed = missedCount == 0 ? "" : "; \(missedCount) events passed too fast to be shown"
        return "\(shownCount) messages shown\(missed)."
    }

    private mutating func discover(_ envelope: Envelope, from sender: Identity) -> [String] {
        guard let beat = try? JSONText.decode(Heartbeat.self, from: envelope.raw.data) else {
            return []
        }
        return beat.heads.keys.sorted().filter { stream in
            stream.owner == sender && pattern.takes(stream)
                && !MessageCatalog.isIdentifying(stream) && followed.insert(stream).inserted
        }.map(\.subscription)
    }

    private mutating func count(_ envelope: Envelope, of stream: EventStream) {
        guard let sequence = envelope.attributes.sequence else { return }
        // What anybody claims may be any number: a wrong count is better than no tap.
        if let last = positions[stream], last < sequence, sequence - last > 1 {
            missedCount = missedCount.addingReportingOverflow(sequence - last - 1).partialValue
        }
        positions[stream] = max(sequence, positions[stream] ?? 0)
    }
}
