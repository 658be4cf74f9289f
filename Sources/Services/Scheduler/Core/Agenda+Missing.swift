internal import Messages

extension Agenda {
    /// What clients hold on to although `clinic.yaml` has it no more, each with how many clients.
    func missingParts(in clinic: Clinic, at now: Moment) -> [MissingPart] {
        let able = Set(clinic.staff.filter { $0.roles.contains(.clinician) }.map(\.id.text))
        let stays = roster.stays.values
        let seated = roster.seats.filter { roster.stays[$0.key] != nil }.values
        let upcoming = diary.open(on: now.today)
            .flatMap { diary.weeks[$0]?.sessions.values.map { $0 } ?? [] }
            .filter { now.local < $0.start }
        let rooms = upcoming.flatMap { session in session.clients.map { _ in session.room.text } }
        return parts(.clinician, stays.map(\.clinician.text), outside: able)
            + parts(.phase, stays.map(\.phase.text), outside: Set(clinic.phases.map(\.id.text)))
            + parts(.group, seated.map(\.group.text), outside: Set(clinic.groups.map(\.id.text)))
            + parts(.room, rooms, outside: Set(clinic.rooms.map(\.id.text)))
    }

    private func parts(
        _ kind: MissingPart.Kind, _ held: [String], outside known: Set<String>
    ) -> [MissingPart] {
        Dictionary(grouping: held.filter { !known.contains($0) }) { $0 }
            .map { MissingPart(kind: kind, part: $0.key, clients: $0.value.count) }
            .sorted { $0.part < $1.part }
    }
}
