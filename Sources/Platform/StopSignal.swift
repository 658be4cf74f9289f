internal import Synchronization
internal import UnixSignals

/// Notes that the process was asked to stop (SIGTERM or SIGINT), and wakes whoever waits.
package final class StopSignal: Sendable {
    private let requested = Mutex(false)

    /// Catches both signals from now on; `wake` is called on each, from any thread.
    package init(waking wake: @escaping @Sendable () -> Void) async {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        Task { [self] in
            for await _ in signals {
                requested.withLock { $0 = true }
                wake()
            }
        }
    }

    /// Whether a signal came; it stays so.
    package var isRequested: Bool { requested.withLock { $0 } }
}
