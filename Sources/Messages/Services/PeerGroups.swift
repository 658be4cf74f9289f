/// A peer group exists, with this many seats.
public struct GroupFormed: Event {
    public static let owner: Identity? = .peerGroups
    public static let entity = "group"
    public static let fact = "formed"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = [
        "group": .open, "phase": .open, "ages": .open, "language": .open, "capacity": .open,
    ]
    public static let example = GroupFormed(
        group: "p1-01", phase: "p1", ages: .adult, language: "language", capacity: 3)

    public var group: GroupID
    public var phase: PhaseID
    /// Whom the group is for.
    public var ages: AgeBand
    /// The language that is spoken, as a code such as `en`.
    public var language: String
    /// The tightest of clinic, policy and room.
    public var capacity: Int

    public init(group: GroupID, phase: PhaseID, ages: AgeBand, language: String, capacity: Int) {
        self.group = group
        self.phase = phase
        self.ages = ages
        self.language = language
        self.capacity = capacity
    }

    public var subject: String? { group.text }
}

/// A peer group takes nobody any more.
public struct GroupClosed: Event {
    public static let owner: Identity? = .peerGroups
    public static let entity = "group"
    public static let fact = "closed"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["group": .open]
    public static let example = GroupClosed(group: "p1-01")

    public var group: GroupID

    public init(group: GroupID) {
        self.group = group
    }

    public var subject: String? { group.text }
}

/// A client has a seat in a group.
public struct MemberJoined: Event {
    public static let owner: Identity? = .peerGroups
    public static let entity = "membership"
    public static let fact = "joined"
    public static let marks: [String: Mark] = [
        "client": .identifies, "group": .open, "phase": .describes,
    ]
    public static let example = MemberJoined(client: "c-0001", group: "p1-01", phase: "p1")

    public var client: ClientID
    public var group: GroupID
    public var phase: PhaseID

    public init(client: ClientID, group: GroupID, phase: PhaseID) {
        self.client = client
        self.group = group
        self.phase = phase
    }

    public var subject: String? { client.text }
}

/// A client gave up a seat.
public struct MemberLeft: Event {
    public static let owner: Identity? = .peerGroups
    public static let entity = "membership"
    public static let fact = "left"
    public static let marks: [String: Mark] = [
        "client": .identifies, "group": .open, "reason": .describes,
    ]
    public static let example = MemberLeft(client: "c-0001", group: "p1-01", reason: "reason")

    public var client: ClientID
    public var group: GroupID
    /// What took the seat away, in a sentence.
    public var reason: String

    public init(client: ClientID, group: GroupID, reason: String) {
        self.client = client
        self.group = group
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// No seat yet, and why. Told again on a day on which the reasons changed, or the place is half or
/// twice what was told; ``Memberships`` has each place as it is.
public struct MemberWaitlisted: Event {
    public static let owner: Identity? = .peerGroups
    public static let entity = "membership"
    public static let fact = "waitlisted"
    public static let marks: [String: Mark] = [
        "client": .identifies, "phase": .describes, "reasons": .describes, "position": .describes,
    ]
    public static let example = MemberWaitlisted(
        client: "c-0001", phase: "p1", reasons: [.example], position: 3)

    public var client: ClientID
    public var phase: PhaseID
    /// Why no group of the phase has a seat: one reason for each, or that there is none.
    public var reasons: [Blocker]
    /// From 1.
    public var position: Int

    public init(client: ClientID, phase: PhaseID, reasons: [Blocker], position: Int) {
        self.client = client
        self.phase = phase
        self.reasons = reasons
        self.position = position
    }

    public var subject: String? { client.text }
}

/// Two clients must not meet: not in a group, and not by arriving at the same hour.
public struct PairingForbidden: Event {
    public static let owner: Identity? = .peerGroups
    public static let entity = "pairing"
    public static let fact = "forbidden"
    public static let marks: [String: Mark] = [
        "first": .identifies, "second": .identifies, "reason": .describes,
    ]
    public static let example = PairingForbidden(
        first: "c-0001", second: "c-0002", reason: "reason")

    /// One of the two, and the message's subject; the order means nothing else.
    public var first: ClientID
    /// The other, who is registered too.
    public var second: ClientID
    /// Why, in a person's words.
    public var reason: String

    public init(first: ClientID, second: ClientID, reason: String) {
        self.first = first
        self.second = second
        self.reason = reason
    }

    public var subject: String? { first.text }
}

/// Two clients may meet again.
public struct PairingAllowed: Event {
    public static let owner: Identity? = .peerGroups
    public static let entity = "pairing"
    public static let fact = "allowed"
    public static let marks: [String: Mark] = [
        "first": .identifies, "second": .identifies, "reason": .describes,
    ]
    public static let example = PairingAllowed(first: "c-0001", second: "c-0002", reason: "reason")

    /// One of the two, and the message's subject; the order means nothing else.
    public var first: ClientID
    /// The other.
    public var second: ClientID
    /// Why, in a person's words.
    public var reason: String

    public init(first: ClientID, second: ClientID, reason: String) {
        self.first = first
        self.second = second
        self.reason = reason
    }

    public var subject: String? { first.text }
}

/// Keeps two clients apart.
public struct ForbidPairing: Command {
    public static let receiver: Identity = .peerGroups
    public static let verb = "forbid-pairing"
    public static let roles: Set<Role> = .staff
    public static let marks: [String: Mark] = [
        "first": .identifies, "second": .identifies, "reason": .describes,
    ]
    public static let example = ForbidPairing(first: "c-0001", second: "c-0002", reason: "reason")

    /// One of the two, and the message's subject; the order means nothing else.
    public var first: ClientID
    /// The other, who must be registered too.
    public var second: ClientID
    /// Why, in a person's words.
    public var reason: String

    public init(first: ClientID, second: ClientID, reason: String) {
        self.first = first
        self.second = second
        self.reason = reason
    }

    public var subject: String? { first.text }
}

/// Ends a do-not-pair rule; refused if it is not the one that it names any more.
public struct AllowPairing: Command {
    public static let receiver: Identity = .peerGroups
    public static let verb = "allow-pairing"
    public static let roles: Set<Role> = [.director, .clinician]
    public static let marks: [String: Mark] = [
        "first": .identifies, "second": .identifies, "rule": .open, "reason": .describes,
    ]
    public static let example = AllowPairing(
        first: "c-0001", second: "c-0002", rule: "01976e0a-0000-7000-8000-000000000002",
        reason: "reason")

    /// One of the two, and the message's subject; the order means nothing else.
    public var first: ClientID
    /// The other.
    public var second: ClientID
    /// The event by which the rule stands, as ``Memberships`` shows it.
    public var rule: MessageID
    /// Why the two may meet now.
    public var reason: String

    public init(first: ClientID, second: ClientID, rule: MessageID, reason: String) {
        self.first = first
        self.second = second
        self.rule = rule
        self.reason = reason
    }

    public var subject: String? { first.text }
}

/// Who sits in which group, who waits, and who must not meet.
public struct Memberships: PagedQuery {
    public typealias Item = RosterLine
    public static let receiver: Identity = .peerGroups
    public static let name = "memberships"
    public static let marks: [String: Mark] = ["after": .identifies, "limit": .open]
    public static let example = Memberships(after: "1 p1 000003 c-0001", limit: 100)

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?

    public init(after: String? = nil, limit: Int? = nil) {
        (self.after, self.limit) = (after, limit)
    }
}
