/// The sessions of one week, for whoever receives clients: who is expected where and when, and of
/// whom it is written down already. What a session is about, and how anybody takes part, is not in it.
public struct CalendarView: PagedQuery {
    public typealias Item = CalendarLine
    public static let type = "scheduler.calendar.v1"
    public static let roles: Set<Role>? = .staff
    public static let markedOtherwise: [String: Mark] = [
        "week": .open, "after": .open, "limit": .open,
    ]

    /// Its Monday.
    public var week: LocalDate
    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// A session as whoever receives clients sees it.
public struct CalendarLine: Hashable, Sendable, Codable {
    public var session: SessionID
    /// The peer group whose session it is; `nil` for an individual one.
    public var group: GroupID?
    /// The first minute, on the clinic's wall clock.
    public var start: LocalDateTime
    /// The end, on the same day.
    public var end: LocalDateTime
    public var room: RoomID
    /// Who leads it, whoever the plan says.
    public var clinician: StaffID
    /// Who is expected, guests from other groups included.
    public var expected: [ClientID]
    /// Of whom it is written down whether they came.
    public var recorded: [ClientID]
}

extension CalendarLine: PageItem {
    /// In order of time.
    public var place: String { "\(start) \(session)" }
}
