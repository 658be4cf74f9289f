internal import Messages

extension Agenda {
    /// What a clinician's confirmed placement means for the program.
    func placement(_ event: PlacementConfirmed, in context: inout Context) throws -> (any Event)? {
        guard let person = roster.persons[event.client] else { throw NotYetKnown("client") }
        guard let first = context.clinic.phases.first else { throw AgendaError.noPhases }
        guard let stay = roster.stays[event.client] else {
            guard event.placed == first.level else { return nil }
            return EnrollmentOpened(
                client: event.client, enrollment: context.identifier(), phase: first.id,
                level: first.level, ages: event.ages,
                clinician: try primaryClinician(for: person, in: context.clinic))
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

    /// The clinician with a free place who speaks the client's language, if any does, and has the
    /// fewest clients.
    ///
    /// When all caseloads are full the one least over it: a confirmed client is never left
    /// without a clinician, and the director sees the caseload.
    private func primaryClinician(for person: Roster.Person, in clinic: Clinic) throws -> StaffID {
        let able = clinic.staff.filter { $0.roles.contains(.clinician) && 0 < $0.caseload }
        let ranked = able.map { staff in
            let load = roster.caseload(of: staff.id)
            return (
                over: max(0, load - staff.caseload + 1),
                stranger: staff.languages.contains(person.language) ? 0 : 1, load: load,
                id: staff.id
            )
        }
        let best = ranked.min {
            ($0.over, $0.stranger, $0.load, $0.id) < ($1.over, $1.stranger, $1.load, $1.id)
        }
        guard let best else { throw AgendaError.noClinician }
        return best.id
    }
}
