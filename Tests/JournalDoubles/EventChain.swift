internal import HashChain
package import Journal
package import Messages

/// Makes the events of one stream, numbered and chained as a service does it.
package struct EventChain {
    package let stream: EventStream
    /// The last event that it made.
    package private(set) var last: Cursor

    package init(_ stream: EventStream, after last: Cursor? = nil) {
        self.stream = stream
        self.last = last ?? Cursor(sequence: 0, hash: HashChain.origin)
    }

    /// The next event; its id is `<stream>-<sequence>` unless another is given.
    package mutating func next(
        _ body: String = "{}", id: MessageID? = nil, prevhash: String? = nil
    ) throws -> RawMessage {
        let sequence = last.sequence + 1
        var attributes = Attributes(
            id: id ?? MessageID("\(stream)-\(sequence)"), source: "/austin/\(stream.owner)",
            type: "\(stream).happened.v1", time: Timestamp(milliseconds: 1_000 * sequence))
        attributes.sequence = sequence
        attributes.prevhash = prevhash ?? last.hash
        let raw = RawMessage(
            topic: Array(Topic.event(stream).text.utf8),
            attributes: try JSONText.encode(attributes), data: Array(body.utf8))
        last = Cursor(sequence: sequence, hash: HashChain.hash(of: raw))
        return raw
    }
}

extension Effects {
    /// Effects whose messages are read here, as those did who took them in or made them.
    package init(
        noted: RawMessage?, events: [RawMessage] = [], cursors: [EventStream: Cursor] = [:],
        receipt: Receipt? = nil, outgoing: [Outgoing] = [], parked: [Parked] = [],
        unparked: [EventPlace] = []
    ) throws {
        self.init(
            noted: try noted.map { try Envelope($0) },
            events: try events.map { try Envelope($0) }, cursors: cursors, receipt: receipt,
            outgoing: outgoing, parked: parked, unparked: unparked)
    }

    /// Effects of nothing that is noted.
    package init(events: [RawMessage]) throws { try self.init(noted: nil, events: events) }
}
