/// A session is on the calendar. A later one with the same id replaces it.
public struct SessionScheduled: Event {
    public static let type = "scheduler.session.scheduled.v1"
    public static let markedOtherwise: [String: Mark] = [
        "week": .open, "kind": .open, "offering": .open, "start": .open, "end": .open,
        "capacity": .open,
    ]

    public var session: SessionID
    /// Its Monday.
    public var week: LocalDate
    /// `process`, `skills`, `individual` …
    public var kind: String
    /// The peer group whose session it is; `nil` for an individual one.
    public var group: GroupID?
    /// The plugin whose session it is.
    public var therapy: Identity?
    /// The plugin's name for it.
    public var offering: String?
    /// Who leads it.
    public var clinician: StaffID
    public var room: RoomID
    /// The first minute, on the clinic's wall clock.
    public var start: LocalDateTime
    /// The end, on the same day.
    public var end: LocalDateTime
    /// The most clients: the tightest of group, policy and room; 1 for an individual session.
    public var capacity: Int
    /// Who is expected, guests from other groups included.
    public var clients: [ClientID]

    public var subject: String? { group?.text }
}

/// Cancels a session.
public struct CancelSession: Command {
    public static let type = "scheduler.cancel-session.v1"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .operational

    public var session: SessionID
    /// Why; it goes into the event.
    public var reason: String
}

/// A session will not take place.
public struct SessionCancelled: Event {
    public static let type = "scheduler.session.cancelled.v1"
    public static let dataClass: DataClass = .operational

    public var session: SessionID
    /// Why, in a sentence.
    public var reason: String
    /// Whether a person cancelled it, or the plan; `nil`, as in events of before it was told, for a
    /// person.
    public var cause: Optional<CancellationCause>
}

/// What keeps a session from taking place, and so whether a plan may bring it back.
public struct CancellationCause: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let mark = Mark.open

    /// A person cancelled it: no plan of that week brings it back.
    public static let person: CancellationCause = "person"
    /// The clinic's description does not allow it, or the people in it cannot come: once that has
    /// changed it is planned again.
    public static let plan: CancellationCause = "plan"
    public static let known: [CancellationCause] = [person, plan]
}

/// A session lost something that it needs, and is planned again.
public struct SessionFlagged: Event {
    public static let type = "scheduler.session.flagged.v1"
    public static let dataClass: DataClass = .operational

    public var session: SessionID
    /// What it lost, in a sentence.
    public var reason: String
}

/// Whether and how long a client attended.
public struct AttendanceRecorded: Event, AboutClient {
    public static let type = "scheduler.attendance.recorded.v1"

    public var client: ClientID
    public var session: SessionID
    /// How the client took part.
    public var status: AttendanceStatus
    /// Minutes that the client was there: 0 unless the status says that the client came.
    public var minutes: Int
}

/// Nobody wrote down whether a client came, on several session days in a row.
public struct AttendanceUnrecorded: Event, AboutClient {
    public static let type = "scheduler.attendance.unrecorded.v1"

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// The session days without any record, in order.
    public var days: [LocalDate]
}

/// Records attendance of a session that has begun.
public struct RecordAttendance: Command, AboutClient {
    public static let type = "scheduler.record-attendance.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    public var session: SessionID
    /// How the client took part; only known words are taken.
    public var status: AttendanceStatus
    /// Minutes there: 0 to the session's length, and 0 for who did not come.
    public var minutes: Int
}

/// How a client took part in a session.
public struct AttendanceStatus: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Came, and stayed.
    public static let present: AttendanceStatus = "present"
    /// Came late; counts as attended.
    public static let late: AttendanceStatus = "late"
    /// Left before the end; counts as attended.
    public static let leftEarly: AttendanceStatus = "left-early"
    /// Did not come, for a reason that the clinic accepts; counts for nothing.
    public static let excused: AttendanceStatus = "excused"
    /// Did not come, without such a reason.
    public static let noShow: AttendanceStatus = "no-show"
    /// Took part from elsewhere; counts as attended.
    public static let telehealth: AttendanceStatus = "telehealth"
    public static let known: [AttendanceStatus] = [
        present, late, leftEarly, excused, noShow, telehealth,
    ]
}
