/// Whether nobody is lost: what comes next for each client, at one moment.
///
/// A client is held by an open duty that a person now on the staff has and that is due within
/// ``mostDays``, by a session that is not over, by a seat in a group that meets by then, or by a next
/// contact with such a date whose owner is on the staff. What is late still holds: somebody has it, and it goes on climbing.
package struct NextSteps: Sendable {
    /// The longest that anybody may wait for what comes next: the limit of follow-up and intake.
    package static let mostDays = 7

    private let now: Moment
    private let clinic: Clinic
    private let staff: Set<StaffID>
    private var held: Set<ClientID> = []

    package init(in clinic: Clinic, at now: Moment) {
        (self.now, self.clinic) = (now, clinic)
        staff = Set(clinic.staff.map(\.id))
    }

    /// Takes a duty into account.
    package mutating func add(_ duty: OpenDuty) {
        guard let client = duty.client, let person = duty.person, staff.contains(person),
            duty.due <= now.utc.advanced(byHours: Self.mostDays * 24)
        else { return }
        held.insert(client)
    }

    /// Takes a session on the calendar into account.
    package mutating func add(_ session: SessionScheduled) {
        guard session.end > now.local,
            session.start.date <= now.today.advanced(by: Self.mostDays)
        else { return }
        held.formUnion(session.clients)
    }

    /// Takes a stay into account: a week that is not planned yet has the sessions of its groups.
    package mutating func add(_ stay: EnrollmentStatus) {
        guard let group = clinic.groups.first(where: { $0.id == stay.group }) else { return }
        let days = (0...Self.mostDays).map { now.today.advanced(by: $0) }
        let meets = days.contains { day in
            !clinic.closures.contains(day)
                && group.sessions.contains { session in
                    session.at.weekday == day.weekday
                        && (day > now.today || session.at.end > now.local.time)
                }
        }
        if meets { held.insert(stay.client) }
    }

    /// Takes a contact with somebody who is not in treatment into account.
    package mutating func add(_ contact: NextContact) {
        guard staff.contains(contact.owner), contact.due <= now.today.advanced(by: Self.mostDays)
        else { return }
        held.insert(contact.client)
    }

    /// Those of some clients for whom nothing comes next, in order.
    package func lost(of clients: Set<ClientID>) -> [ClientID] {
        clients.subtracting(held).sorted()
    }
}
