internal import Messages

/// Events that wait for what other streams bring, stream by stream.
///
/// An event that refers to something unknown is not an error: what it refers to is on its way in
/// another stream. It waits, and what follows in its stream waits behind it.
///
/// Invariants:
/// - Order within a stream holds: nothing of a stream is taken in while something of it waits.
/// - At most ``limit`` events of a stream wait. The next are let go, and the stream is *short* until
///   the reader has brought them again, which it does once nothing of the stream waits. Until then
///   nothing of that stream is taken in from elsewhere, or there would be a hole.
/// - The patience of a stream is counted from the first attempt that failed, and anew each time
///   that the stream gets on.
struct WaitingEvents {
    /// Events of one stream that may wait.
    static let limit = 10_000

    private var events: [EventStream: [StreamEvent]] = [:]
    private var begins: [EventStream: SteadyInstant] = [:]
    private var short: Set<EventStream> = []

    /// What becomes of an event whose turn it is.
    enum Admission: Equatable {
        /// Nothing of its stream waits: it can be tried.
        case free
        /// It waits behind the others of its stream.
        case waits
        /// Too many wait: it was let go, and is brought again.
        case letGo
    }

    var isEmpty: Bool { events.isEmpty }
    /// How many events wait.
    var count: Int { events.values.reduce(0) { $0 + $1.count } }
    /// The streams of which something waits, in an order that does not depend on hashing.
    var streams: [EventStream] { events.keys.sorted() }

    func isWaiting(_ stream: EventStream) -> Bool { events[stream] != nil }

    /// Whether a stream waits or lacks what was let go: its next event cannot be taken in alone.
    func holdsBack(_ stream: EventStream) -> Bool { isWaiting(stream) || short.contains(stream) }

    /// Whether what comes of a stream would leave a hole: what is before it was let go.
    func hasHole(in stream: EventStream) -> Bool { short.contains(stream) && !isWaiting(stream) }

    /// Since when a stream waits; `nil` for one that does not, or was not tried a second time.
    func since(_ stream: EventStream) -> SteadyInstant? { begins[stream] }

    /// Puts an event behind those of its stream that wait, if any do.
    mutating func admit(_ event: StreamEvent) -> Admission {
        guard let count = events[event.stream]?.count else { return .free }
        guard count < Self.limit else {
            short.insert(event.stream)
            return .letGo
        }
        events[event.stream]?.append(event)
        return .waits
    }

    /// Lets an event wait: the first of its stream, or the next behind those that wait.
    mutating func wait(with event: StreamEvent) {
        events[event.stream, default: []].append(event)
    }

    /// Lets go of what waits of a stream that is read no further.
    mutating func drop(_ stream: EventStream) { events[stream] = nil }

    /// Hands over what waits of a stream, to be tried again.
    mutating func removeAll(of stream: EventStream) -> [StreamEvent]? {
        events.removeValue(forKey: stream)
    }

    /// Takes note that a stream was tried.
    ///
    /// - Parameter count: how many of its events were tried.
    /// - Returns: whether it got on.
    mutating func tried(_ stream: EventStream, of count: Int, at now: SteadyInstant) -> Bool {
        let left = events[stream]?.count ?? 0
        let gotOn = left < count
        if gotOn { begins[stream] = nil }
        if left > 0, begins[stream] == nil { begins[stream] = now }
        return gotOn
    }

    /// Counts the patience of all streams anew: what they waited for was no other stream.
    mutating func beginAnew(at now: SteadyInstant) { begins = begins.mapValues { _ in now } }

    /// Has streams brought again from what is committed.
    mutating func lack(_ streams: some Sequence<EventStream>) { short.formUnion(streams) }

    /// Hands over the streams of which events were let go and nothing waits any more.
    mutating func takeShort() -> [EventStream] {
        let due = short.filter { !isWaiting($0) }
        short.subtract(due)
        return due.sorted()
    }

    /// Forgets all: the reader goes back to what is committed.
    mutating func reset() { self = WaitingEvents() }
}
