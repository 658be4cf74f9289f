/// A clinic as its `clinic.yaml` describes it: who works there, in which rooms, by which rules.
///
/// Every core reads it and none changes it.
public struct Clinic: Codable, Hashable, Sendable {
    /// What people call the clinic. Messages name it by its folder, not by this.
    public var name: String
    /// IANA name of the time zone, such as `America/Chicago`.
    public var timeZone: String
    /// The processes that run here, by identity.
    public var services: [Identity]
    /// In the order of stepping down; the first is where every stay begins.
    public var phases: [Phase]
    /// All places in which sessions are held.
    public var rooms: [Room]
    /// Everyone who may act in the clinic's name.
    public var staff: [Staff]
    /// The peer groups, and with them the weekly timetable.
    public var groups: [Group]
    /// Dates without any session.
    public var closures: [LocalDate]
    /// The numbers that the clinic sets for itself.
    public var policies: Policies
    /// Where the hub listens for other computers, `tcp://HOST:PORT`; `nil` for this one alone.
    public var listen: String?
    /// Services and plugins that another computer runs; `nil` for none.
    public var elsewhere: [Identity]?
    /// Whether plugins run without a person's approval, in a rehearsal alone; `nil` for never.
    public var plugins: PluginPolicy?
    /// What is set for therapies, by their ids and by the settings' names, as it is written; `nil`
    /// for nothing. What each text stands for is said by the contract of the therapy.
    public var therapies: [String: [String: String]]?
    /// The interpreters by which therapies may run, names or paths; `nil` for
    /// ``AllowedInterpreters/usual``.
    public var interpreters: [String]?

    /// Whose approval a plugin needs.
    public enum PluginPolicy: String, Codable, Hashable, Sendable {
        /// Nobody's: whatever fits in the folder of plugins is run.
        case approveAll = "approve-all"
    }

    public init(
        name: String, timeZone: String, services: [Identity], phases: [Phase], rooms: [Room],
        staff: [Staff], groups: [Group], closures: [LocalDate], policies: Policies
    ) {
        self.name = name
        self.timeZone = timeZone
        self.services = services
        self.phases = phases
        self.rooms = rooms
        self.staff = staff
        self.groups = groups
        self.closures = closures
        self.policies = policies
    }

    /// One step of the program, from intensive to continuing care.
    public struct Phase: Codable, Hashable, Sendable {
        /// `p1`, `p2`, `p3`: phases step down in the order of the list.
        public var id: PhaseID
        /// What people call the phase.
        public var name: String
        /// The level of care that it is; below 9 hours a week it is not 2.1.
        public var level: LevelOfCare
        /// Group hours a week that a client is offered.
        public var hoursPerWeek: Int
        /// Weeks between two individual sessions.
        public var individualEveryWeeks: Int
        /// Weeks after which a review for the next phase is due.
        public var reviewAfterWeeks: Int

        public init(
            id: PhaseID, name: String, level: LevelOfCare, hoursPerWeek: Int,
            individualEveryWeeks: Int, reviewAfterWeeks: Int
        ) {
            self.id = id
            self.name = name
            self.level = level
            self.hoursPerWeek = hoursPerWeek
            self.individualEveryWeeks = individualEveryWeeks
            self.reviewAfterWeeks = reviewAfterWeeks
        }
    }

    /// A place where sessions are held.
    public struct Room: Codable, Hashable, Sendable {
        /// The room's own name, such as `g1`; unique in the clinic.
        public var id: RoomID
        /// `group`, `office` or `collection`.
        public var kind: String
        /// The most people who fit, whoever leads the session not counted.
        public var seats: Int
        /// What it has, in the clinic's own words, such as `quiet`; `nil` for nothing worth a word.
        public var features: [String]?

        public init(id: RoomID, kind: String, seats: Int, features: [String]? = nil) {
            (self.id, self.kind, self.seats, self.features) = (id, kind, seats, features)
        }
    }

