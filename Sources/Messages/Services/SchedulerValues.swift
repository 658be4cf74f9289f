/// Which way a phase change goes.
public struct PhaseDirection: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// To fewer hours a week.
    public static let stepDown: PhaseDirection = "step-down"
    /// To more hours a week.
    public static let stepUp: PhaseDirection = "step-up"
    public static let known: [PhaseDirection] = [stepDown, stepUp]
    static let example = stepDown
}

/// What keeps a session from taking place, and so whether a plan may bring it back.
public struct CancellationCause: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A person cancelled it: no plan of that week brings it back.
    public static let person: CancellationCause = "person"
    /// The clinic's description does not allow it, or the people in it cannot come: once that has
    /// changed it is planned again.
    public static let plan: CancellationCause = "plan"
    public static let known: [CancellationCause] = [person, plan]
    static let example = plan
}

/// How a stay ended.
public struct EnrollmentOutcome: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The program was finished in its last phase.
    public static let completed: EnrollmentOutcome = "completed"
    /// The client declined, or a person discharged the client.
    public static let discharged: EnrollmentOutcome = "discharged"
    /// A reassessment placed the client at another level of care.
    public static let transferred: EnrollmentOutcome = "transferred"
    public static let known: [EnrollmentOutcome] = [completed, discharged, transferred]
    static let example = completed
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
    static let example = present
}

/// What stands in the way, in terms that can be checked against other events.
public struct Blocker: Hashable, Sendable, Codable {
    /// The rule that blocks.
    public var kind: Kind
    /// The template or session that is blocked: its group and weekly time.
    public var group: GroupID?
    /// Its weekly time; `nil` where the whole group is blocked.
    public var at: WeeklyTime?
    /// What blocks it: a date for a closure, a client for a do-not-pair rule, a room, a clinician.
    public var by: String?
    /// How many there are of this kind, said by the first of them where not all are named.
    public var count: Int?

    public init(
        kind: Kind, group: GroupID? = nil, at: WeeklyTime? = nil, by: String? = nil,
        count: Int? = nil
    ) {
        self.kind = kind
        self.group = group
        self.at = at
        self.by = by
        self.count = count
    }

    /// The same without how many there are.
    package var uncounted: Blocker { Blocker(kind: kind, group: group, at: at, by: by) }

    /// How many of one kind are named.
    public static let examples = 3

    /// A few of each kind, in the order of the list; the first says how many there are if not all
    /// are named.
    public static func summary(of blockers: [Blocker]) -> [Blocker] {
        let counts = Dictionary(grouping: blockers, by: \.kind).mapValues(\.count)
        var named: [Kind: Int] = [:]
        return blockers.compactMap { blocker in
            let place = named[blocker.kind, default: 0]
            named[blocker.kind] = place + 1
            guard place < examples else { return nil }
            var blocker = blocker
            let count = counts[blocker.kind] ?? 1
            blocker.count = place == 0 && count > examples ? count : nil
            return blocker
        }
    }

    /// The rule that blocks.
    public struct Kind: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A commitment of the client's, at the time in `by`.
        public static let commitment: Kind = "commitment"
        /// Every seat is taken.
        public static let capacity: Kind = "capacity"
        /// The clinic is closed, on the date in `by`.
        public static let closure: Kind = "closure"
        /// A client whom this one must not meet, in `by`, sits or arrives there.
        public static let doNotPair: Kind = "do-not-pair"
        /// The group is for another age band.
        public static let ages: Kind = "ages"
        /// The group speaks another language.
        public static let language: Kind = "language"
        /// No office is free.
        public static let room: Kind = "room"
        /// The clinician in `by` has no time that fits.
        public static let clinician: Kind = "clinician"
        /// There is no group, or it does not meet for long enough.
        public static let noGroup: Kind = "no-group"
        /// The session in `by` was cancelled.
        public static let cancelled: Kind = "cancelled"
        /// What is named in `by` is not in clinic.yaml any more.
        public static let gone: Kind = "gone"
        public static let known: [Kind] = [
            commitment, capacity, closure, doNotPair, ages, language, room, clinician, noGroup,
            cancelled, gone,
        ]
    }

    static let example = Blocker(
        kind: .commitment, group: "p1-01",
        at: WeeklyTime(.mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 600)))
}

/// One line of a week as planned: a session, or a client who is offered too little.
public struct WeekLine: Hashable, Sendable, Codable {
    /// A session on the calendar.
    public var session: SessionScheduled?
    /// A client who is offered fewer group hours than the phase asks for.
    public var shortfall: ConflictFound?
    /// A client who should have an individual session and has none.
    public var withoutIndividual: ConflictFound?

    public init(session: SessionScheduled) { self.session = session }
    public init(shortfall: ConflictFound) { self.shortfall = shortfall }
    public init(withoutIndividual: ConflictFound) { self.withoutIndividual = withoutIndividual }
}

extension Sequence<WeekLine> {
    /// The sessions among the lines.
    public var sessions: [SessionScheduled] { compactMap(\.session) }
    /// Who is offered too few group hours.
    public var shortfalls: [ConflictFound] { compactMap(\.shortfall) }
    /// Who should have an individual session and has none.
    public var withoutIndividual: [ConflictFound] { compactMap(\.withoutIndividual) }
}

/// Something that `clinic.yaml` has no more, with how many clients hold on to it.
public struct MissingPart: Hashable, Sendable, Codable {
    /// What it is.
    public var kind: Kind
    /// Its name.
    public var part: String
    /// How many clients have it.
    public var clients: Int

    public init(kind: Kind, part: String, clients: Int) {
        (self.kind, self.part, self.clients) = (kind, part, clients)
    }

    /// What a missing part is.
    public struct Kind: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A primary clinician: `scheduler.change-clinician` gives the clients to another.
        public static let clinician: Kind = "clinician"
        /// The phase that a client is in: `scheduler.change-phase` moves the client.
        public static let phase: Kind = "phase"
        /// A peer group with members: they lose their seats with the next hour.
        public static let group: Kind = "group"
        /// The room of a session that has begun or is to come.
        public static let room: Kind = "room"
        public static let known: [Kind] = [clinician, phase, group, room]
        static let example = clinician
    }
}

/// One stay as it stands.
public struct EnrollmentStatus: Hashable, Sendable, Codable {
    public var client: ClientID
    public var enrollment: EnrollmentID
    public var phase: PhaseID
    /// When the phase began.
    public var since: Timestamp
    /// The peer group; `nil` without a seat.
    public var group: GroupID?
    /// The primary clinician.
    public var clinician: StaffID
    /// A phase change that waits for a person.
    public var review: PhaseDirection?

    public init(
        client: ClientID, enrollment: EnrollmentID, phase: PhaseID, since: Timestamp,
        group: GroupID?, clinician: StaffID, review: PhaseDirection?
    ) {
        self.client = client
        self.enrollment = enrollment
        self.phase = phase
        self.since = since
        self.group = group
        self.clinician = clinician
        self.review = review
    }
}
