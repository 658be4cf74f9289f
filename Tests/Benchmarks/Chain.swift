internal import HashChain
internal import Journal
internal import Messages

/// Events of one stream, numbered and chained.
struct Chain {
    private let body: @Sendable (Int64) -> [UInt8]
    private let topic = Array(Sample.topic.utf8)
    private var last = Cursor(sequence: 0, hash: HashChain.origin)

    init(dataBytes bytes: Int) {
        let data = Array("\"\(String(repeating: "x", count: bytes - 2))\"".utf8)
        body = { _ in data }
    }

    init(body sessions: Sessions) { body = { sessions.body($0) } }

    private var id: String {
        let digits = String(last.sequence + 1, radix: 16)
        return "019ab3f0-5c1e-7d42-9d0b-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }

    /// The next one, its attributes put together as text: fast, and the same bytes.
    mutating func next() -> Frames {
        finish(
            Array(
                """
                {"causationid":"019ab3f0-5c1e-7d42-9d0b-0123456789ac",\
                "dataclassification":"clinical","datacontenttype":"application/json",\
                "id":"\(id)","prevhash":"\(last.hash)","sequence":\(last.sequence + 1),\
                "source":"/austin/scheduler","specversion":"1.0","subject":"c-0001",\
                "time":"2026-09-21T14:13:20.000Z","type":"scheduler.session.scheduled.v1"}
                """.utf8))
    }

    /// The next one as a service makes it: encoded from a value, and checked.
    mutating func encodeNext() throws -> Frames {
        var attributes = Attributes(
            id: MessageID(id), source: "/austin/scheduler",
            type: "scheduler.session.scheduled.v1",
            time: Timestamp(milliseconds: 1_790_000_000_000))
        attributes.subject = "c-0001"
        attributes.dataclassification = .clinical
        attributes.sequence = last.sequence + 1
        attributes.prevhash = last.hash
        attributes.causationid = MessageID("019ab3f0-5c1e-7d42-9d0b-0123456789ac")
        let topic = try Topic(Sample.topic)
        let data = body(last.sequence + 1)
        let envelope = try Envelope(topic: topic, attributes: attributes, data: data)
        return finish(envelope.frames.attributes)
    }

    private mutating func finish(_ attributes: [UInt8]) -> Frames {
        let frames = Frames(
            topic: topic, attributes: attributes, data: body(last.sequence + 1))
        last = Cursor(sequence: last.sequence + 1, hash: HashChain.hash(of: frames))
        return frames
    }
}
