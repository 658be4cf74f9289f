internal import Journal
internal import Messages

/// Commands of the outbox on their way: sent again, with the same id, until answered or too late.
///
/// Bounded by the outbox, which a core fills only as fast as it takes in events.
///
/// Invariants:
/// - What is open stands in the journal's outbox, once, in the order in which it came there.
/// - A command is sent under one id only. Its ``lifetime`` counts from when this process first sent
///   it, and does not grow with the tries.
/// - Nothing is sent after its lifetime. Then it is late, until whoever is told of that removes it.
/// - A turn sends ``sendLimit`` at most; the rest waits for the next one.
struct OpenRequests: Sendable {
    static let sendLimit = 256
    /// How long a command of a process is tried.
    static let lifetime: Duration = .seconds(60)
    /// How long it waits for an answer before it is sent again: first, and at most.
    private static let firstPause: Duration = .milliseconds(500)
    private static let longestPause: Duration = .seconds(8)

    private struct Request: Sendable {
        var outgoing: Outgoing
        var sending = Sending.never
    }

    private enum Sending {
        /// It was not sent yet.
        case never
        /// It was sent, and expires; it is sent again at a time, and then after another pause.
        case sent(expires: SteadyInstant, again: SteadyInstant, pause: Duration)
        /// It was sent and is not sent again.
        case sentForGood(expires: SteadyInstant)

        var expires: SteadyInstant? {
            switch self {
            case .never: nil
            case .sent(let expires, _, _), .sentForGood(let expires): expires
            }
        }
    }
    private var requests: [MessageID: Request] = [:]
    private var order: [MessageID] = []

    var count: Int { requests.count }

    mutating func load(_ outbox: [Outgoing]) {
        for outgoing in outbox { add(outgoing) }
        let known = Set(outbox.map(\.id))
        for id in order where !known.contains(id) { _ = remove(id) }
    }

    mutating func add(_ outgoing: Outgoing) {
        guard requests[outgoing.id] == nil else { return }
        requests[outgoing.id] = Request(outgoing: outgoing)
        order.append(outgoing.id)
    }

    subscript(id: MessageID) -> Outgoing? { requests[id]?.outgoing }

    mutating func remove(_ id: MessageID) -> Outgoing? {
        order.removeAll { $0 == id }
        return requests.removeValue(forKey: id)?.outgoing
    }

    /// The commands to send now, with their deadline.
    ///
    /// - Parameter once: whether none is sent again: only where a test does without an outbox.
    mutating func due(at now: SteadyInstant, once: Bool = false)
        -> [(command: Outgoing, deadline: SteadyInstant)]
    {
        var sent: [(Outgoing, SteadyInstant)] = []
        for id in order where sent.count < Self.sendLimit {
            guard let request = requests[id],
                let (expires, pause) = Self.next(of: request.sending, at: now)
            else { continue }
            requests[id]?.sending =
                once
                ? .sentForGood(expires: expires)
                : .sent(
                    expires: expires, again: now + pause,
                    pause: min(pause * 2, Self.longestPause))
            sent.append((request.outgoing, expires))
        }
        return sent
    }

    /// When a command expires that is sent now, and the pause after it; `nil` if it is not sent now.
    private static func next(of sending: Sending, at now: SteadyInstant)
        -> (expires: SteadyInstant, pause: Duration)?
    {
        switch sending {
        case .never: (now + lifetime, firstPause)
        case .sent(let expires, let again, let pause):
            again <= now && expires > now ? (expires, pause) : nil
        case .sentForGood: nil
        }
    }

    /// Commands whose time is over without an answer.
    func expired(at now: SteadyInstant) -> [Outgoing] {
        order.compactMap { requests[$0] }
            .filter { $0.sending.expires.map { $0 <= now } ?? false }.map(\.outgoing)
    }
}
