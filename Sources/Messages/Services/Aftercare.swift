/// Someone who is not in treatment now has an owner and a next contact.
public struct FollowUpAssigned: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "outreach"
    public static let fact = "follow-up-assigned"
    public static let marks: [String: Mark] = [
        "client": .identifies, "situation": .describes, "owner": .open, "nextContact": .describes,
    ]
    public static let example = FollowUpAssigned(
        client: "c-0001", situation: .intake, owner: "t01",
        nextContact: LocalDate(year: 2026, month: 11, day: 23))

    public var client: ClientID
    /// Where the client stands now.
    public var situation: Situation
    /// Who makes the next contact.
    public var owner: StaffID
    /// The day of the next contact, at most 7 days ahead; in aftercare at most 28.
    public var nextContact: LocalDate

    public init(client: ClientID, situation: Situation, owner: StaffID, nextContact: LocalDate) {
        self.client = client
        self.situation = situation
        self.owner = owner
        self.nextContact = nextContact
    }

    public var subject: String? { client.text }
}

/// A client is in treatment, and so in daily contact.
public struct FollowUpEnded: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "outreach"
    public static let fact = "follow-up-ended"
    public static let marks: [String: Mark] = ["client": .identifies]
    public static let example = FollowUpEnded(client: "c-0001")

    public var client: ClientID

    public init(client: ClientID) {
        self.client = client
    }

    public var subject: String? { client.text }
}

/// A missed contact climbed one rung.
public struct OutreachEscalated: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "outreach"
    public static let fact = "escalated"
    public static let marks: [String: Mark] = [
        "client": .identifies, "contact": .open, "rung": .describes, "action": .describes,
        "owner": .open, "due": .describes,
    ]
    public static let example = OutreachEscalated(
        client: "c-0001", contact: "k-0001", rung: 3, action: "action", owner: "t01",
        due: LocalDate(year: 2026, month: 11, day: 23))

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

    public init(
        client: ClientID, contact: ContactID, rung: Int, action: String, owner: StaffID,
        due: LocalDate
    ) {
        self.client = client
        self.contact = contact
        self.rung = rung
        self.action = action
        self.owner = owner
        self.due = due
    }

    public var subject: String? { client.text }
}

/// Every rung was tried; a person may now decide on a discharge.
public struct OutreachExhausted: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "outreach"
    public static let fact = "exhausted"
    public static let marks: [String: Mark] = ["client": .identifies, "contact": .open]
    public static let example = OutreachExhausted(client: "c-0001", contact: "k-0001")

    public var client: ClientID
    public var contact: ContactID

    public init(client: ClientID, contact: ContactID) {
        self.client = client
        self.contact = contact
    }

    public var subject: String? { client.text }
}

/// A person discharged a client, who had declined or whose follow-up was exhausted.
public struct ClientDischarged: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "outreach"
    public static let fact = "discharged"
    public static let marks: [String: Mark] = ["client": .identifies, "reason": .describes]
    public static let example = ClientDischarged(client: "c-0001", reason: "reason")

    public var client: ClientID
    /// Why, in a person's words.
    public var reason: String

    public init(client: ClientID, reason: String) {
        self.client = client
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// A continuing-care plan awaits a signature.
public struct PlanDrafted: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "plan"
    public static let fact = "drafted"
    public static let marks: [String: Mark] = [
        "client": .identifies, "plan": .open, "cadence": .open, "sections": .describes,
    ]
    public static let example = PlanDrafted(
        client: "c-0001", plan: "cp-0001", cadence: "cadence",
        sections: ["warning-signs": "To be filled in with the client."])

    public var client: ClientID
    /// Of one stay; a later draft with the same id replaces this one.
    public var plan: CarePlanID
    /// The name of the cadence, such as `tmac`.
    public var cadence: String
    /// Texts by section, such as `warning-signs` or `lapse-plan`.
    public var sections: [String: String]

    public init(client: ClientID, plan: CarePlanID, cadence: String, sections: [String: String]) {
        self.client = client
        self.plan = plan
        self.cadence = cadence
        self.sections = sections
    }

    public var subject: String? { client.text }
}

/// A clinician signed a plan with the client.
public struct PlanSigned: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "plan"
    public static let fact = "signed"
    public static let marks: [String: Mark] = ["client": .identifies, "plan": .open]
    public static let example = PlanSigned(client: "c-0001", plan: "cp-0001")

    public var client: ClientID
    /// The plan whose last draft was signed.
    public var plan: CarePlanID

    public init(client: ClientID, plan: CarePlanID) {
        self.client = client
        self.plan = plan
    }

    public var subject: String? { client.text }
}

/// Someone should be called by this day.
public struct ContactDue: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "contact"
    public static let fact = "due"
    public static let marks: [String: Mark] = [
        "client": .identifies, "contact": .open, "situation": .describes, "owner": .open,
        "due": .describes,
    ]
    public static let example = ContactDue(
        client: "c-0001", contact: "k-0001", situation: .intake, owner: "t01",
        due: LocalDate(year: 2026, month: 11, day: 23))

    public var client: ClientID
    public var contact: ContactID
    /// Where the client stood when it came due.
    public var situation: Situation
    /// Who is to call.
    public var owner: StaffID
    /// The last day on which it counts as made; after it, it is missed.
    public var due: LocalDate

    public init(
        client: ClientID, contact: ContactID, situation: Situation, owner: StaffID, due: LocalDate
    ) {
        self.client = client
        self.contact = contact
        self.situation = situation
        self.owner = owner
        self.due = due
    }

    public var subject: String? { client.text }
}

