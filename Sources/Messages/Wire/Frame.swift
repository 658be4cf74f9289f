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
        let count = messages.reduce(topic.count + 1) { $0 + $1.entryBytes }
        bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            func put(_ line: ArraySlice<UInt8>) {
                _ = buffer[filled...].update(fromContentsOf: line)
                filled += line.count
                buffer[filled] = Frame.lineFeed
                filled += 1
            }
            put(topic)
            for message in messages {
                put(message.attributes)
                put(message.data)
            }
        }
    }

    /// Events as their owner publishes them after a commit: those of one stream together and in
    /// their order, in as few frames as the limits allow.
    public static func frames(of events: some Sequence<RawMessage>) -> [Frame] {
        var runs: [[RawMessage]] = []
        var open: [ArraySlice<UInt8>: (run: Int, bytes: Int)] = [:]
        for event in events {
            let known = open[event.topic]
            if let known, runs[known.run].count < eventsLimit,
                known.bytes + event.entryBytes <= eventsLimitBytes
            {
                runs[known.run].append(event)
                open[event.topic]?.bytes += event.entryBytes
            } else {
                open[event.topic] = (runs.count, event.topic.count + 1 + event.entryBytes)
                runs.append([event])
            }
        }
        return runs.map { Frame(topic: $0[0].topic, $0) }
    }

    /// Whether it says of itself that it is a heartbeat.
    public var isHeartbeat: Bool { bytes.starts(with: "status.".utf8) }

    static var lineFeed: UInt8 { UInt8(ascii: "\n") }
}
