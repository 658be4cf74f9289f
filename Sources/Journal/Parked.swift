package import Messages

/// An event whose handling failed, with the later ones of its subject: set aside, in order.
package struct Parked: Hashable, Sendable {
    /// Where the event comes from.
    package var stream: EventStream
    /// Its place in the stream.
    package var sequence: Int64
    /// The client or group whose events wait; `nil` when the whole stream waits.
    package var subject: String?
    /// Why, without health data.
    package var reason: String
    /// The event, as published.
    package var raw: RawMessage
    /// When it was set aside.
    package var since: Timestamp

    package init(
        stream: EventStream, sequence: Int64, subject: String?, reason: String, raw: RawMessage,
        since: Timestamp
    ) {
        self.stream = stream
        self.sequence = sequence
        self.subject = subject
        self.reason = reason
        self.raw = raw
        self.since = since
    }

    /// Which event it is.
    package var place: EventPlace { EventPlace(stream: stream, sequence: sequence) }
}
