/// Plans a week again.
public struct PlanWeek: Command {
    public static let type = "scheduler.plan-week.v1"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["week": .open]

    /// Its Monday.
    public var week: LocalDate
}

/// A week's plan is complete.
public struct WeekPlanned: Event {
    public static let type = "scheduler.session.week-planned.v1"
    public static let markedOtherwise: [String: Mark] = ["week": .open, "sessions": .open]

    /// Its Monday.
    public var week: LocalDate
    /// How many sessions the week has.
    public var sessions: Int
    /// Group minutes offered to each client.
    public var minutes: [ClientID: Int]
}

/// The planned weeks that have not ended were planned again, with all that is known.
///
/// It follows the changes that the new plan brought, once for all that had happened.
public struct WeeksRevised: Event {
    public static let type = "scheduler.session.weeks-revised.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["weeks": .open, "clinic": .open]

    /// Their Mondays; none where no week has a plan yet.
    public var weeks: [LocalDate]
    /// A digest of what `clinic.yaml` said when they were planned.
    public var clinic: String
}

/// A client cannot be offered the hours of the phase this week, and what blocks it. Told again when
/// it changes.
public struct ConflictFound: Event, AboutClient {
    public static let type = "scheduler.conflict.found.v1"
    public static let markedOtherwise: [String: Mark] = ["week": .open]

    public var client: ClientID
    /// Its Monday.
    public var week: LocalDate
    /// What the plan offers, in minutes of the same kind as needed.
    public var offeredMinutes: Int
    /// What is owed: group minutes by phase, ages and policy, or the 50 of an individual session.
    public var neededMinutes: Int
    /// What stands in the way; at least one, and at most three of each kind.
    public var blockers: [Blocker]
    /// Whether the individual session is missing, and not group hours; `nil` in what was recorded
    /// before that was said.
    public var isIndividual: Bool?
}

/// One week as planned: sessions, and who is offered too little.
public struct WeekView: PagedQuery {
    public typealias Item = WeekLine
    public static let type = "scheduler.week.v1"
    public static let markedOtherwise: [String: Mark] = [
        "week": .open, "after": .identifies, "limit": .open,
    ]

    /// Its Monday.
    public var week: LocalDate
    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// One line of a week as planned: a session, a client who is offered too little, or an offering that
/// is not planned.
public struct WeekLine: Hashable, Sendable, Codable {
    /// A session on the calendar.
    public var session: SessionScheduled?
    /// A client who is offered fewer group hours than the phase asks for.
    public var shortfall: ConflictFound?
    /// A client who should have an individual session and has none.
    public var withoutIndividual: ConflictFound?
    /// An offering that a group, or some of its clients, is planned without.
    public var unplaced: OfferingUnplaced?

    public init(session: SessionScheduled) { self.session = session }
    public init(shortfall: ConflictFound) { self.shortfall = shortfall }
    public init(withoutIndividual: ConflictFound) { self.withoutIndividual = withoutIndividual }
    public init(unplaced: OfferingUnplaced) { self.unplaced = unplaced }
}

extension Sequence<WeekLine> {
    /// The sessions among the lines.
    public var sessions: [SessionScheduled] { compactMap(\.session) }
    /// Who is offered too few group hours.
    public var shortfalls: [ConflictFound] { compactMap(\.shortfall) }
    /// Who should have an individual session and has none.
    public var withoutIndividual: [ConflictFound] { compactMap(\.withoutIndividual) }
    /// Which offerings are not planned, for a group or for some of its clients.
    public var unplaced: [OfferingUnplaced] { compactMap(\.unplaced) }
}

/// What `clinic.yaml` has no more and clients still hold on to: clinicians, phases, groups, rooms,
/// with how many clients.
public struct MissingParts: Query {
    public typealias View = [MissingPart]
    public static let type = "scheduler.missing-parts.v1"
    public static let dataClass: DataClass = .operational
}

/// Something that `clinic.yaml` has no more, with how many clients hold on to it.
public struct MissingPart: Hashable, Sendable, Codable {
    /// What it is.
    public var kind: Kind
    /// Its name.
    public var part: String
    /// How many clients have it.
    public var clients: Int

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
    }
}
