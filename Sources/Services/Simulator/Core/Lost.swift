package import Messages

/// Whom nothing held on some day: no open duty, no session of the days ahead, no seat in a group, and
/// no planned contact. Who is gone, or whose contact a person ended, is waited for no longer.
package struct Lost: Equatable, Sendable {
    /// On how many days nothing held each client.
    package private(set) var days: [ClientID: Int] = [:]
    private var today: LocalDate?
    private var clients: Set<ClientID> = []
    private var duties: [ClientID: Set<DutyID>] = [:]
    private var contacts: Set<ClientID> = []
    private var seats: Set<ClientID> = []
    /// The last day on which each client has a session.
    private var sessions: [ClientID: LocalDate] = [:]

    package init() {}

    /// Takes in one fact.
    package mutating func count(_ fact: Fact) {
        pass(to: fact.time.dayInUTC)
        switch fact.event {
        case let event as ClientRegistered: clients.insert(event.client)
        case let event as FollowUpClosed where event.ending != .doNotCall:
            clients.remove(event.client)
        case let event as FollowUpAssigned:
            contacts.insert(event.client)
            clients.insert(event.client)
        case let event as FollowUpEnded: contacts.remove(event.client)
        case let event as MemberJoined: seats.insert(event.client)
        case let event as MemberLeft: seats.remove(event.client)
        case let event as DutyOpened:
            if let client = event.client { duties[client, default: []].insert(event.duty) }
        case let event as DutyClosed:
            if let client = event.client { duties[client]?.remove(event.duty) }
        case let event as SessionScheduled:
            for client in event.clients {
                sessions[client] = max(sessions[client] ?? event.start.date, event.start.date)
            }
        default: break
        }
    }

    /// Judges the day before, once another begins.
    private mutating func pass(to day: LocalDate) {
        guard let today, today < day else {
            today = max(today ?? day, day)
            return
        }
        self.today = day
        for client in clients where !isHeld(client, on: today) {
            days[client, default: 0] += 1
        }
    }

    private func isHeld(_ client: ClientID, on day: LocalDate) -> Bool {
        contacts.contains(client) || seats.contains(client)
            || !(duties[client] ?? []).isEmpty || sessions[client].map { day <= $0 } ?? false
    }
}
