internal import Journal
internal import Messages

/// Commands of the outbox on their way: sent again, with the same id, until answered or too late.
///
/// Bounded by the outbox, which a core fills only as fast as it takes in events; each turn sends
/// at most 256, the rest waits for the next.
struct OpenRequests: Sendable {
    static let sendLimit = 256
    /// How long a command of a process is tried.
    static let lifetime: Duration = .seconds(60)
    /// How long it waits for an answer before it is sent again: first, and at most.
    private static let firstPause: Duration = .milliseconds(500)
    private static let longestPause: Duration = .seconds(8)

    private struct Request: Sendable {
        var outgoing: Outgoing
        /// When it is too late for an answer; `nil` before it was sent.
        var expires: SteadyInstant?
        /// When it is sent again; `nil` for at once.
        var nextSend: SteadyInstant?
        var pause = OpenRequests.firstPause
        /// Whether it is not sent again.
        var isSentOnce = false
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
            guard var request = requests[id], !request.isSentOnce,
                request.nextSend ?? now <= now
            else { continue }
            let expires = request.expires ?? now + Self.lifetime
            guard expires > now else { continue }
            request.expires = expires
            request.isSentOnce = once
            request.nextSend = now + request.pause
            request.pause = min(request.pause * 2, Self.longestPause)
            requests[id] = request
            sent.append((request.outgoing, expires))
        }
        return sent
    }

    /// Commands whose time is over without an answer.
    func expired(at now: SteadyInstant) -> [Outgoing] {
        order.compactMap { requests[$0] }.filter { $0.expires.map { $0 <= now } ?? false }
            .map(\.outgoing)
    }
}
