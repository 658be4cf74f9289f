internal import Messages

/// How long the process of a journal has run, over all of its starts.
///
/// A wall clock can be set to any time, and nothing tells a process that was started whether it
/// was. This goes on only while somebody could have asked.
package struct RunningTime: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package func advanced(by duration: Duration) -> RunningTime {
        RunningTime(milliseconds: milliseconds + duration.milliseconds)
    }

    package static func < (first: RunningTime, second: RunningTime) -> Bool {
        first.milliseconds < second.milliseconds
    }
}
