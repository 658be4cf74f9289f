internal import Messages

/// Whether a client came to one session.
struct Attendance: Equatable, Codable {
    var session: SessionID
    var day: LocalDate
    var status: AttendanceStatus
    var recorded: Timestamp

    /// More than two session days ever hold.
    private static let limit = 32

    /// Adds a record, or puts a corrected one in the place of the old.
    static func adding(
        _ event: AttendanceRecorded, at time: Timestamp, to records: [Attendance],
        days: SessionDays
    ) -> [Attendance] {
        let new = Attendance(
            session: event.session, day: days.day(of: event.session, recorded: time),
            status: event.status, recorded: time)
        let others = records.filter { $0.session != event.session }
        let sorted = (others + [new]).sorted { ($0.day, $0.session) < ($1.day, $1.session) }
        return Array(sorted.suffix(limit))
    }

    /// Whether the client came to no session of the last two session days.
    ///
    /// An excused absence says nothing either way, so a no-show lasts until the client comes.
    static func isAbsent(_ records: [Attendance]) -> Bool {
        let telling = records.filter { isAttended($0.status) || $0.status == .noShow }
        let days = Set(telling.map(\.day)).sorted().suffix(2)
        return days.count == 2
            && telling.allSatisfy { !days.contains($0.day) || $0.status == .noShow }
    }

    static func isAttended(_ status: AttendanceStatus) -> Bool {
        [.present, .late, .leftEarly, .telehealth].contains(status)
    }
}
