/// Original events of one stream, in order: the answer to a replay request.
///
/// It travels as one frame: first an entry of its own, which tells where it begins and where the
/// stream ends, then the events' entries byte for byte. A page holds at least one event, if there is
/// one, and at most 256 KiB and 1,000 of them.
public struct ReplayPage: Hashable, Sendable {
    /// The type attribute of a page.
    public static let type = "replay-page.v2"
    /// The most that a page holds of events, in bytes; one event may be longer by itself.
    public static let limitBytes = 256 * 1024

    /// As published, in the order of their sequence; empty if the owner has no more.
    public var messages: [RawMessage]

    public init(messages: [RawMessage]) { self.messages = messages }

    /// What a message adds to a page, in bytes.
    public static func cost(of message: RawMessage) -> Int { message.entryBytes }

    /// What a page says of itself: the data of its first entry.
    public struct Place: Hashable, Sendable, Codable {
        /// The sequence that was asked for.
        public var from: Int64
        /// Whose events follow.
        public var stream: EventStream

        public init(from: Int64, stream: EventStream) {
            (self.from, self.stream) = (from, stream)
        }
    }

    /// A page as its asker gets it.
    public struct Reply: Hashable, Sendable {
        /// The page's own entry; its attributes have the head and that event's own chain hash.
        public let envelope: Envelope
        /// The sequence that was asked for.
        public let from: Int64
        /// The last event that whoever answers has, with its chain hash.
        public let head: Heartbeat.Head
        /// The events.
        public let run: EventRun

        /// Reads a page out of its frame.
        ///
        /// - Parameters:
        ///   - ends: where lines end, beginning with the end of the page's own entry.
        init(
            _ envelope: Envelope, behindIt bytes: [UInt8], linesEndAt ends: ArraySlice<Int>
        ) throws(WireError) {
            guard let sequence = envelope.sequence, sequence >= 0 else {
                throw .missingAttribute("sequence")
            }
            guard let hash = envelope.prevhash else {
                throw .missingAttribute("prevhash")
            }
            guard let place = try? JSONText.decode(Place.self, from: envelope.raw.data) else {
                throw .badData(type: ReplayPage.type)
            }
            self.envelope = envelope
            from = place.from
            head = Heartbeat.Head(sequence: sequence, hash: hash)
            run = EventRun(
                of: place.stream, as: try Topic.event(place.stream).line(), in: bytes,
                linesEndAt: ends)
        }
    }

    /// The frame of a page.
    ///
    /// - Parameter reply: the page's own entry, whose data is its ``Place``.
    public func frame(behind reply: Envelope) -> Frame {
        Frame(topic: reply.raw.topic, [reply.raw] + messages)
    }
}

/// What a reader asks of a stream's owner, or of the ledger.
public struct ReplayRequest: Hashable, Sendable, Codable {
    /// The type attribute of an ask for a stream's history, which is the ledger's alone.
    public static let historyType = "ledger.history.v1"

    /// The first sequence wanted.
    public var from: Int64
    public init(from: Int64) { self.from = from }

    /// The sequence to begin with: of a wish that no event can have, the nearest that one can.
    public var first: Int64 { min(max(1, from), (1 << 53) - 1) }
}
