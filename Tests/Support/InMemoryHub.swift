internal import Bus
package import Messages
internal import Synchronization

/// A hub without sockets, for tests and for runs on one thread.
///
/// A frame is in every subscriber's queue when `send` returns, subscribers being served in the
/// order in which they connected: the same sends always give the same history.
package final class InMemoryHub: Sendable {
    /// Decides whether a frame is lost on its way to a subscriber, to try what real pipes do.
    package typealias Loss = @Sendable (_ frame: Frame, _ subscriber: Identity) -> Bool

    struct Peer {
        var identity: Identity
        var subscriptions: [[UInt8]] = []
        var queue: [Frame] = []
        var dropped: [String: Int64] = [:]
        var isOpen = true
        var isInterrupted = false
        var waiter: (ticket: Int, continuation: CheckedContinuation<Void, Never>)?
        /// The last wait whose time was over before it began: it is not waited for any more.
        var expired: Int?
    }

    private struct State {
        var peers: [Peer] = []
        var lastTicket = 0
    }

    private let state = Mutex(State())
    private let queueLimit: Int
    private let loses: Loss?

    /// - Parameters:
    ///   - queueLimit: What one subscriber may leave unread; beyond it the newest is dropped.
    ///   - loss: Frames to lose; `nil` loses none.
    package init(queueLimit: Int = 10_000, losing loss: Loss? = nil) {
        self.queueLimit = queueLimit
        loses = loss
    }

    /// A new peer, served after those before it.
    package func connect(as identity: Identity) -> InMemoryConnection {
        let number = state.withLock { state in
            state.peers.append(Peer(identity: identity))
            return state.peers.count - 1
        }
        return InMemoryConnection(hub: self, number: number)
    }

    func deliver(_ frames: [Frame], from number: Int) throws(BusError) {
        let waiters = try state.withLock { state throws(BusError) in
            guard state.peers[number].isOpen else { throw .closed }
            for frame in frames {
                for index in state.peers.indices {
                    deliver(frame, to: &state.peers[index])
                }
            }
            return state.peers.indices.compactMap { index in
                state.peers[index].queue.isEmpty ? nil : state.peers[index].waiter.take()
            }
        }
        for waiter in waiters { waiter.continuation.resume() }
    }

    private func deliver(_ frame: Frame, to peer: inout Peer) {
        guard peer.isOpen, peer.subscriptions.contains(where: frame.bytes.starts(with:)) else {
            return
        }
        if loses?(frame, peer.identity) == true {
            peer.dropped["lost", default: 0] += 1
        } else if peer.queue.count >= queueLimit {
            peer.dropped["queue-full", default: 0] += 1
        } else {
            peer.queue.append(frame)
        }
    }

    /// Reads or changes one peer, and resumes its waiter if `body` says so.
    func with<Result: Sendable>(
        _ number: Int, resuming: Bool = false, _ body: (inout Peer) -> Result
    ) -> Result {
        let (result, waiter) = state.withLock { state in
            let result = body(&state.peers[number])
            return (result, resuming ? state.peers[number].waiter.take() : nil)
        }
        waiter?.continuation.resume()
        return result
    }

    /// Parks a waiter unless there is something to wake it for already.
    func wait(_ number: Int, _ continuation: CheckedContinuation<Void, Never>, ticket: Int) {
        let resumesNow = state.withLock { state in
            let peer = state.peers[number]
            precondition(peer.waiter == nil, "one task receives from a connection")
            if !peer.isOpen || !peer.queue.isEmpty || peer.isInterrupted || peer.expired == ticket {
                state.peers[number].isInterrupted = false
                return true
            }
            state.peers[number].waiter = (ticket, continuation)
            return false
        }
        if resumesNow { continuation.resume() }
    }

    func nextTicket() -> Int {
        state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
    }

    /// Ends the wait with that ticket, and no later one.
    func expire(_ number: Int, ticket: Int) {
        let waiter = state.withLock {
            state -> (ticket: Int, continuation: CheckedContinuation<Void, Never>)? in
            state.peers[number].expired = max(ticket, state.peers[number].expired ?? 0)
            return state.peers[number].waiter?.ticket == ticket
                ? state.peers[number].waiter.take() : nil
        }
        waiter?.continuation.resume()
    }
}
