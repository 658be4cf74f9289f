/// A client was admitted to the first phase, on a clinician's confirmed placement.
public struct EnrollmentOpened: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "enrollment"
    public static let fact = "opened"
    public static let marks: [String: Mark] = [
        "client": .identifies, "enrollment": .open, "phase": .describes, "level": .describes,
        "ages": .describes, "clinician": .open,
    ]
    public static let example = EnrollmentOpened(
        client: "c-0001", enrollment: "e-0001", phase: "p1", level: .intensiveOutpatient,
        ages: .adult, clinician: "t01")

    public var client: ClientID
    public var enrollment: EnrollmentID
    public var phase: PhaseID
    /// The level of care of the phase.
    public var level: LevelOfCare
    /// Whom the client belongs with, as the placement was confirmed.
    public var ages: AgeBand
    /// The primary clinician.
    public var clinician: StaffID

    public init(
        client: ClientID, enrollment: EnrollmentID, phase: PhaseID, level: LevelOfCare,
        ages: AgeBand, clinician: StaffID
    ) {
        self.client = client
        self.enrollment = enrollment
        self.phase = phase
        self.level = level
        self.ages = ages
        self.clinician = clinician
    }

    public var subject: String? { client.text }
}

/// A phase change is proposed; a person decides.
public struct PhaseReviewDue: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "enrollment"
    public static let fact = "review-due"
    public static let marks: [String: Mark] = [
        "client": .identifies, "enrollment": .open, "direction": .describes, "reasons": .describes,
    ]
    public static let example = PhaseReviewDue(
        client: "c-0001", enrollment: "e-0001", direction: .example,
        reasons: ["Attendance 90 percent in four weeks."])

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// Down or up.
    public var direction: PhaseDirection
    /// What speaks for it, a sentence each.
    public var reasons: [String]

    public init(
        client: ClientID, enrollment: EnrollmentID, direction: PhaseDirection, reasons: [String]
    ) {
        self.client = client
        self.enrollment = enrollment
        self.direction = direction
        self.reasons = reasons
    }

    public var subject: String? { client.text }
}

