package import Journal
package import Messages

/// Where events are set aside: later ones of the same client, group or stream wait behind them.
package struct ParkedPlaces: Hashable, Sendable {
    /// Events that may be parked at once; at the bound, the stream of the next one stops.
    package static var limit: Int { 1_000 }

    /// How many events are parked.
    package private(set) var count = 0
    private var subjects: Set<String> = []
    private var streams: Set<EventStream> = []

    /// The places of what a journal has parked.
    package init(_ parked: [Parked] = []) {
        for event in parked { insert(stream: event.stream, subject: event.subject) }
    }

    package var isEmpty: Bool { count == 0 }
    package var isFull: Bool { count >= Self.limit }

    /// Counts one more parked event: of its subject, or of its stream if it has none.
    package mutating func insert(stream: EventStream, subject: String?) {
        count += 1
        if let subject { subjects.insert(subject) } else { streams.insert(stream) }
    }

    /// Whether an event has to wait behind one that is parked.
    package func holdBack(stream: EventStream, subject: String?) -> Bool {
        streams.contains(stream) || subject.map(subjects.contains) ?? false
    }
}
