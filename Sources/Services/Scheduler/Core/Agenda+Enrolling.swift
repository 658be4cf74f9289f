internal import Messages

extension Agenda {
    /// What a clinician's confirmed placement means for the program.
    func placement(_ event: PlacementConfirmed, in context: inout Context) throws -> (any Event)? {
        guard roster.persons[event.client] != nil else { throw NotYetKnown("client") }
        guard let first = context.clinic.phases.first else { throw AgendaError.noPhases }
        guard let stay = roster.stays[event.client] else {
            guard event.placed == first.level else { return nil }
            return EnrollmentOpened(
                client: event.client, enrollment: context.identifier(), phase: first.id,
                level: first.level, ages: event.ages,
                clinician: try primaryClinician(for: event.client, in: context.clinic))
        }
        guard event.placed == first.level else {
            return event.placed == stay.level ? nil : transfer(event.client, stay)
        }
        guard stay.phase != first.id,
            stay.level != event.placed || roster.reassessed.contains(event.client)
        else { return nil }
        return PhaseChanged(
            client: event.client, enrollment: stay.enrollment, from: stay.phase, to: first.id,
            direction: .stepUp, level: first.level,
            reason: "A clinician confirmed level \(first.level) on reassessment.")
    }

    private func transfer(_ client: ClientID, _ stay: Stay) -> EnrollmentClosed {
        EnrollmentClosed(
            client: client, enrollment: stay.enrollment, outcome: .transferred,
            reason: "A clinician confirmed another level of care.")
    }

    private func primaryClinician(for client: ClientID, in clinic: Clinic) throws -> StaffID {
        guard let best = roster.primaryClinician(for: client, in: clinic) else {
            throw AgendaError.noClinician
        }
        return best
    }
}
