public import Messages

/// How a client took part in a session of this therapy.
public struct Attendance: Hashable, Sendable {
    /// Who attended.
    public var client: ClientID
    /// The session that the clinic held.
    public var session: SessionID
    /// The offering that the session was planned for.
    public var offering: String
    /// The day of the session.
    public var date: LocalDate
    /// How the client took part: `present`, `late` or `telehealth` for one who attended, `no-show` or
    /// `excused` for one who missed it.
    public var status: AttendanceStatus
    /// Minutes that the client was there.
    public var minutes: Int

    /// How somebody took part who has done a session's module.
    static let counted: Set<AttendanceStatus> = [.present, .late, .telehealth]
    /// Of somebody who was not there.
    static let away: Set<AttendanceStatus> = [.noShow, .excused]
}
