internal import Glibc

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
/// does not harm the others. An event is read when it is asked for, each time anew.
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

    /// As they came, unread.
    public var messages: [RawMessage] { indices.map(message) }

    private func message(_ number: Int) -> RawMessage {
        let before = ends.startIndex + 2 * number
        return RawMessage(
            topic: line, attributes: bytes[(ends[before] + 1)..<ends[before + 1]],
            data: bytes[(ends[before + 1] + 1)..<ends[before + 2]])
    }
}

extension EventRun: RandomAccessCollection {
    /// The place of its first event.
    public var startIndex: Int { 0 }
    /// How many events came, be they right or wrong.
    public var endIndex: Int { ends.count / 2 }

    /// An event read, or what is wrong with it.
    public subscript(number: Int) -> Result<Envelope, WireError> {
        Result { () throws(WireError) in try event(at: number) }
    }

    /// An event read. Whoever goes through many asks in this way: an envelope is large, and in a
    /// `Result` it is copied more often than it is read.
    public func event(at number: Int) throws(WireError) -> Envelope {
        try Envelope(message(number), topic: .event(stream))
    }
}

extension Span<UInt8> {
    /// Where a byte stands, in order.
    func places(of byte: UInt8) -> [Int] {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return [] }
            var places: [Int] = []
            // Lines are mostly longer.
            places.reserveCapacity(bytes.count / 256 + 4)
            var place = 0
            while let found = memchr(start + place, Int32(byte), bytes.count - place) {
                places.append(UnsafeRawPointer(found) - start)
                place = places[places.count - 1] + 1
            }
            return places
        }
    }

    /// Whether a byte stands there.
    func contains(_ byte: UInt8) -> Bool {
        withUnsafeBytes { bytes in
            bytes.baseAddress.map { memchr($0, Int32(byte), bytes.count) != nil } ?? false
        }
    }

    /// Whether the bytes from a place on are these.
    func holds(_ wanted: Span<UInt8>, at place: Int) -> Bool {
        guard place >= 0, wanted.count <= count - place else { return false }
        return extracting(place..<(place + wanted.count)).withUnsafeBytes { own in
            wanted.withUnsafeBytes { wanted in
                guard let own = own.baseAddress, let start = wanted.baseAddress else { return true }
                return memcmp(own, start, wanted.count) == 0
            }
        }
    }
}
