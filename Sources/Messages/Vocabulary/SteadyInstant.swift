/// A moment on a clock that only goes on, whatever is done to the machine's own.
///
/// Waits, retries and deadlines of one's own are held against it: if they were held against a clock
/// that was set back by an hour, nothing would be tried again for an hour. Its start means nothing.
/// What another process or a person is told is a ``Timestamp``.
package struct SteadyInstant: InstantProtocol, Sendable {
    /// Milliseconds since the clock's start.
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package func advanced(by duration: Duration) -> SteadyInstant {
        SteadyInstant(milliseconds: milliseconds + duration.milliseconds)
    }

    package func duration(to other: SteadyInstant) -> Duration {
        .milliseconds(other.milliseconds - milliseconds)
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (instant: Self, duration: Duration) -> Self {
        instant.advanced(by: duration)
    }

    package static func - (instant: Self, duration: Duration) -> Self {
        instant.advanced(by: .zero - duration)
    }

    package static func - (later: Self, earlier: Self) -> Duration { earlier.duration(to: later) }
}

extension Duration {
    /// Whole milliseconds; what is below one is left out.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Timestamp {
    /// The moment that is so much later.
    package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + duration.milliseconds)
    }

    package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds - duration.milliseconds)
    }

    /// How long it was from one moment to the other, by the wall clock: less than nothing if that
    /// was set back in between.
    package static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}