/// A person moved a client to another phase.
public struct PhaseChanged: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "enrollment"
    public static let fact = "phase-changed"
    public static let marks: [String: Mark] = [
        "client": .identifies, "enrollment": .open, "from": .describes, "to": .describes,
        "direction": .describes, "level": .describes, "reason": .describes,
    ]
    public static let example = PhaseChanged(
        client: "c-0001", enrollment: "e-0001", from: "p1", to: "p2", direction: .example,
        level: .outpatient, reason: "reason")

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// The phase before.
    public var from: PhaseID
    /// The phase from now on.
    public var to: PhaseID
    /// Whether that is less care or more.
    public var direction: PhaseDirection
    /// The level of care of the new phase.
    public var level: LevelOfCare
    /// Why, in a person's words, or that a reassessment placed the client so.
    public var reason: String

    public init(
        client: ClientID, enrollment: EnrollmentID, from: PhaseID, to: PhaseID,
        direction: PhaseDirection, level: LevelOfCare, reason: String
    ) {
        self.client = client
        self.enrollment = enrollment
        self.from = from
        self.to = to
        self.direction = direction
        self.level = level
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// A client has another primary clinician: by a person, or because the one before is gone.
public struct ClinicianChanged: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "enrollment"
    public static let fact = "clinician-changed"
    public static let marks: [String: Mark] = [
        "client": .identifies, "enrollment": .open, "from": .open, "to": .open,
        "reason": .describes,
    ]
    public static let example = ClinicianChanged(
        client: "c-0001", enrollment: "e-0001", from: "t01", to: "t02", reason: "reason")

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// The primary clinician before.
    public var from: StaffID
    /// The primary clinician from now on.
    public var to: StaffID
    /// Why, in a person's words, or that the one before is gone.
    public var reason: String

    public init(
        client: ClientID, enrollment: EnrollmentID, from: StaffID, to: StaffID, reason: String
    ) {
        self.client = client
        self.enrollment = enrollment
        self.from = from
        self.to = to
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// A stay ended.
public struct EnrollmentClosed: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "enrollment"
    public static let fact = "closed"
    public static let marks: [String: Mark] = [
        "client": .identifies, "enrollment": .open, "outcome": .describes, "reason": .describes,
    ]
    public static let example = EnrollmentClosed(
        client: "c-0001", enrollment: "e-0001", outcome: .example, reason: "reason")

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// Whether it was completed.
    public var outcome: EnrollmentOutcome
    /// Why it ended then.
    public var reason: String

    public init(
        client: ClientID, enrollment: EnrollmentID, outcome: EnrollmentOutcome, reason: String
    ) {
        self.client = client
        self.enrollment = enrollment
        self.outcome = outcome
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// A session is on the calendar. A later one with the same id replaces it.
public struct SessionScheduled: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "session"
    public static let fact = "scheduled"
    public static let marks: [String: Mark] = [
        "session": .open, "week": .open, "kind": .open, "group": .open, "therapy": .open,
        "offering": .open, "clinician": .open, "room": .open, "start": .open, "end": .open,
        "capacity": .open, "clients": .identifies,
    ]
    public static let example = SessionScheduled(
        session: "s-0001", week: LocalDate(year: 2026, month: 11, day: 23), kind: "kind",
        group: "p1-01", therapy: "cbt", offering: "skills", clinician: "t01", room: "g1",
        start: LocalDateTime(
            date: LocalDate(year: 2026, month: 11, day: 23), time: TimeOfDay(minutes: 540)),
        end: LocalDateTime(
            date: LocalDate(year: 2026, month: 11, day: 23), time: TimeOfDay(minutes: 600)),
        capacity: 3, clients: ["c-0001"])

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

    public init(
        session: SessionID, week: LocalDate, kind: String, group: GroupID? = nil,
        therapy: Identity? = nil, offering: String? = nil, clinician: StaffID, room: RoomID,
        start: LocalDateTime, end: LocalDateTime, capacity: Int, clients: [ClientID]
    ) {
        self.session = session
        self.week = week
        self.kind = kind
        self.group = group
        self.therapy = therapy
        self.offering = offering
        self.clinician = clinician
        self.room = room
        self.start = start
        self.end = end
        self.capacity = capacity
        self.clients = clients
    }

    public var subject: String? { group?.text }
}

/// A session will not take place.
public struct SessionCancelled: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "session"
    public static let fact = "cancelled"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = [
        "session": .open, "reason": .describes, "cause": .open,
    ]
    public static let example = SessionCancelled(
        session: "s-0001", reason: "reason", cause: .example)

    public var session: SessionID
    /// Why, in a sentence.
    public var reason: String
    /// Whether a person cancelled it, or the plan; `nil`, as in events of before it was told, for a
    /// person.
    public var cause: CancellationCause?

    public init(session: SessionID, reason: String, cause: CancellationCause?) {
        self.session = session
        self.reason = reason
        self.cause = cause
    }
}

/// A session lost something that it needs, and is planned again.
public struct SessionFlagged: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "session"
    public static let fact = "flagged"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["session": .open, "reason": .describes]
    public static let example = SessionFlagged(session: "s-0001", reason: "reason")

    public var session: SessionID
    /// What it lost, in a sentence.
    public var reason: String

    public init(session: SessionID, reason: String) {
        self.session = session
        self.reason = reason
    }
}

/// A week's plan is complete.
public struct WeekPlanned: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "session"
    public static let fact = "week-planned"
    public static let marks: [String: Mark] = [
        "week": .open, "sessions": .open, "minutes": .identifies,
    ]
    public static let example = WeekPlanned(
        week: LocalDate(year: 2026, month: 11, day: 23), sessions: 3, minutes: ["c-0001": 540])

    /// Its Monday.
    public var week: LocalDate
    /// How many sessions the week has.
    public var sessions: Int
    /// Group minutes offered to each client.
    public var minutes: [ClientID: Int]

    public init(week: LocalDate, sessions: Int, minutes: [ClientID: Int]) {
        self.week = week
        self.sessions = sessions
        self.minutes = minutes
    }
}

