public import Messages

/// A client attended a session of this therapy: was present, came late, or took part by telehealth.
public struct Attendance: Hashable, Sendable {
    /// Who attended.
    public var client: ClientID
    /// The session that the clinic held.
    public var session: SessionID
    /// The offering that the session was planned for.
    public var offering: String
    /// The day of the session.
    public var date: LocalDate
    /// How the client took part: `present`, `late` or `telehealth`.
    public var status: AttendanceStatus
    /// Minutes that the client was there.
    public var minutes: Int

    /// How somebody took part who has done a session's module.
    static let counted: Set<AttendanceStatus> = [.present, .late, .telehealth]
}
