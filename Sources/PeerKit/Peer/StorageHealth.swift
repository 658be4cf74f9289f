package import Messages

/// Whether the journal can be written.
///
/// Invariants:
/// - While it fails nothing is recorded, and it is tried again only when ``isTryDue(at:)`` says so:
///   after 0.5 s, and each time twice as late, up to 4 s.
/// - Since when it fails is the time of the first of the failures in a row.
/// - Only a try that succeeded makes it ``State/working`` again.
package struct StorageHealth: Sendable {
    /// Failures in a row, from the first one on.
    package struct Failing: Sendable {
        /// Why it cannot be written, and what to do.
        package fileprivate(set) var advice: Advice
        /// When the first of them was.
        package let since: SteadyInstant
        fileprivate var count = 0
        fileprivate var retryAt: SteadyInstant
        fileprivate var leavesDoubt = false
    }

    private enum State {
        case working
        case failing(Failing)
    }

    private var state = State.working

    /// What fails, and since when; `nil` while it works.
    package var failing: Failing? {
        if case .failing(let failing) = state { failing } else { nil }
    }
    package var isFailing: Bool { failing != nil }
    /// Whether what failed last may be recorded all the same.
    var leavesDoubt: Bool { failing?.leavesDoubt ?? false }

    /// Whether the journal is to be tried again.
    func isTryDue(at now: SteadyInstant) -> Bool { failing.map { now >= $0.retryAt } ?? false }

    /// Takes note of one more failure.
    mutating func fail(_ advice: Advice, leavesDoubt: Bool = false, at now: SteadyInstant) {
        var failing = failing ?? Failing(advice: advice, since: now, retryAt: now)
        failing.advice = advice
        failing.leavesDoubt = leavesDoubt
        failing.count += 1
        failing.retryAt = now + .milliseconds(250 << min(failing.count, 4))
        state = .failing(failing)
    }

    /// Says another reason for the failure that stands, which is no further one.
    mutating func explain(_ advice: Advice) {
        guard case .failing(var failing) = state else { return }
        failing.advice = advice
        state = .failing(failing)
    }

    /// Has the journal tried again at once: what kept it from being read is over.
    mutating func retry(at now: SteadyInstant) {
        guard case .failing(var failing) = state else { return }
        failing.retryAt = now
        state = .failing(failing)
    }

    /// The journal was read and written again.
    mutating func succeed() { state = .working }
}
