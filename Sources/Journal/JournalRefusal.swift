package import Messages

/// What every journal refuses, whatever keeps it. Nothing was written.
package enum JournalRefusal: JournalError, Equatable {
    /// It was used after ``JournalReading/close()``.
    case closed
    /// An event that is to be published belongs to another, or is no event.
    case notOwn(identity: Identity)
    /// A sequence that does not go on from the stream's head.
    case hole(stream: EventStream, expected: Int64, found: Int64)
    /// A `prevhash` that is not the hash of the stream's head.
    case forked(stream: EventStream, sequence: Int64)
    /// Something that is kept once is there already.
    case repeated(place: String)
    /// A message that did not pass the edge.
    case unreadable(WireError)

    package var advice: Advice {
        switch self {
        case .closed:
            Advice("The journal is closed.", remedy: "Open it again before using it.")
        case .hole(let stream, let expected, let found):
            Advice(
                "The next event of \(stream) has sequence \(expected), not \(found).",
                remedy: "Nothing was written. Read the heads again and number from there.")
        case .forked(let stream, let sequence):
            Advice(
                "Event \(sequence) of \(stream) does not carry the hash of the event before it.",
                remedy: "Nothing was written. Read the heads again and chain from there.")
        case .repeated(let place):
            Advice(
                "The journal has \(place) already.",
                remedy: "Nothing was written. An input was handled twice: restart the service.")
        case .unreadable(let error):
            Advice(
                "Could not keep a message that is not whole: \(error.reason).",
                remedy: "Nothing was written. \(error.advice.remedy)")
        case .notOwn:
            Advice(
                "Could not publish a message that is not an event of the journal's owner.",
                remedy: "Nothing was written. Publish only events of one's own streams.")
        }
    }
}
