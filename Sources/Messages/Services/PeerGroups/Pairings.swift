/// Keeps two clients apart.
public struct ForbidPairing: Command {
    public static let type = "peer-groups.forbid-pairing.v1"
    public static let roles: Set<Role> = .staff

    /// One of the two, and the message's subject; the order means nothing else.
    public var first: ClientID
    /// The other, who must be registered too.
    public var second: ClientID
    /// Why, in a person's words.
    public var reason: String

    public var subject: String? { first.text }
}

/// Two clients must not meet: not in a group, and not by arriving at the same hour.
public struct PairingForbidden: Event {
    public static let type = "peer-groups.pairing.forbidden.v1"

    /// One of the two, and the message's subject; the order means nothing else.
    public var first: ClientID
    /// The other, who is registered too.
    public var second: ClientID
    /// Why, in a person's words.
    public var reason: String

    public var subject: String? { first.text }
}

/// Ends a do-not-pair rule; refused if it is not the one that it names any more.
public struct AllowPairing: Command {
    public static let type = "peer-groups.allow-pairing.v1"
    public static let roles: Set<Role> = [.director, .clinician]

    /// One of the two, and the message's subject; the order means nothing else.
    public var first: ClientID
    /// The other.
    public var second: ClientID
    /// The event by which the rule stands, as ``Memberships`` shows it.
    public var rule: MessageID
    /// Why the two may meet now.
    public var reason: String

    public var subject: String? { first.text }
}

/// Two clients may meet again.
public struct PairingAllowed: Event {
    public static let type = "peer-groups.pairing.allowed.v1"

    /// One of the two, and the message's subject; the order means nothing else.
    public var first: ClientID
    /// The other.
    public var second: ClientID
    /// Why, in a person's words.
    public var reason: String

    public var subject: String? { first.text }
}

/// Two clients who must not meet.
public struct KeptApart: Hashable, Sendable, Codable {
    /// One of the two.
    public var first: ClientID
    /// The other.
    public var second: ClientID
    /// The event by which the rule stands: whoever ends it names it.
    public var rule: MessageID
}
