package import Messages

/// Which hours of the clinic's clock are due.
///
/// Missed hours are struck in order, each once. A step back strikes nothing until the time catches
/// up; if it is a long one a person is told, for until then no contact falls due. A long jump
/// forward is more often a wrong clock than a long night, and striking cannot be undone, so a
/// person confirms it.
package enum ClockStriker {
    /// More than this between the last hour struck and now waits for a person.
    package static let longestJump = 26
    /// A clock that is so many hours behind the last hour struck is no mere correction of it.
    package static let longestStepBack = 1
    /// More hours than these, a year's, are not struck by one word of a person's.
    package static let mostConfirmed = 366 * 24

    /// What the clock does now.
    package enum Verdict: Hashable, Sendable {
        /// The hours to strike, oldest first; none if the next is not due.
        case strike([Timestamp])
        case waitForPerson(Advice)
    }

    /// - Parameters:
    ///   - last: the last hour that was struck; `nil` in a new clinic, which begins now.
    ///   - confirmed: the time up to which a person has said that the jump is right.
    package static func verdict(
        after last: Timestamp?, now: Timestamp, confirmed: Timestamp? = nil
    ) -> Verdict {
        guard let last else { return .strike([now.fullHour]) }
        guard last <= now.advanced(byHours: longestStepBack) else {
            return .waitForPerson(adviceBehind(last, now))
        }
        guard now > last.advanced(byHours: longestJump) else {
            return .strike(hours(after: last, through: now))
        }
        guard let confirmed, min(confirmed, now).fullHour > last else {
            return .waitForPerson(advice(last, now))
        }
        return .strike(hours(after: last, through: min(confirmed, now)))
    }

    private static func hours(after last: Timestamp, through now: Timestamp) -> [Timestamp] {
        let first = last.fullHour.advanced(byHours: 1)
        guard first <= now else { return [] }
        return (0...now.hours(since: first)).map(first.advanced(byHours:))
    }

    private static func advice(_ last: Timestamp, _ now: Timestamp) -> Advice {
        let gap = now.hours(since: last)
        let next = min(now.fullHour, last.fullHour.advanced(byHours: mostConfirmed))
        return Advice(
            "The clinic's clock last struck \(last), and this machine says \(now): \(gap) hours.",
            remedy:
                "If the machine's clock is right, `cairn clock confirm --through \(next)`;"
                + " if not, set it right.")
    }

    private static func adviceBehind(_ last: Timestamp, _ now: Timestamp) -> Advice {
        let gap = last.hours(since: now)
        return Advice(
            "This machine says \(now), and the clinic's clock has struck \(last) already: the machine"
                + " is \(gap) hours behind. Until then nothing falls due, and no alert gets late.",
            remedy: "Set the machine's clock right (`timedatectl` shows it).")
    }
}
