/// Someone who is not in treatment now has an owner and a next contact.
public struct FollowUpAssigned: Event, AboutClient {
    public static let type = "aftercare.outreach.follow-up-assigned.v1"

    public var client: ClientID
    /// Where the client stands now.
    public var situation: Situation
    /// Who makes the next contact.
    public var owner: StaffID
    /// The day of the next contact, at most 7 days ahead; in aftercare at most 28.
    public var nextContact: LocalDate
}

/// A client is in treatment, and so in daily contact.
public struct FollowUpEnded: Event, AboutClient {
    public static let type = "aftercare.outreach.follow-up-ended.v1"

    public var client: ClientID
}

/// A missed contact climbed one rung.
public struct OutreachEscalated: Event, AboutClient {
    public static let type = "aftercare.outreach.escalated.v1"

    public var client: ClientID
    public var contact: ContactID
    /// From 1.
    public var rung: Int
    /// What to try, as a sentence for the owner.
    public var action: String
    /// Whose the rung is: the follow-up's owner, a case manager or the director.
    public var owner: StaffID
    /// By when it is tried.
    public var due: LocalDate
}

/// Every rung was tried; a person may now decide on a discharge.
public struct OutreachExhausted: Event, AboutClient {
    public static let type = "aftercare.outreach.exhausted.v1"

    public var client: ClientID
    public var contact: ContactID
}

/// Discharges a client. Refused until the follow-up is exhausted or the client has declined.
public struct DischargeClient: Command, AboutClient {
    public static let type = "aftercare.discharge-client.v1"
    public static let roles: Set<Role> = [.director, .clinician]

    public var client: ClientID
    /// Why; not empty.
    public var reason: String
}

/// A person discharged a client, who had declined or whose follow-up was exhausted.
public struct ClientDischarged: Event, AboutClient {
    public static let type = "aftercare.outreach.discharged.v1"

    public var client: ClientID
    /// Why, in a person's words.
    public var reason: String
}
