package import Messages

/// For each client the longest time in which nobody heard of them: no contact and no
/// session. And whose planned contact nobody made or tried for more than a week.
///
/// A measure of not being abandoned (Cairn's clinical notes, section 5).
package struct Silences: Equatable, Sendable {
    /// The longest gap of each client, in days.
    package private(set) var longest: [ClientID: Int] = [:]
    /// How often the plan of each client was ``daysAfterPlan`` old before anybody tried.
    package private(set) var abandoned: [ClientID: Int] = [:]
    /// When each client was heard of last; none of whom the contact has ended with.
    private var heard: [ClientID: Timestamp] = [:]
    /// The day of each client's next contact.
    private var plans: [ClientID: LocalDate] = [:]

    /// Days after a planned contact from which on nobody's silence is usual any more. Cairn's own
    /// number.
    package static let daysAfterPlan = 7

    package init() {}

    /// Takes in one fact.
    package mutating func count(_ fact: Fact) {
        switch fact.event {
        case let event as ClientRegistered: hear(event.client, fact.time)
        case let event as AttendanceRecorded where event.minutes > 0: hear(event.client, fact.time)
        case let event as ContactKept: hear(event.client, event.happened ?? fact.time)
        case let event as FollowUpAssigned: plan(event, at: fact.time)
        case let event as FollowUpEnded: plans[event.client] = nil
        case let event as FollowUpClosed where event.ending != .doNotCall: end(event.client)
        default: break
        }
    }

    /// The gaps of those who are still waited for count up to a moment.
    package func until(_ now: Timestamp) -> Silences {
        var all = self
        for client in heard.keys { all.hear(client, now) }
        for client in plans.keys { all.judge(client, at: now) }
        return all
    }

    private mutating func hear(_ client: ClientID, _ time: Timestamp) {
        if let last = heard[client] {
            longest[client] = max(longest[client] ?? 0, time.days(since: last))
        }
        heard[client] = max(heard[client] ?? time, time)
    }

    /// A plan that follows another says that somebody reached the client or tried.
    private mutating func plan(_ event: FollowUpAssigned, at time: Timestamp) {
        if event.contact != nil { judge(event.client, at: time) }
        plans[event.client] = event.nextContact
    }

    private mutating func judge(_ client: ClientID, at time: Timestamp) {
        guard let plan = plans[client],
            Silences.daysAfterPlan < plan.days(until: time.dayInUTC)
        else { return }
        abandoned[client, default: 0] += 1
    }

    private mutating func end(_ client: ClientID) {
        heard[client] = nil
        plans[client] = nil
    }
}
