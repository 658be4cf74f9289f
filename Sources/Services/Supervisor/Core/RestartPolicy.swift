internal import Messages

/// How often and how fast a failed process is started again.
package struct RestartPolicy: Hashable, Sendable {
    /// The wait before the first restart; it doubles with each failure after it.
    package var firstDelay: Duration = .milliseconds(500)
    /// No wait is long, for a clinic waits for each of its processes. That one fails again and
    /// again is for ``mostFailures`` to end.
    package var longestDelay: Duration = .seconds(5)
    /// How far chance moves a delay, as a part of it, so that processes that fell together do not
    /// all return in the same instant.
    package var jitter: Double = 0.2
    /// After so long in readiness a failure counts as the first again.
    package var stableAfter: Duration = .seconds(60)
    /// More failures than this within ``window``, and the process is given up.
    package var mostFailures: Int = 30
    package var window: Duration = .seconds(600)
    /// How long a process may take to end after TERM; then its whole group is killed.
    package var stopGrace: Duration = .seconds(10)

    /// The policy for a clinic.
    package init() {}

    /// The wait after so many failures in a row.
    ///
    /// - Parameter chance: a random number in 0..<1.
    package func delay(afterFailures count: Int, chance: Double) -> Duration {
        precondition(count > 0, "there is no delay before a first failure")
        // 2 to the 40th milliseconds are 34 years: no delay needs more, and none overflows.
        let doubled = firstDelay * (Int64(1) << min(count - 1, 40))
        let base = firstDelay > .zero ? min(longestDelay, doubled) : longestDelay
        let moved = (Double(base.milliseconds) * jitter * (2 * chance - 1)).rounded()
        return base + .milliseconds(Int64(moved))
    }
}

/// When a process counts as ready.
package enum ReadinessRule: Hashable, Sendable {
    /// When it says so (`READY=1`, sd_notify); if it does not in so long, it is stopped and
    /// started again.
    case whenNotified(within: Duration)
    /// As soon as it runs: for a program that knows nothing of sd_notify.
    case whenStarted
}
