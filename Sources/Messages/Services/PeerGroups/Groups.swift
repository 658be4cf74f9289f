/// A peer group exists, with this many seats.
public struct GroupFormed: Event {
    public static let type = "peer-groups.group.formed.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = [
        "phase": .open, "ages": .open, "language": .open, "capacity": .open,
    ]

    public var group: GroupID
    public var phase: PhaseID
    /// Whom the group is for.
    public var ages: AgeBand
    /// The language that is spoken, as a code such as `en`.
    public var language: String
    /// The tightest of clinic, policy and room.
    public var capacity: Int

    public var subject: String? { group.text }
}

/// A peer group takes nobody any more.
public struct GroupClosed: Event {
    public static let type = "peer-groups.group.closed.v1"
    public static let dataClass: DataClass = .operational

    public var group: GroupID

    public var subject: String? { group.text }
}

/// A client has a seat in a group.
public struct MemberJoined: Event, AboutClient {
    public static let type = "peer-groups.membership.joined.v1"

    public var client: ClientID
    public var group: GroupID
    public var phase: PhaseID
}

/// A client gave up a seat.
public struct MemberLeft: Event, AboutClient {
    public static let type = "peer-groups.membership.left.v1"

    public var client: ClientID
    public var group: GroupID
    /// What took the seat away, in a sentence.
    public var reason: String
}

/// No seat yet, and why. Told again on a day on which the reasons changed, or the place is half or
/// twice what was told; ``Memberships`` has each place as it is.
public struct MemberWaitlisted: Event, AboutClient {
    public static let type = "peer-groups.membership.waitlisted.v1"

    public var client: ClientID
    public var phase: PhaseID
    /// Why no group of the phase has a seat: one reason for each, or that there is none.
    public var reasons: [Blocker]
    /// From 1.
    public var position: Int
}

/// Who sits in which group, who waits, and who must not meet.
public struct Memberships: PagedQuery {
    public typealias Item = RosterLine
    public static let type = "peer-groups.memberships.v1"

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// One line of who sits where: a group with its members, somebody who waits for a seat, or two
/// clients who must not meet.
public struct RosterLine: Hashable, Sendable, Codable {
    /// The group; none in a line of somebody who waits.
    public var group: GroupID?
    /// Its members; an empty group has a line too.
    public var members: [ClientID]
    /// Who waits, with the reasons and the place of now.
    public var waiting: MemberWaitlisted?
    /// Since when the one who waits is in the program: those of one phase are served in this order.
    public var since: Timestamp?
    /// A do-not-pair rule that stands.
    public var apart: KeptApart?

    public init(group: GroupID, members: [ClientID]) {
        (self.group, self.members) = (group, members)
    }

    public init(waiting: MemberWaitlisted, since: Timestamp) {
        (members, self.waiting, self.since) = ([], waiting, since)
    }

    public init(apart: KeptApart) {
        (members, self.apart) = ([], apart)
    }
}
