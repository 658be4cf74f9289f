import Messages
import TestKit

/// What is wrong at a moment of a history.
extension CareStory {
    /// Each client for whom nothing comes next, in words; while somebody does not hear all, nobody can
    /// be judged.
    func lost() throws -> [String] {
        guard world.outage == nil else { return [] }
        let demands = try CareDemands(of: world)
        let away = try demands.away()
        var steps = NextSteps(in: world.moment.clinic, at: world.moment.now, away: away)
        for duty in world.duties.values.flatMap(\.open.values) { steps.add(duty) }
        let monday = world.moment.now.today.weekStart
        for week in [monday, monday.advanced(by: 7)] {
            for session in try world.view(WeekView(week: week)).sessions { steps.add(session) }
        }
        for stay in try world.view(Enrollments()) { steps.add(stay) }
        for var contact in try world.view(NextContacts()) {
            // What aftercare itself says of the days between two contacts proves nothing.
            contact.mostDays = demands.contactTerm(of: contact.client).mostDays(on: demands.now)
            steps.add(contact)
        }
        return try steps.lost(of: inCare()).map { client in
            let standing = try whereabouts(of: client)
            return "\(client): \(standing)"
        } + unattended(away) + demands.unmet()
    }

    /// Duties that are with somebody who is away until they are due, though a director is there.
    private func unattended(_ away: DaysAway) -> [String] {
        let now = world.moment.now
        func isAway(_ person: StaffID, until due: Timestamp) -> Bool {
            away.isAway(person, on: now.today)
                && now.localDate(of: due) < away.back(person, from: now.today)
        }
        let directors = world.moment.clinic.staff.filter { $0.roles.contains(.director) }
        return world.duties.values.flatMap(\.open.values).filter { duty in
            duty.person.map { isAway($0, until: duty.due) } ?? false
                && directors.contains { !isAway($0.id, until: duty.due) }
        }
        .map { "\($0.duty) is with \($0.person?.text ?? "nobody"), who is away" }
    }

    /// Everybody who was registered, and whose care no person has ended since.
    private func inCare() throws -> Set<ClientID> {
        let registered = try world.facts(of: .assessment).compactMap {
            ($0.event as? ClientRegistered)?.client
        }
        let ended = try world.facts(of: .aftercare).compactMap { fact -> ClientID? in
            switch fact.event {
            case let event as ClientDischarged: event.client
            case let event as FollowUpClosed where event.ending != .doNotCall: event.client
            default: nil
            }
        }
        return Set(registered).subtracting(ended)
    }

    private func whereabouts(of client: ClientID) throws -> String {
        let intake = try world.view(IntakeList()).contains { $0.client == client }
        let stay = try world.view(Enrollments()).first { $0.client == client }
        let contact = try world.view(NextContacts()).first { $0.client == client }
        let duties = world.duties.values.flatMap(\.open.values).filter { $0.client == client }
        return "intake \(intake), stay \(stay.map { "\($0)" } ?? "none"),"
            + " contact \(contact.map { "\($0)" } ?? "none"), duties \(duties)"
    }
}
