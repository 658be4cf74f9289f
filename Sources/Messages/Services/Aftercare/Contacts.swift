/// Someone should be called by this day.
public struct ContactDue: Event, AboutClient {
    public static let type = "aftercare.contact.due.v1"

    public var client: ClientID
    public var contact: ContactID
    /// Where the client stood when it came due.
    public var situation: Situation
    /// Who is to call.
    public var owner: StaffID
    /// The last day on which it counts as made; after it, it is missed.
    public var due: LocalDate
}

/// Records a conversation, or that nobody was reached.
public struct RecordContact: Command, AboutClient {
    public static let type = "aftercare.record-contact.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    public var contact: ContactID
    /// Whether somebody spoke with the client.
    public var isReached: Bool
    /// Whether the client, or others, told of a return to use; assessment then judges anew.
    public var returnToUse: Bool
    /// What was said, or how the client was tried; kept as summary or attempt.
    public var note: String
}

/// A client was reached.
public struct ContactKept: Event, AboutClient {
    public static let type = "aftercare.contact.kept.v1"

    public var client: ClientID
    public var contact: ContactID
    /// What was said, in the caller's words.
    public var summary: String
}

/// A client was not reached.
public struct ContactMissed: Event, AboutClient {
    public static let type = "aftercare.contact.missed.v1"

    public var client: ClientID
    public var contact: ContactID
    /// Who tried, by which channel.
    public var attempt: String
}

/// A client in aftercare returned to use: assessment follows.
public struct ReturnToUseReported: Event, AboutClient {
    public static let type = "aftercare.contact.return-to-use-reported.v1"

    public var client: ClientID
    /// The contact in which it was told; `nil` if it was told otherwise.
    public var contact: ContactID?
}

/// Whom to call next, soonest first.
public struct NextContacts: PagedQuery {
    public typealias Item = NextContact
    public static let type = "aftercare.next-contacts.v1"

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// Whom to call next.
public struct NextContact: Hashable, Sendable, Codable {
    public var client: ClientID
    /// Where the client stands.
    public var situation: Situation
    /// Who is to call.
    public var owner: StaffID
    /// When to call.
    public var due: LocalDate
    /// Set once the contact is due.
    public var contact: Optional<ContactID>
    /// How far a missed contact has escalated; 0 for none.
    public var rung: Int
}
