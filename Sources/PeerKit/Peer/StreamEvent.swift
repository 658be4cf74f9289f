internal import Bus
internal import Journal
internal import Messages

/// An event of another, with its place.
struct StreamEvent {
    let envelope: Envelope
    let stream: EventStream
    /// How far whoever has taken it in has come.
    let cursor: Cursor

    /// `nil` for a message that is no event, or that has no place in its stream.
    init?(_ delivery: Delivery) {
        envelope = delivery.envelope
        guard case .event(let stream) = envelope.address, envelope.fact != nil,
            let sequence = envelope.sequence
        else { return nil }
        self.stream = stream
        cursor = Cursor(sequence: sequence, hash: delivery.hash)
    }

    var sequence: Int64 { cursor.sequence }
    var subject: String? { envelope.subject }
    /// The input as the file of attempts names it.
    var name: String { "\(stream) \(sequence)" }

    /// Whether it is of the clinic's clock.
    var isClock: Bool { stream == .clock }
}
