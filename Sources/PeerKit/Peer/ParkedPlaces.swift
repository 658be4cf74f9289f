package import Journal
package import Messages

/// Where events are set aside: later ones of the same client, group or stream wait behind them.
package struct ParkedPlaces: Hashable, Sendable {
    /// Events of services that may be parked at once; at the bound, the next one's stream stops.
    package static var limit: Int { 1_000 }

    /// How many events are parked, by who published them.
    package private(set) var counts: [Identity: Int] = [:]
    private var subjects: Set<String> = []
    private var streams: Set<EventStream> = []

    /// The places of what a journal has parked.
    package init(_ parked: [Parked] = []) {
        for event in parked { insert(stream: event.stream, subject: event.subject) }
    }

    /// How many events are parked.
    package var count: Int { counts.values.reduce(0, +) }
    package var isEmpty: Bool { counts.isEmpty }

    /// How many are parked of those who are meant.
    package func count(where isMeant: (Identity) -> Bool) -> Int {
        counts.reduce(0) { $0 + (isMeant($1.key) ? $1.value : 0) }
    }

    /// How many are parked of one.
    package func count(of owner: Identity) -> Int { counts[owner] ?? 0 }

    /// Counts one more parked event: of its subject, or of its stream if it has none.
    package mutating func insert(stream: EventStream, subject: String?) {
        counts[stream.owner, default: 0] += 1
        if let subject { subjects.insert(subject) } else { streams.insert(stream) }
    }

    /// Whether an event has to wait behind one that is parked.
    package func holdBack(stream: EventStream, subject: String?) -> Bool {
        streams.contains(stream) || subject.map(subjects.contains) ?? false
    }
}
