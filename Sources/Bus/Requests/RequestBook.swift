package import Messages

/// The commands and queries of one process that wait for an answer: sent again, under the same
/// id, until it comes or the deadline passes.
///
/// A value without clock or sockets. Times are wall time.
package struct RequestBook: Sendable {
    /// What the shell does next.
    package enum Action: Sendable, Equatable {
        /// Publish it, for the first time or again.
        case send(Envelope)
        /// The deadline passed: it may or may not have taken effect.
        case expired(Envelope)
    }

    private struct OpenRequest {
        var request: Envelope
        var receiver: Identity
        var deadline: Timestamp
        var attempts: Int
        var sendAt: Timestamp
    }

    private var entries: [MessageID: OpenRequest] = [:]
    private let limit: Int
    private var jitter: Jitter

    /// - Parameters:
    ///   - limit: How many may be open at once; one more is refused.
    ///   - seed: For delays; different for each process.
    package init(limit: Int = 1_000, seed: UInt64) {
        self.limit = limit
        jitter = Jitter(seed: seed)
    }

    /// When ``tick(now:)`` has something to do next.
    package var nextTick: Timestamp? {
        entries.values.map { min($0.sendAt, $0.deadline) }.min()
    }

    /// Begins to send a command or query. A request that is open already is not sent twice.
    package mutating func add(_ request: Envelope, now: Timestamp) throws -> [Action] {
        guard let receiver = request.receiver, let deadline = request.deadline else {
            throw RequestError.notARequest
        }
        guard entries[request.id] == nil else { return [] }
        guard entries.count < limit else { throw RequestError.tooMany(limit) }
        entries[request.id] = OpenRequest(
            request: request, receiver: receiver, deadline: deadline, attempts: 0, sendAt: now)
        return tick(now: now)
    }

    /// The request that a message answers, which waits no longer.
    ///
    /// `nil` for an answer that comes twice or too late, or from somebody who was not asked.
    package mutating func settle(by answer: Envelope) -> Envelope? {
        guard case .inbox(_, _, let responder) = answer.address,
            let id = answer.inreplyto, entries[id]?.receiver == responder
        else { return nil }
        return entries.removeValue(forKey: id)?.request
    }

    /// Time goes on: what is due is sent again, and what is past its deadline ends as unknown.
    package mutating func tick(now: Timestamp) -> [Action] {
        let due = entries.filter { now >= $0.value.sendAt || now >= $0.value.deadline }
        return due.sorted { $0.key < $1.key }.map { id, entry in
            guard now < entry.deadline else {
                entries[id] = nil
                return .expired(entry.request)
            }
            let delay = jitter.backoff(
                attempt: entry.attempts, first: .milliseconds(500), limit: .seconds(30))
            entries[id]?.attempts += 1
            entries[id]?.sendAt = now + delay
            return .send(entry.request)
        }
    }
}

extension Envelope {
    /// Who is asked; `nil` for what is not a request.
    fileprivate var receiver: Identity? {
        switch address {
        case .command(let receiver, _, _), .query(let receiver, _, _): receiver
        case .event, .inbox, .heartbeat: nil
        }
    }
}
