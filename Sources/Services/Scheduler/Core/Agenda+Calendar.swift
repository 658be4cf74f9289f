internal import Messages

extension Agenda {
    /// The sessions of a week without what they are about; none where it has no plan.
    func calendar(of week: LocalDate) -> [CalendarLine] {
        guard let planned = diary.weeks[week.weekStart] else { return [] }
        return planned.sessions.values.map { session in
            let open = Set(planned.unrecorded(in: session))
            return CalendarLine(
                session: session.session, group: session.group, start: session.start,
                end: session.end, room: session.room, clinician: leader(of: session),
                expected: session.clients,
                recorded: session.clients.filter { !open.contains($0) })
        }
    }
}
