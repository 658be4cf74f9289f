/// Someone who is not in treatment now has an owner and a next contact.
public struct FollowUpAssigned: Event, AboutClient {
    public static let type = "aftercare.outreach.follow-up-assigned.v1"

    public var client: ClientID
    /// Where the client stands now.
    public var situation: Situation
    /// Who makes the next contact.
    public var owner: StaffID
    /// The day of the next contact, one on which the owner works.
    public var nextContact: LocalDate
    /// The contact or attempt that it follows from; with it entered in error this is void too.
    public var contact: ContactID?
    /// Why then, in a sentence.
    public var reason: String?
}

/// A client is in treatment, and so in daily contact.
public struct FollowUpEnded: Event, AboutClient {
    public static let type = "aftercare.outreach.follow-up-ended.v1"

    public var client: ClientID
}

/// An attempt in vain climbed one rung of the outreach.
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

/// Somebody tried each rung; a person may now decide on a discharge.
public struct OutreachExhausted: Event, AboutClient {
    public static let type = "aftercare.outreach.exhausted.v1"

    public var client: ClientID
    public var contact: ContactID
}

/// Discharges a client. Refused until the follow-up is exhausted or the client has declined.
public struct DischargeClient: Command, AboutClient {
    public static let type = "aftercare.discharge-client.v1"
    public static let roles: Set<Role> = [.director, .clinicalSupervisor, .clinician]

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

/// Ends the contact with a client, for a reason; the actor signs it.
public struct CloseFollowUp: Command, AboutClient {
    public static let type = "aftercare.close-follow-up.v1"
    public static let roles: Set<Role> = [.director, .clinicalSupervisor, .clinician]

    public var client: ClientID
    /// How it ended; only known words are taken.
    public var ending: FollowUpEnding
    /// What is known, and from whom; not empty.
    public var reason: String
}

/// A person ended the contact with a client, or had it thinned out. The door stays open: whatever
/// brings the client back begins the follow-up anew.
public struct FollowUpClosed: Event, AboutClient {
    public static let type = "aftercare.outreach.closed.v1"

    public var client: ClientID
    /// How it ended.
    public var ending: FollowUpEnding
    /// What is known, in a person's words.
    public var reason: String
    /// Who signed it.
    public var signer: StaffID
}

/// How the contact with a client ended.
public struct FollowUpEnding: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Aftercare went on for its year, and is over.
    public static let completed: FollowUpEnding = "completed"
    /// The client was referred elsewhere, and arrived there.
    public static let arrived: FollowUpEnding = "arrived"
    /// The client moved away.
    public static let moved: FollowUpEnding = "moved"
    /// The client died.
    public static let died: FollowUpEnding = "died"
    /// The client is in prison.
    public static let prison: FollowUpEnding = "prison"
    /// The client asked not to be called: contacts thin out, and do not end.
    public static let doNotCall: FollowUpEnding = "do-not-call"
    public static let known: [FollowUpEnding] = [
        completed, arrived, moved, died, prison, doNotCall,
    ]
}
