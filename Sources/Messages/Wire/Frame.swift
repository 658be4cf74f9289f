/// What goes over the bus at once: lines of UTF-8, each ended by a line feed.
///
/// ```
/// topic LF ( attributes LF data LF )+
/// ```
///
/// JSON texts hold no raw line feed, so lines need no lengths. A command, query, reply or heartbeat
/// is alone in its frame. Events of one stream travel together, as one commit brought them, and so
/// do those of a ``ReplayPage`` behind the page's own entry.
public struct Frame: Hashable, Sendable {
    /// The most bytes of a frame.
    public static let limitBytes = 512 * 1024
    /// The most bytes of a frame of events.
    public static let eventsLimitBytes = 256 * 1024
    /// The most events of a frame, also of a page.
    public static let eventsLimit = 1_000
    /// The most bytes of a body that is sure to find room beside any topic and any attributes.
    public static let bodyLimitBytes =
        limitBytes - Topic.limitBytes - RawMessage.attributesLimitBytes - 3

    /// All of it, as it travels.
    public let bytes: [UInt8]

    /// Takes the bytes as they came; ``read()`` judges them.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// One message alone.
    public init(_ message: RawMessage) { self.init(topic: message.topic, [message]) }

    /// Messages of one topic, in order.
    ///
    /// - Parameter topic: that of the frame: a page's events have another, which their stream tells.
    init(topic: ArraySlice<UInt8>, _ messages: some Collection<RawMessage>) {
        let size = messages.reduce(0) { $0 + $1.entryBytes }
        var frame = OpenFrame(topic: topic, expecting: size)
        for message in messages { frame.add(message) }
        self.init(frame.bytes)
    }

    /// Events as their owner publishes them after a commit: those of one stream together and in
    /// their order, in as few frames as the limits allow.
    ///
    /// An array and not any collection: a generic function of another module looks up types for
    /// each event, and that cost a publisher more than copying the bytes.
    public static func frames(of events: [RawMessage]) -> [Frame] {
        var frames: [OpenFrame] = []
        let events = events.span
        for number in events.indices {
            // Mostly the stream of the event before it; only the last frame of a stream has room.
            var place = frames.count - 1
            while place >= 0, frames[place].topic != events[number].topic { place -= 1 }
            if place < 0 || !frames[place].hasRoom(for: events[number].entryBytes) {
                place = frames.count
                // Events of a commit are mostly of one stream, and alike.
                let size = (events.count - number) * events[number].entryBytes
                frames.append(
                    OpenFrame(topic: events[number].topic, expecting: min(size, eventsLimitBytes)))
            }
            frames[place].add(events[number])
        }
        return frames.map { Frame($0.bytes) }
    }

    /// Whether it says of itself that it is a heartbeat.
    public var isHeartbeat: Bool { bytes.starts(with: "status.".utf8) }

    static var lineFeed: UInt8 { UInt8(ascii: "\n") }
}

/// A frame while it is written.
private struct OpenFrame {
    let topic: ArraySlice<UInt8>
    private(set) var bytes: [UInt8] = []
    private var entries = 0

    /// - Parameter size: how many bytes of entries will probably come.
    init(topic: ArraySlice<UInt8>, expecting size: Int) {
        self.topic = topic
        bytes.reserveCapacity(topic.count + 1 + size)
        add(topic)
    }

    /// Whether one more event of so many bytes keeps within the limits.
    func hasRoom(for entryBytes: Int) -> Bool {
        entries < Frame.eventsLimit && bytes.count + entryBytes <= Frame.eventsLimitBytes
    }

    mutating func add(_ message: borrowing RawMessage) {
        add(message.attributes)
        add(message.data)
        entries += 1
    }

    private mutating func add(_ line: ArraySlice<UInt8>) {
        bytes.append(contentsOf: line)
        bytes.append(Frame.lineFeed)
    }
}