    /// A person who works here, when, and in which roles.
    public struct Staff: Codable, Hashable, Sendable {
        /// The person's own name on the bus, such as `t01`; unique in the clinic, and no one's real
        /// name.
        public var id: StaffID
        /// What the person may do here; each command is given in one of these.
        public var roles: [Role]
        /// The most clients that this person is primary clinician of; 0 carries no caseload.
        public var caseload: Int
        /// Languages in which the person can lead a session, as codes such as `en`.
        public var languages: [String]
        /// When this person works: no session is planned outside.
        public var hours: [WeeklyTime]
        /// For clients who wish that a urine is collected by a woman or by a man; `nil` if not said.
        public var gender: Gender?

        public init(
            id: StaffID, roles: [Role], caseload: Int, languages: [String], hours: [WeeklyTime],
            gender: Gender? = nil
        ) {
            self.id = id
            self.roles = roles
            self.caseload = caseload
            self.languages = languages
            self.hours = hours
            self.gender = gender
        }
    }

    /// A peer group with the sessions that it meets for each week.
    public struct Group: Codable, Hashable, Sendable {
        /// The group's own name, such as `p1-01`; unique in the clinic.
        public var id: GroupID
        public var phase: PhaseID
        /// Whom the group is for; nobody of another age band is seated.
        public var ages: AgeBand
        /// The language that is spoken, as a code such as `en`.
        public var language: String
        /// The most members; the tightest of this, the policy and the room counts.
        public var capacity: Int
        /// The sessions of every week, closures apart.
        public var sessions: [SessionTemplate]

        public init(
            id: GroupID, phase: PhaseID, ages: AgeBand, language: String, capacity: Int,
            sessions: [SessionTemplate]
        ) {
            self.id = id
            self.phase = phase
            self.ages = ages
            self.language = language
            self.capacity = capacity
            self.sessions = sessions
        }
    }

    /// One weekly session of a group.
    public struct SessionTemplate: Codable, Hashable, Sendable {
        /// `process`, `skills`, `education`, `continuing-care`, `alumni` …
        public var kind: String
        /// When it is held each week, on the clinic's wall clock.
        public var at: WeeklyTime
        public var room: RoomID
        /// Who leads it.
        public var clinician: StaffID

        public init(kind: String, at: WeeklyTime, room: RoomID, clinician: StaffID) {
            (self.kind, self.at, self.room, self.clinician) = (kind, at, room, clinician)
        }
    }
}

/// A time span of each week: `mon 09:00-10:00`.
public struct WeeklyTime: Codable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The day on which it begins and ends.
    public var weekday: Weekday
    /// The first minute.
    public var start: TimeOfDay
    /// The end, after ``start`` and on the same day; that minute is not part of it.
    public var end: TimeOfDay

    /// Takes the parts as they are; that the end follows the start is up to the caller.
    public init(_ weekday: Weekday, _ start: TimeOfDay, _ end: TimeOfDay) {
        self.weekday = weekday
        self.start = start
        self.end = end
    }

    /// Reads `mon 09:00-10:00`; nothing for another form, or an end that does not follow the start.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let weekday = Weekday(rawValue: String(words[0])) else {
            return nil
        }
        let ends = words[1].split(separator: "-")
        guard ends.count == 2, let start = TimeOfDay(String(ends[0])),
            let end = TimeOfDay(String(ends[1])), start < end
        else { return nil }
        self.init(weekday, start, end)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = WeeklyTime(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A weekly time looks like: mon 09:00-10:00.")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { "\(weekday.rawValue) \(start)-\(end)" }
    /// How long it lasts.
    public var minutes: Int { end.minutes - start.minutes }

    /// Whether the two share a minute; one that ends as the other begins does not.
    public func overlaps(_ other: WeeklyTime) -> Bool {
        weekday == other.weekday && start < other.end && other.start < end
    }

    /// Whether the other lies within, ends included.
    public func contains(_ other: WeeklyTime) -> Bool {
        weekday == other.weekday && start <= other.start && other.end <= end
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.weekday, left.start, left.end) < (right.weekday, right.start, right.end)
    }
}
