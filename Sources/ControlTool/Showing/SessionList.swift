internal import ClinicClient
internal import Messages

/// The sessions and intakes of some days, as whoever receives clients reads them.
struct SessionList {
    let lines: [CalendarLine]
    let intakes: [IntakeAppointment]

    /// Each day that has any, with its table.
    func lines(of days: [LocalDate]) -> [String] {
        let tables = days.compactMap { day -> [String]? in
            let rows = rows(of: day)
            guard !rows.isEmpty else { return nil }
            let head = ["TIME", "WHAT", "ROOM", "WITH", "WRITTEN DOWN", "EXPECTED"]
            return ["\(day.weekday.rawValue) \(day)"] + Columns([head] + rows).lines
        }
        guard !tables.isEmpty else {
            return [days.count == 1 ? "No sessions on \(days[0])." : "No sessions in this week."]
        }
        return Array(tables.joined(separator: [""]))
    }

    private func rows(of day: LocalDate) -> [[String]] {
        let sessions = lines.filter { $0.start.date == day }.map { line in
            (
                line.start.time, line.session.text,
                [
                    "\(line.start.time)-\(line.end.time)", line.group?.text ?? "individual",
                    line.room.text, line.clinician.text,
                    "\(line.recorded.count) of \(line.expected.count)",
                    line.expected.map(\.text).joined(separator: " "),
                ]
            )
        }
        let coming = intakes.filter { $0.at.date == day }.map { intake in
            (
                intake.at.time, intake.appointment.text,
                [
                    "\(intake.at.time)", "intake", intake.way.printable(upTo: 40),
                    intake.with.text, "no", intake.client.text,
                ]
            )
        }
        return (sessions + coming).sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}
