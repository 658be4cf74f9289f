/// Whether nobody is lost: what comes next for each client, at one moment.
///
/// A client is held by an open duty that a person now on the staff has and that is due within
/// ``mostDays``, by a session that is not over, by a seat in a group that meets by then, or by a next
/// contact within the days of its own cadence, which somebody on the staff owns or has as a duty. What
/// is late still holds: somebody has it, and it goes on climbing.
package struct NextSteps: Sendable {
    /// The longest that anybody may wait for what comes next: the limit of follow-up and intake.
    package static let mostDays = 7

    private let now: Moment
    private let clinic: Clinic
    private let staff: Set<StaffID>
    private let days: StaffDays
    private var held: Set<ClientID> = []
    /// Those whose next contact is the duty of a person on the staff.
    private var called: Set<ClientID> = []

    /// - Parameter away: who is away: contacts then fall due on days of their colleagues.
    package init(in clinic: Clinic, at now: Moment, away: DaysAway = DaysAway()) {
        (self.now, self.clinic) = (now, clinic)
        days = StaffDays(of: clinic, away: away, at: now.local)
        staff = Set(clinic.staff.map(\.id))
    }

    /// Takes a duty into account.
    package mutating func add(_ duty: OpenDuty) {
        guard let client = duty.client, let person = duty.person, staff.contains(person) else {
            return
        }
        if [.contact, .followReferral].contains(duty.kind) { called.insert(client) }
        if now.localDate(of: duty.due) <= now.today.advanced(by: Self.mostDays) {
            held.insert(client)
        }
    }

    /// Takes a session on the calendar into account.
    package mutating func add(_ session: SessionScheduled) {
        guard session.end > now.local,
            session.start.date <= now.today.advanced(by: Self.mostDays)
        else { return }
        held.formUnion(session.clients)
    }

    /// Takes an appointment for an intake into account.
    package mutating func add(_ appointment: IntakeAppointment) {
        guard appointment.at > now.local,
            appointment.at.date <= now.today.advanced(by: Self.mostDays),
            staff.contains(appointment.with)
        else { return }
        held.insert(appointment.client)
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

    /// Takes a contact with somebody who is not in treatment into account, after all duties.
    package mutating func add(_ contact: NextContact) {
        let latest = now.today.advanced(by: contact.mostDays ?? Self.mostDays)
        guard staff.contains(contact.owner) || called.contains(contact.client),
            // No contact falls due on a day without staff.
            contact.due <= days.first(from: latest, for: contact.owner)
        else { return }
        held.insert(contact.client)
    }

    /// Those of some clients for whom nothing comes next, in order.
    package func lost(of clients: Set<ClientID>) -> [ClientID] {
        clients.subtracting(held).sorted()
    }
}