/// A client was reached.
public struct ContactKept: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "contact"
    public static let fact = "kept"
    public static let marks: [String: Mark] = [
        "client": .identifies, "contact": .open, "summary": .describes,
    ]
    public static let example = ContactKept(client: "c-0001", contact: "k-0001", summary: "summary")

    public var client: ClientID
    public var contact: ContactID
    /// What was said, in the caller's words.
    public var summary: String

    public init(client: ClientID, contact: ContactID, summary: String) {
        self.client = client
        self.contact = contact
        self.summary = summary
    }

    public var subject: String? { client.text }
}

/// A client was not reached.
public struct ContactMissed: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "contact"
    public static let fact = "missed"
    public static let marks: [String: Mark] = [
        "client": .identifies, "contact": .open, "attempt": .describes,
    ]
    public static let example = ContactMissed(
        client: "c-0001", contact: "k-0001", attempt: "attempt")

    public var client: ClientID
    public var contact: ContactID
    /// Who tried, by which channel.
    public var attempt: String

    public init(client: ClientID, contact: ContactID, attempt: String) {
        self.client = client
        self.contact = contact
        self.attempt = attempt
    }

    public var subject: String? { client.text }
}

/// A client in aftercare returned to use: assessment follows.
public struct ReturnToUseReported: Event {
    public static let owner: Identity? = .aftercare
    public static let entity = "contact"
    public static let fact = "return-to-use-reported"
    public static let marks: [String: Mark] = ["client": .identifies, "contact": .open]
    public static let example = ReturnToUseReported(client: "c-0001", contact: "k-0001")

    public var client: ClientID
    /// The contact in which it was told; `nil` if it was told otherwise.
    public var contact: ContactID?

    public init(client: ClientID, contact: ContactID? = nil) {
        self.client = client
        self.contact = contact
    }

    public var subject: String? { client.text }
}

/// Signs a continuing-care plan; refused if its last draft is not the one that it names any more.
public struct SignPlan: Command {
    public static let receiver: Identity = .aftercare
    public static let verb = "sign-plan"
    public static let roles: Set<Role> = [.director, .clinician]
    public static let marks: [String: Mark] = [
        "client": .identifies, "plan": .open, "draft": .open, "sections": .describes,
    ]
    public static let example = SignPlan(
        client: "c-0001", plan: "cp-0001", draft: "01976e0a-0000-7000-8000-000000000002",
        sections: ["warning-signs": "Skips the Thursday group."])

    public var client: ClientID
    /// The drafted plan.
    public var plan: CarePlanID
    /// The event of the draft that is signed, as ``CarePlanView`` shows it.
    public var draft: MessageID
    /// Overrides the draft's sections.
    public var sections: [String: String]

    public init(
        client: ClientID, plan: CarePlanID, draft: MessageID, sections: [String: String]
    ) {
        self.client = client
        self.plan = plan
        self.draft = draft
        self.sections = sections
    }

    public var subject: String? { client.text }
}

/// Records a conversation, or that nobody was reached.
public struct RecordContact: Command {
    public static let receiver: Identity = .aftercare
    public static let verb = "record-contact"
    public static let roles: Set<Role> = .staff
    public static let marks: [String: Mark] = [
        "client": .identifies, "contact": .open, "isReached": .describes, "returnToUse": .describes,
        "note": .describes,
    ]
    public static let example = RecordContact(
        client: "c-0001", contact: "k-0001", isReached: true, returnToUse: true, note: "note")

    public var client: ClientID
    public var contact: ContactID
    /// Whether somebody spoke with the client.
    public var isReached: Bool
    /// Whether the client, or others, told of a return to use; assessment then judges anew.
    public var returnToUse: Bool
    /// What was said, or how the client was tried; kept as summary or attempt.
    public var note: String

    public init(
        client: ClientID, contact: ContactID, isReached: Bool, returnToUse: Bool, note: String
    ) {
        self.client = client
        self.contact = contact
        self.isReached = isReached
        self.returnToUse = returnToUse
        self.note = note
    }

    public var subject: String? { client.text }
}

/// Discharges a client. Refused until the follow-up is exhausted or the client has declined.
public struct DischargeClient: Command {
    public static let receiver: Identity = .aftercare
    public static let verb = "discharge-client"
    public static let roles: Set<Role> = [.director, .clinician]
    public static let marks: [String: Mark] = ["client": .identifies, "reason": .describes]
    public static let example = DischargeClient(client: "c-0001", reason: "reason")

    public var client: ClientID
    /// Why; not empty.
    public var reason: String

    public init(client: ClientID, reason: String) {
        self.client = client
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// Whom to call next, soonest first.
public struct NextContacts: PagedQuery {
    public typealias Item = NextContact
    public static let receiver: Identity = .aftercare
    public static let name = "next-contacts"
    public static let marks: [String: Mark] = ["after": .identifies, "limit": .open]
    public static let example = NextContacts(
        after: "2026-11-23 c-0001", limit: 100)

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?

    public init(after: String? = nil, limit: Int? = nil) {
        (self.after, self.limit) = (after, limit)
    }
}

/// A client's continuing-care plan, and its last draft; `null` while none is drafted.
public struct CarePlanView: Query {
    public typealias View = DraftedPlan?
    public static let receiver: Identity = .aftercare
    public static let name = "care-plan"
    public static let roles: Set<Role>? = .care
    public static let marks: [String: Mark] = ["client": .identifies]
    public static let example = CarePlanView(client: "c-0001")

    public var client: ClientID

    public init(client: ClientID) {
        self.client = client
    }
}
