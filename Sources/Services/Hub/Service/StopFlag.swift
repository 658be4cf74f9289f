internal import Bus
internal import Synchronization

/// Whether the hub was told to stop, and what to stop then.
final class StopFlag: Sendable {
    private struct State {
        var isRequested = false
        var forwarder: Forwarder?
    }

    private let state = Mutex(State())

    var isRequested: Bool { state.withLock { $0.isRequested } }

    func request() {
        state.withLock { state in
            state.isRequested = true
            return state.forwarder
        }?.stop()
    }

    /// From now on a request stops this one, at once if it came before.
    func stops(_ forwarder: Forwarder) {
        let isRequested = state.withLock { state in
            state.forwarder = forwarder
            return state.isRequested
        }
        if isRequested { forwarder.stop() }
    }
}
