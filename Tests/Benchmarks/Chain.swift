internal import HashChain
internal import Journal
internal import Messages

/// Events of one stream, numbered and chained.
struct Chain {
    private let body: @Sendable (Int64) -> [UInt8]
    private let topic: Topic
    private var last = Cursor(sequence: 0, hash: HashChain.origin)

    init(dataBytes bytes: Int) throws {
        topic = try Topic(Sample.topic)
        let data = Array("\"\(String(repeating: "x", count: bytes - 2))\"".utf8)
        body = { _ in data }
    }

    init(body sessions: Sessions) throws {
        topic = try Topic(Sample.topic)
        body = { sessions.body($0) }
    }

    private var id: String {
        let digits = String(last.sequence + 1, radix: 16)
        return "019ab3f0-5c1e-7d42-9d0b-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }

    /// The next one as a service makes it: encoded from a value, and checked.
    mutating func next() throws -> Envelope {
        var attributes = Attributes(
            id: MessageID(id), source: "/austin/scheduler",
            type: "scheduler.session.scheduled.v1",
            time: Timestamp(milliseconds: 1_790_000_000_000))
        attributes.subject = "c-0001"
        attributes.dataclassification = .clinical
        attributes.sequence = last.sequence + 1
        attributes.prevhash = last.hash
        attributes.causationid = MessageID("019ab3f0-5c1e-7d42-9d0b-0123456789ac")
        let event = try Envelope(
            topic: topic, attributes: attributes, data: body(last.sequence + 1))
        last = Cursor(sequence: last.sequence + 1, hash: HashChain.hash(of: event.raw))
        return event
    }
}