/// The planned weeks that have not ended were planned again, with all that is known.
///
/// It follows the changes that the new plan brought, once for all that had happened.
public struct WeeksRevised: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "session"
    public static let fact = "weeks-revised"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["weeks": .open, "clinic": .open]
    public static let example = WeeksRevised(
        weeks: [LocalDate(year: 2026, month: 11, day: 23)], clinic: "cbf29ce484222325")

    /// Their Mondays; none where no week has a plan yet.
    public var weeks: [LocalDate]
    /// A digest of what `clinic.yaml` said when they were planned.
    public var clinic: String

    public init(weeks: [LocalDate], clinic: String) {
        self.weeks = weeks
        self.clinic = clinic
    }
}

/// Whether and how long a client attended.
public struct AttendanceRecorded: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "attendance"
    public static let fact = "recorded"
    public static let marks: [String: Mark] = [
        "client": .identifies, "session": .open, "status": .describes, "minutes": .describes,
    ]
    public static let example = AttendanceRecorded(
        client: "c-0001", session: "s-0001", status: .example, minutes: 3)

    public var client: ClientID
    public var session: SessionID
    /// How the client took part.
    public var status: AttendanceStatus
    /// Minutes that the client was there: 0 unless the status says that the client came.
    public var minutes: Int

    public init(client: ClientID, session: SessionID, status: AttendanceStatus, minutes: Int) {
        self.client = client
        self.session = session
        self.status = status
        self.minutes = minutes
    }

    public var subject: String? { client.text }
}

/// A client cannot be offered the hours of the phase this week, and what blocks it. Told again when
/// it changes.
public struct ConflictFound: Event {
    public static let owner: Identity? = .scheduler
    public static let entity = "conflict"
    public static let fact = "found"
    public static let marks: [String: Mark] = [
        "client": .identifies, "week": .open, "offeredMinutes": .describes,
        "neededMinutes": .describes, "blockers": .describes,
    ]
    public static let example = ConflictFound(
        client: "c-0001", week: LocalDate(year: 2026, month: 11, day: 23), offeredMinutes: 3,
        neededMinutes: 3, blockers: [.example])

    public var client: ClientID
    /// Its Monday.
    public var week: LocalDate
    /// What the plan offers, in minutes of the same kind as needed.
    public var offeredMinutes: Int
    /// What is owed: group minutes by phase, ages and policy, or the 50 of an individual session.
    public var neededMinutes: Int
    /// What stands in the way; at least one, and at most three of each kind.
    public var blockers: [Blocker]

    public init(
        client: ClientID, week: LocalDate, offeredMinutes: Int, neededMinutes: Int,
        blockers: [Blocker]
    ) {
        self.client = client
        self.week = week
        self.offeredMinutes = offeredMinutes
        self.neededMinutes = neededMinutes
        self.blockers = blockers
    }

    public var subject: String? { client.text }
}

/// Moves a client to another phase; refused if the client is not in the one that it names any more.
public struct ChangePhase: Command {
    public static let receiver: Identity = .scheduler
    public static let verb = "change-phase"
    public static let roles: Set<Role> = [.director, .clinician]
    public static let marks: [String: Mark] = [
        "client": .identifies, "from": .describes, "to": .describes, "reason": .describes,
    ]
    public static let example = ChangePhase(
        client: "c-0001", from: "p1", to: "p2", reason: "reason")

    public var client: ClientID
    /// The phase in which the client is, as ``Enrollments`` shows it.
    public var from: PhaseID
    /// A phase next to the present one, or the first.
    public var to: PhaseID
    /// Why; it goes into the event.
    public var reason: String

