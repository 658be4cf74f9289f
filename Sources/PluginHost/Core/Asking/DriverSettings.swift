package import TherapyContract

/// The bounds by which a driver goes.
package struct DriverSettings: Hashable, Sendable {
    /// How long a program may take to answer.
    package var answer: Duration
    /// How many own events are recorded for it in a minute.
    package var eventsPerMinute: Int
    /// How long it may take to start, and to greet.
    package var startUp: Duration = .seconds(60)
    /// The most facts of one `apply`.
    package var foldBatch = PipeLimits.factsOfQuestion
    /// The most facts of one `react`.
    package var reactBatch = 64
    /// After so many facts from which nothing followed, that is recorded.
    package var quietLimit = 200
    /// Steps from one kept state to the next.
    package var snapshotEvery = 2_000
    /// Steps that wait in the driver; no more is read of the journal then.
    package var queueLimit = 4_000
    /// Failures without any step forward after which the program is not run any more.
    package var failureLimit = 8
    /// Facts that it goes on without, after which the same holds.
    package var asideLimit = 20
    /// Failures in an hour after which the same holds, whatever it got done in between.
    package var hourlyFailureLimit = 60
    /// The pause before it is started again: it doubles with each failure, up to the longest.
    package var firstPause: Duration = .seconds(1)
    package var longestPause: Duration = .seconds(60)
    /// The most bytes of facts in one question: a line has room for them, and for what is around.
    package var questionBytes = PipeLimits.lineBytes / 2

    package init(_ limits: PluginLimits) {
        answer = .seconds(limits.answerSeconds)
        eventsPerMinute = limits.eventsPerMinute
    }

    /// The pause after so many failures in a row.
    package func pause(after failures: Int) -> Duration {
        let doubled = firstPause * (1 << min(max(0, failures - 1), 16))
        return min(doubled, longestPause)
    }
}
