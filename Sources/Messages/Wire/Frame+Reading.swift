extension Frame {
    /// What a frame holds.
    public enum Contents: Hashable, Sendable {
        /// A command, query, reply or heartbeat.
        case message(Envelope)
        /// Events that came by themselves.
        case events(EventRun)
        /// Events that were asked for.
        case page(ReplayPage.Reply)

        /// The message that answers a question, or any other that is alone in its frame; of a page
        /// its own entry, and nothing of events.
        public var single: Envelope? {
            switch self {
            case .message(let envelope): envelope
            case .page(let page): page.envelope
            case .events: nil
            }
        }
    }

    /// Reads what it holds, in place. Events are not looked at yet: see ``EventRun``.
    ///
    /// - Throws: ``WireError`` for a frame of which nothing can be taken.
    public func read() throws(WireError) -> Contents {
        guard bytes.count <= Frame.limitBytes else { throw .frameTooLong(bytes.count) }
        guard bytes.last == Frame.lineFeed else { throw .badFrame }
        let ends = bytes.span.places(of: Frame.lineFeed)
        guard ends.count > 1, !ends.count.isMultiple(of: 2) else { throw .badFrame }
        let entries = ends.count / 2
        let line = bytes[..<ends[0]]
        let topic = try Topic(line.span)
        if case .event(let stream) = topic.address {
            guard bytes.count <= Frame.eventsLimitBytes else { throw .frameTooLong(bytes.count) }
            guard entries <= Frame.eventsLimit else { throw .badFrame }
            return .events(EventRun(of: stream, as: line, in: bytes, linesEndAt: ends[...]))
        }
        let message = RawMessage(
            topic: line, attributes: bytes[(ends[0] + 1)..<ends[1]],
            data: bytes[(ends[1] + 1)..<ends[2]])
        let envelope = try Envelope(message, topic: topic)
        if case .inbox = topic.address, envelope.type == ReplayPage.type {
            guard entries <= Frame.eventsLimit + 1 else { throw .badFrame }
            return .page(
                try ReplayPage.Reply(envelope, behindIt: bytes, linesEndAt: ends[2...]))
        }
        guard entries == 1 else { throw .badFrame }
        return .message(envelope)
    }
}

/// Events of one stream in the order in which they came: of a live frame, or of a page.
///
/// It is a container: each event is read as if it had come by itself, and one that breaks a rule
/// does not harm the others.
public struct EventRun: Hashable, Sendable {
    /// Whose events they are, by the frame's topic.
    public let stream: EventStream
    /// The stream's topic, which goes into the hash of each event.
    private let line: ArraySlice<UInt8>
    private let bytes: [UInt8]
    /// Where lines end, beginning with the end of the line before the first event.
    private let ends: ArraySlice<Int>

    init(
        of stream: EventStream, as line: ArraySlice<UInt8>, in bytes: [UInt8],
        linesEndAt ends: ArraySlice<Int>
    ) {
        self.stream = stream
        self.line = line
        self.bytes = bytes
        self.ends = ends
    }

    /// How many events came, be they right or wrong.
    public var count: Int { ends.count / 2 }

    /// As they came, unread.
    public var messages: [RawMessage] { (0..<count).map(message) }

    /// Each event read, or what is wrong with it.
    public var events: [Result<Envelope, WireError>] {
        let topic = Topic.event(stream)
        return (0..<count).map { number in
            Result { () throws(WireError) in try Envelope(message(number), topic: topic) }
        }
    }

    private func message(_ number: Int) -> RawMessage {
        let before = ends.startIndex + 2 * number
        return RawMessage(
            topic: line, attributes: bytes[(ends[before] + 1)..<ends[before + 1]],
            data: bytes[(ends[before + 1] + 1)..<ends[before + 2]])
    }
}

extension Span<UInt8> {
    /// Where a byte stands, in order.
    func places(of byte: UInt8) -> [Int] {
        var places: [Int] = []
        var place = 0
        while let next = firstPlace(of: byte, from: place) {
            places.append(next)
            place = next + 1
        }
        return places
    }

    /// Whether a byte stands there.
    func contains(_ byte: UInt8) -> Bool { firstPlace(of: byte, from: 0) != nil }

    /// The first place of a byte from some place on. Many bytes are looked at together.
    @inline(__always)
    private func firstPlace(of byte: UInt8, from start: Int) -> Int? {
        let pattern = Self.ones &* UInt64(byte)
        var place = start
        while place + 32 <= count {
            let found =
                zeros(at: place, pattern) | zeros(at: place + 8, pattern)
                | zeros(at: place + 16, pattern) | zeros(at: place + 24, pattern)
            guard found == 0 else { break }
            place += 32
        }
        while place + 8 <= count {
            let found = zeros(at: place, pattern)
            guard found == 0 else { return place + found.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < count {
            if self[place] == byte { return place }
            place += 1
        }
        return nil
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// The top bit of the first of eight bytes that is the pattern's; those above it may be wrong.
    @inline(__always)
    private func zeros(at place: Int, _ pattern: UInt64) -> UInt64 {
        let word = UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
        let changed = word ^ pattern
        return (changed &- Self.ones) & ~changed & (Self.ones << 7)
    }
}
