internal import Messages

extension Agenda {
    /// What a clinician's confirmed placement means for the program: a stay in the first phase of
    /// that level, or its end where the clinic has none.
    func placement(_ event: PlacementConfirmed, in context: inout Context) throws -> (any Event)? {
        guard roster.persons[event.client] != nil else { throw NotYetKnown("client") }
        let phases = context.clinic.phases
        guard let first = phases.first else { throw AgendaError.noPhases }
        let entry = context.clinic.entry(at: event.placed)
        guard let stay = roster.stays[event.client] else {
            guard let entry else { return nil }
            return EnrollmentOpened(
                client: event.client, enrollment: context.identifier(), phase: entry.id,
                level: entry.level, ages: event.ages,
                clinician: try primaryClinician(for: event.client, in: context))
        }
        guard let entry else {
            return event.placed == stay.level ? nil : transfer(event.client, stay)
        }
        // Whoever is judged anew at the level of the first phase begins there again.
        let beginsAnew = entry.id == first.id && roster.reassessed.contains(event.client)
        guard stay.phase != entry.id, stay.level != entry.level || beginsAnew else { return nil }
        let order = phases.map(\.id)
        let isDown = order.firstIndex(of: stay.phase).map { from in
            order.firstIndex(of: entry.id).map { from < $0 } ?? false
        }
        return PhaseChanged(
            client: event.client, enrollment: stay.enrollment, from: stay.phase, to: entry.id,
            direction: isDown ?? (entry.id != first.id) ? .stepDown : .stepUp, level: entry.level,
            reason: "A clinician confirmed level \(entry.level) on reassessment.")
    }

    private func transfer(_ client: ClientID, _ stay: Stay) -> EnrollmentClosed {
        EnrollmentClosed(
            client: client, enrollment: stay.enrollment, outcome: .transferred,
            reason: "A clinician confirmed another level of care.")
    }

    private func primaryClinician(for client: ClientID, in context: Context) throws -> StaffID {
        let gone = duties.away.people(on: context.now.today)
        guard let best = roster.primaryClinician(for: client, in: context.clinic, gone: gone)
        else {
            throw AgendaError.noClinician
        }
        return best
    }
}
