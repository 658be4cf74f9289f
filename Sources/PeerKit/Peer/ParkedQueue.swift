internal import Journal
internal import Messages

/// What is parked, in the order in which it came, and what waits for what.
///
/// An event waits for the first one before it that holds it back: one of its subject, or one
/// without a subject in its stream. What waits follows in order once that one is handled.
struct ParkedQueue {
    let events: [Parked]
    /// For each event the place in ``events`` of the one that it waits for.
    private(set) var holders: [Int?] = []

    init(_ events: [Parked]) {
        self.events = events
        var subjects: [String: Int] = [:]
        var streams: [EventStream: Int] = [:]
        for (index, event) in events.enumerated() {
            let found = [streams[event.stream], event.subject.flatMap { subjects[$0] }]
            let holder = found.compactMap(\.self).min()
            holders.append(holder)
            let first = holder ?? index
            if let subject = event.subject {
                subjects[subject] = subjects[subject] ?? first
            } else {
                streams[event.stream] = streams[event.stream] ?? first
            }
        }
    }

    func index(of place: EventPlace) -> Int? { events.firstIndex { $0.place == place } }

    /// What is handled with a first event, in order: itself, and what waits for nothing else.
    func released(with first: Int) -> [Int] {
        var releasing = ParkedPlaces()
        var remaining = ParkedPlaces()
        var found: [Int] = []
        for (index, event) in events.enumerated() {
            let follows = releasing.holdBack(stream: event.stream, subject: event.subject)
            let waits = remaining.holdBack(stream: event.stream, subject: event.subject)
            if index == first || follows && !waits {
                releasing.insert(stream: event.stream, subject: event.subject)
                found.append(index)
            } else {
                remaining.insert(stream: event.stream, subject: event.subject)
            }
        }
        return found
    }

    /// The places of what is left without some of the events.
    func places(without gone: [Int]) -> ParkedPlaces {
        let gone = Set(gone)
        return ParkedPlaces(
            events.enumerated().filter { !gone.contains($0.offset) }.map(\.element))
    }
}