    public init(client: ClientID, from: PhaseID, to: PhaseID, reason: String) {
        self.client = client
        self.from = from
        self.to = to
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// Gives a client, or a clinician's whole caseload, another primary clinician.
public struct ChangeClinician: Command {
    public static let receiver: Identity = .scheduler
    public static let verb = "change-clinician"
    public static let roles: Set<Role> = [.director, .clinician]
    public static let marks: [String: Mark] = [
        "client": .identifies, "from": .open, "to": .open, "reason": .describes,
    ]
    public static let example = ChangeClinician(
        client: "c-0001", from: "t01", to: "t02", reason: "reason")

    /// The client; the whole caseload of ``from`` if left out.
    public var client: ClientID?
    /// The primary clinician now, who may have left the clinic.
    public var from: StaffID
    /// The next one. If left out, one is chosen for each client, by language and free caseload.
    public var to: StaffID?
    /// Why; it goes into the event.
    public var reason: String

    public init(client: ClientID? = nil, from: StaffID, to: StaffID? = nil, reason: String) {
        self.client = client
        self.from = from
        self.to = to
        self.reason = reason
    }

    public var subject: String? { client?.text }
}

/// Ends a stay as completed: aftercare follows.
public struct CompleteProgram: Command {
    public static let receiver: Identity = .scheduler
    public static let verb = "complete-program"
    public static let roles: Set<Role> = [.director, .clinician]
    public static let marks: [String: Mark] = ["client": .identifies, "reason": .describes]
    public static let example = CompleteProgram(client: "c-0001", reason: "reason")

    public var client: ClientID
    /// Why; it goes into the event.
    public var reason: String

    public init(client: ClientID, reason: String) {
        self.client = client
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// Records attendance of a session that has begun.
public struct RecordAttendance: Command {
    public static let receiver: Identity = .scheduler
    public static let verb = "record-attendance"
    public static let roles: Set<Role> = .staff
    public static let marks: [String: Mark] = [
        "client": .identifies, "session": .open, "status": .describes, "minutes": .describes,
    ]
    public static let example = RecordAttendance(
        client: "c-0001", session: "s-0001", status: .example, minutes: 3)

    public var client: ClientID
    public var session: SessionID
    /// How the client took part; only known words are taken.
    public var status: AttendanceStatus
    /// Minutes there: 0 to the session's length, and 0 for who did not come.
    public var minutes: Int

    public init(client: ClientID, session: SessionID, status: AttendanceStatus, minutes: Int) {
        self.client = client
        self.session = session
        self.status = status
        self.minutes = minutes
    }

    public var subject: String? { client.text }
}

/// Plans a week again.
public struct PlanWeek: Command {
    public static let receiver: Identity = .scheduler
    public static let verb = "plan-week"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["week": .open]
    public static let example = PlanWeek(week: LocalDate(year: 2026, month: 11, day: 23))

    /// Its Monday.
    public var week: LocalDate

    public init(week: LocalDate) {
        self.week = week
    }
}

/// Cancels a session.
public struct CancelSession: Command {
    public static let receiver: Identity = .scheduler
    public static let verb = "cancel-session"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["session": .open, "reason": .describes]
    public static let example = CancelSession(session: "s-0001", reason: "reason")

    public var session: SessionID
    /// Why; it goes into the event.
    public var reason: String

    public init(session: SessionID, reason: String) {
        self.session = session
        self.reason = reason
    }
}

/// One week as planned: sessions, and who is offered too little.
public struct WeekView: PagedQuery {
    public typealias Item = WeekLine
    public static let receiver: Identity = .scheduler
    public static let name = "week"
    public static let marks: [String: Mark] = [
        "week": .open, "after": .identifies, "limit": .open,
    ]
    public static let example = WeekView(
        week: LocalDate(year: 2026, month: 11, day: 23), after: "3 c-0001", limit: 100)

    /// Its Monday.
    public var week: LocalDate
    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?

    public init(week: LocalDate, after: String? = nil, limit: Int? = nil) {
        self.week = week
        self.after = after
        self.limit = limit
    }
}

/// What `clinic.yaml` has no more and clients still hold on to: clinicians, phases, groups, rooms,
/// with how many clients.
public struct MissingParts: Query {
    public typealias View = [MissingPart]
    public static let receiver: Identity = .scheduler
    public static let name = "missing-parts"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = [:]
    public static let example = MissingParts()

    public init() {}
}

/// Who is enrolled, in which phase.
public struct Enrollments: PagedQuery {
    public typealias Item = EnrollmentStatus
    public static let receiver: Identity = .scheduler
    public static let name = "enrollments"
    public static let dataClass: DataClass = .clinical
    public static let marks: [String: Mark] = ["after": .identifies, "limit": .open]
    public static let example = Enrollments(
        after: "c-0001", limit: 100)

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?

    public init(after: String? = nil, limit: Int? = nil) {
        (self.after, self.limit) = (after, limit)
    }
}
