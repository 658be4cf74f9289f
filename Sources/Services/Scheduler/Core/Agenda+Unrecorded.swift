internal import Messages

extension Agenda {
    /// Tells once of each client of whom nobody has written down for days whether the client came
    /// (``Absence/unrecordedDays``). A record, whatever it says, makes a later gap news again.
    func tellUnrecorded(_ draft: inout Draft<Agenda>) {
        let today = draft.now.today
        let held = diary.sessionsByClient(
            on: today.advanced(by: -Absence.unrecordedWithinDays)..<today)
        for (client, stay) in draft.state.roster.stays.sorted(by: { $0.key < $1.key })
        where !draft.state.roster.unrecorded.contains(client) {
            let opened = draft.now.localDate(of: stay.opened)
            let sessions = (held[client] ?? []).filter { opened <= $0.start.date }
            let days = lastDaysUnrecorded(of: client, at: sessions)
            guard Absence.unrecordedDays <= days.count else { continue }
            draft.record(
                AttendanceUnrecorded(client: client, enrollment: stay.enrollment, days: days))
        }
    }

    /// The last session days on which no record says anything of the client, in order.
    private func lastDaysUnrecorded(of client: ClientID, at sessions: [SessionScheduled])
        -> [LocalDate]
    {
        let byDay = Dictionary(grouping: sessions, by: \.start.date)
            .sorted { $1.key < $0.key }
        let last = byDay.prefix { _, sessions in
            sessions.allSatisfy { diary.attendance(of: client, at: $0.session) == nil }
        }
        return last.map(\.key).reversed()
    }
}
