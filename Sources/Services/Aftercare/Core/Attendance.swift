internal import Messages

/// Whether a client came to one session. An excused absence says nothing, and is not kept.
struct Attendance: Equatable, Codable {
    var session: SessionID
    var day: LocalDate
    var status: AttendanceStatus
    var recorded: Timestamp

    /// Of one client: more than ``Absence/outreachDays`` ever hold. Only what tells something counts,
    /// so that no number of excuses pushes out a no-show.
    private static let retention = Retention.Newest(32)

    /// Adds a record, or puts a corrected one in the place of the old.
    static func adding(
        _ event: AttendanceRecorded, at time: Timestamp, to records: [Attendance],
        days: SessionDays
    ) -> [Attendance] {
        let others = records.filter { $0.session != event.session }
        guard event.status.isAttended || event.status == .noShow else { return others }
        let new = Attendance(
            session: event.session, day: days.day(of: event.session, recorded: time),
            status: event.status, recorded: time)
        var sorted = (others + [new]).sorted { ($0.day, $0.session) < ($1.day, $1.session) }
        retention.trim(&sorted)
        return sorted
    }

    /// Whether the client came to no session of the last days that aftercare looks at
    /// (``Absence/outreachDays``).
    static func isAbsent(_ records: [Attendance]) -> Bool {
        let days = Dictionary(grouping: records, by: \.day)
        let last = days.sorted { $0.key < $1.key }.suffix(Absence.outreachDays)
        return last.count == Absence.outreachDays
            && last.allSatisfy { Absence.isMissed($0.value.map(\.status)) }
    }
}
