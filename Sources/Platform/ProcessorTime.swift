internal import Glibc

/// What the calling thread has used of a processor.
package enum ProcessorTime {
    /// Since the thread began; nothing where the system does not say.
    package static var spent: Duration {
        var time = timespec()
        guard clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return .zero }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
