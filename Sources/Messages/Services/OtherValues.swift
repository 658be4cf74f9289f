/// A process as the supervisor sees it.
public struct ProcessStatus: Hashable, Sendable, Codable {
    /// Which process.
    public var process: Identity
    /// `waiting`, `starting`, `ready`, `backing-off`, `stopped`, `given-up` …
    public var state: String
    /// The operating system's number of it; `nil` while it does not run.
    public var pid: Int32?
    /// How often it was started again since this supervisor began.
    public var restarts: Int
    /// Why it is not ready, and what to do.
    public var detail: String?
    /// Of a plugin: whether its manifest or its program is another by now than the one that it was
    /// started as, so that it has to be started again; `nil` for no.
    public var isOutdated: Bool?

    public init(
        process: Identity, state: String, pid: Int32?, restarts: Int, detail: String?,
        isOutdated: Bool? = nil
    ) {
        self.process = process
        self.state = state
        self.pid = pid
        self.restarts = restarts
        self.detail = detail
        self.isOutdated = isOutdated
    }
}

/// How the clinic's clock stands, as the supervisor sees it.
public struct ClockStatus: Hashable, Sendable, Codable {
    /// The last hour that was struck; `nil` before the first.
    public var lastHour: Timestamp?
    /// Why no hour is struck until a person acts, and what to do; `nil` if all is well.
    public var problem: String?
    /// What to do then; `nil` if all is well.
    public var remedy: String?

    public init(lastHour: Timestamp?, waitsBecause advice: Advice? = nil) {
        self.lastHour = lastHour
        problem = advice?.problem
        remedy = advice?.remedy
    }
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

/// Two clients who must not meet.
public struct KeptApart: Hashable, Sendable, Codable {
    /// One of the two.
    public var first: ClientID
    /// The other.
    public var second: ClientID
    /// The event by which the rule stands: whoever ends it names it.
    public var rule: MessageID

    public init(first: ClientID, second: ClientID, rule: MessageID) {
        self.first = first
        self.second = second
        self.rule = rule
    }
}

/// A continuing-care plan, as drafted or signed.
public struct DraftedPlan: Hashable, Sendable, Codable {
    /// Which plan; a later draft of the same stay has the same id.
    public var plan: CarePlanID
    /// The event of the last draft: whoever signs names it.
    public var draft: MessageID
    /// Texts by section.
    public var sections: [String: String]
    /// Whether a clinician has signed it with the client.
    public var isSigned: Bool

    public init(plan: CarePlanID, draft: MessageID, sections: [String: String], isSigned: Bool) {
        self.plan = plan
        self.draft = draft
        self.sections = sections
        self.isSigned = isSigned
    }
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
    public var contact: ContactID?
    /// How far a missed contact has escalated; 0 for none.
    public var rung: Int

    public init(
        client: ClientID, situation: Situation, owner: StaffID, due: LocalDate,
        contact: ContactID?, rung: Int
    ) {
        self.client = client
        self.situation = situation
        self.owner = owner
        self.due = due
        self.contact = contact
        self.rung = rung
    }
}

/// One event as the ledger keeps it: the bytes as published, as text.
public struct LedgerLine: Hashable, Sendable, Codable {
    /// The line's place in the ledger, from 1, with gaps where something may not be shown.
    public var position: Int64
    /// The first frame.
    public var topic: String
    /// The second frame: a JSON object.
    public var attributes: String
    /// The third frame: the body, as JSON.
    public var data: String

    public init(position: Int64, topic: String, attributes: String, data: String) {
        self.position = position
        self.topic = topic
        self.attributes = attributes
        self.data = data
    }
}
