package import Messages

/// Reviews that somebody was asked for, and those that nobody decided.
package struct Reviews: Equatable, Sendable {
    package private(set) var asked = 0
    /// Those that were open for more than ``daysLate`` days after they were due.
    package private(set) var undecided = 0
    private var due: [DutyID: Timestamp] = [:]

    /// Days after which a review counts as one that nobody decided. Cairn's own number.
    package static let daysLate = 7

    package init() {}

    /// Takes in one fact.
    package mutating func count(_ fact: Fact) {
        switch fact.event {
        case let event as DutyOpened where event.kind == .review:
            asked += 1
            due[event.duty] = event.due
        case let event as DutyClosed: close(event.duty, at: fact.time)
        default: break
        }
    }

    /// Those that are open count up to a moment.
    package func until(_ now: Timestamp) -> Reviews {
        var all = self
        for duty in due.keys { all.close(duty, at: now) }
        return all
    }

    private mutating func close(_ duty: DutyID, at time: Timestamp) {
        guard let due = due.removeValue(forKey: duty) else { return }
        if Reviews.daysLate < time.days(since: due) { undecided += 1 }
    }
}
