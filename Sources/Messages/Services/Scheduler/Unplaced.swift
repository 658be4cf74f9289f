/// A group is planned without sessions of an offering that is for its phase, or some of its clients
/// without those that it has; and what would change that. Told again when it changes.
public struct OfferingUnplaced: Event {
    public static let type = "scheduler.offering.unplaced.v1"
    public static let markedOtherwise: [String: Mark] = [
        "week": .open, "offering": .open, "sessions": .open,
    ]

    /// Its Monday.
    public var week: LocalDate
    /// The therapy.
    public var therapy: Identity
    /// The therapy's own name for the offering.
    public var offering: String
    /// The peer group.
    public var group: GroupID
    /// How many sessions of it the group has that week.
    public var sessions: Int
    /// What stands in the way; none where nothing does any more.
    public var hindrances: [Hindrance]

    public var subject: String? { group.text }
}

/// What keeps a group from an offering, or a client from the sessions that the group has of it.
public struct Hindrance: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// The rule.
    public var kind: Kind
    /// What the offering asks for: a role, features, a consent, a number.
    public var needed: String?
    /// Whom it keeps out; `nil` for the whole group.
    public var clients: [ClientID]?
    /// Why, in a sentence that names no client.
    public var reason: String
    /// What would change it, in a sentence.
    public var remedy: String

    /// What stands in the way of an offering.
    public struct Kind: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Fewer may come than it is held for.
        public static let tooFew: Kind = "too-few"
        /// More would come than it takes.
        public static let tooMany: Kind = "too-many"
        /// More would have to stay away than may come.
        public static let mostStayAway: Kind = "most-stay-away"
        /// Whoever leads the session has not the role.
        public static let credential: Kind = "credential"
        /// The room has not what it needs.
        public static let room: Kind = "room"
        /// A consent is not live on the day.
        public static let consent: Kind = "consent"
        /// An open concern says that it is not for the client.
        public static let notFor: Kind = "not-for"
        /// Other therapies have the sessions of its kind this week.
        public static let turn: Kind = "turn"
        /// The sessions of its kind are too short.
        public static let minutes: Kind = "minutes"
        /// The group has no session of its kind, or none takes place.
        public static let noSession: Kind = "no-session"
        /// The therapy does not run, or stopped during the week.
        public static let stopped: Kind = "stopped"
        public static let known: [Kind] = [
            tooFew, tooMany, mostStayAway, credential, room, consent, notFor, turn, minutes,
            noSession, stopped,
        ]
    }
}

/// Tells that whoever a change of a planned session concerns has been told of it.
public struct TellSession: Command {
    public static let type = "scheduler.tell-session.v1"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .operational

    public var session: SessionID
}

/// Whoever a change of a planned session concerns has been told of it.
public struct SessionTold: Event {
    public static let type = "scheduler.session.told.v1"
    public static let dataClass: DataClass = .operational

    public var session: SessionID
}
