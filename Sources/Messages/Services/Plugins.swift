/// A therapy offers sessions of a kind to clients of some phases.
public struct SessionOffered: Event {
    public static let owner: Identity? = nil
    public static let entity = "catalog"
    public static let fact = "session-offered"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = [
        "offering": .open, "title": .open, "kind": .open, "phases": .open, "minutes": .open,
        "perWeek": .open,
    ]
    public static let example = SessionOffered(
        offering: "offering", title: "title", kind: "kind", phases: ["p1"], minutes: 3, perWeek: 3)

    /// The plugin's own name for it.
    public var offering: String
    /// What people call the session.
    public var title: String
    /// The kind of group session that it fills, such as `skills`.
    public var kind: String
    /// The phases whose groups it is for.
    public var phases: [PhaseID]
    /// How long it lasts, in minutes; it fills group sessions of at least this length.
    public var minutes: Int
    /// How many sessions each group has of it in a week.
    public var perWeek: Int

    public init(
        offering: String, title: String, kind: String, phases: [PhaseID], minutes: Int, perWeek: Int
    ) {
        self.offering = offering
        self.title = title
        self.kind = kind
        self.phases = phases
        self.minutes = minutes
        self.perWeek = perWeek
    }
}

extension SessionOffered {
    /// The most offerings that one therapy may have at a time; what is beyond is not planned.
    public static let limitOfTherapy = 64
    /// How long a session may last.
    public static let minutesRange = 5...480
    /// How many a group may have in a week.
    public static let perWeekRange = 1...21

    /// Whether it can be planned. What is not is as if it had not been offered.
    public var isFit: Bool {
        Self.minutesRange.contains(minutes) && Self.perWeekRange.contains(perWeek)
            && [offering, title, kind].allSatisfy(Self.isPlain) && phases.count <= 64
    }

    /// Whether a text may stand in a plan: short, on one line, and nothing that steers a terminal.
    public static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.count <= 100
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
    }
}

/// A therapy does not offer a session any more.
public struct OfferingWithdrawn: Event {
    public static let owner: Identity? = nil
    public static let entity = "catalog"
    public static let fact = "offering-withdrawn"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["offering": .open]
    public static let example = OfferingWithdrawn(offering: "offering")

    /// The plugin's own name for it.
    public var offering: String

    public init(offering: String) {
        self.offering = offering
    }
}

/// A client finished a module of a curriculum.
public struct ModuleCompleted: Event {
    public static let owner: Identity? = nil
    public static let entity = "progress"
    public static let fact = "module-completed"
    public static let marks: [String: Mark] = [
        "client": .identifies, "module": .describes, "session": .open,
    ]
    public static let example = ModuleCompleted(
        client: "c-0001", module: "module", session: "s-0001")

    public var client: ClientID
    /// The module's name in the plugin's manifest.
    public var module: String
    /// The session in which it was finished; `nil` if it was outside of one.
    public var session: SessionID?

    public init(client: ClientID, module: String, session: SessionID? = nil) {
        self.client = client
        self.module = module
        self.session = session
    }

    public var subject: String? { client.text }
}

/// A client was given something to practise until a day.
public struct PracticeAssigned: Event {
    public static let owner: Identity? = nil
    public static let entity = "practice"
    public static let fact = "assigned"
    public static let marks: [String: Mark] = [
        "client": .identifies, "practice": .describes, "due": .describes,
    ]
    public static let example = PracticeAssigned(
        client: "c-0001", practice: "practice", due: LocalDate(year: 2026, month: 11, day: 23))

    public var client: ClientID
    /// The practice's name in the plugin's manifest.
    public var practice: String
    /// The last day for it.
    public var due: LocalDate

    public init(client: ClientID, practice: String, due: LocalDate) {
        self.client = client
        self.practice = practice
        self.due = due
    }

    public var subject: String? { client.text }
}

/// A client said how the practice went.
public struct PracticeReported: Event {
    public static let owner: Identity? = nil
    public static let entity = "practice"
    public static let fact = "reported"
    public static let marks: [String: Mark] = [
        "client": .identifies, "practice": .describes, "isDone": .describes,
    ]
    public static let example = PracticeReported(
        client: "c-0001", practice: "practice", isDone: true)

    public var client: ClientID
    /// The practice's name in the plugin's manifest.
    public var practice: String
    /// Whether the client did it.
    public var isDone: Bool

    public init(client: ClientID, practice: String, isDone: Bool) {
        self.client = client
        self.practice = practice
        self.isDone = isDone
    }

    public var subject: String? { client.text }
}
