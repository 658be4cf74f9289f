internal import CZeroMQ

/// A descriptor that any thread may signal to end another thread's wait.
package final class Wakeup: Sendable {
    let descriptor: Int32

    package init() throws(BusError) {
        descriptor = cairn_wake_open()
        guard descriptor >= 0 else {
            throw .refused(ZeroMQError(code: EMFILE), doing: "open a wake descriptor")
        }
    }

    deinit { close(descriptor) }

    /// Ends the wait, or the next one if nobody waits now.
    package func signal() { cairn_wake_signal(descriptor) }
    func clear() { cairn_wake_clear(descriptor) }
}
