/// Records attendance of several clients at one session that has begun: all of it or nothing.
public struct RecordSessionAttendance: Command {
    public static let type = "scheduler.record-session-attendance.v1"
    public static let roles: Set<Role> = .staff

    public var session: SessionID
    /// Those of whom it is said, each once.
    public var records: [Participation]
    /// How everybody else on the session's list took part of whom nothing is written down yet: who
    /// came, for the whole session. Nobody else is written down if it is left out.
    public var others: AttendanceStatus?
}

/// How one client took part in a session.
public struct Participation: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.identifies

    public var client: ClientID
    /// How the client took part; only known words are taken.
    public var status: AttendanceStatus
    /// Minutes there: 0 to the session's length, and 0 for who did not come.
    public var minutes: Int
}
