internal import Journal
internal import Messages

/// Commands of the outbox on their way: sent again, with the same id, until answered or too late.
///
/// Bounded by the outbox, which a core fills only as fast as it takes in events; each turn sends
/// at most 256, the rest waits for the next.
struct OpenRequests: Sendable {
    static let sendLimit = 256
    /// How long a command of a process is tried, in milliseconds of the wall clock.
    static let lifetime: Int64 = 60_000

    private struct Request: Sendable {
        var outgoing: Outgoing
        var expires: Int64?
        var nextSend: Int64
        var pause: Int64
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
        requests[outgoing.id] = Request(outgoing: outgoing, expires: nil, nextSend: 0, pause: 500)
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
    mutating func due(at wall: Int64, once: Bool = false) -> [(command: Outgoing, deadline: Int64)]
    {
        var sent: [(Outgoing, Int64)] = []
        for id in order where sent.count < Self.sendLimit {
            guard var request = requests[id], request.nextSend <= wall else { continue }
            let expires = request.expires ?? wall + Self.lifetime
            guard expires > wall else { continue }
            request.expires = expires
            request.nextSend = once ? .max : wall + request.pause
            request.pause = min(request.pause * 2, 8_000)
            requests[id] = request
            sent.append((request.outgoing, expires))
        }
        return sent
    }

    /// Commands whose time is over without an answer.
    func expired(at wall: Int64) -> [Outgoing] {
        order.compactMap { requests[$0] }.filter { ($0.expires ?? .max) <= wall }.map(\.outgoing)
    }
}
