internal import Messages

extension Agenda {
    /// A week as it stands; a week without a plan has no lines.
    func lines(of week: LocalDate, in clinic: Clinic) -> [WeekLine] {
        guard let planned = diary.weeks[week.weekStart] else { return [] }
        let (offered, met) = (planned.groupMinutes, planned.clientsWithIndividual)
        // A conflict that a later plan solved is history.
        let short = planned.shortfalls.values.filter {
            roster.stays[$0.client] != nil && offered[$0.client] ?? 0 < $0.neededMinutes
        }
        let phases = Set(clinic.phases.map(\.id))
        let alone = planned.withoutIndividual.values.filter { conflict in
            guard let stay = roster.stays[conflict.client] else { return false }
            return !met.contains(conflict.client) || !phases.contains(stay.phase)
        }
        return planned.sessions.values.map { session in
            var session = session
            session.clinician = leader(of: session)
            return WeekLine(session: session)
        }
            + short.map { WeekLine(shortfall: $0) }
            + alone.map { WeekLine(withoutIndividual: $0) }
            // What is offered no more is missed by nobody, also before the next plan says so.
            + planned.unplaced.values.filter { catalog.offerings[$0.offered] != nil }
            .map { WeekLine(unplaced: $0) }
    }
}
