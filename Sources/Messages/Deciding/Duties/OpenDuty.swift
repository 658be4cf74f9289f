/// A duty that is not over: what, about whom, who has it now, and how it came there.
public struct OpenDuty: Hashable, Sendable, Codable {
    public var duty: DutyID
    /// What is to be done.
    public var kind: DutyKind
    /// Whom it is about; `nil` where it is about no client.
    public var client: Optional<ClientID>
    /// What it is about: the id of an alert, a session, a plan, or a word such as `phq-9`.
    public var about: String
    /// The role that it falls to now.
    public var role: Role
    /// Who of that role does it; `nil` where the clinic has nobody who may.
    public var person: Optional<StaffID>
    /// Since when it has to be done.
    public var since: Timestamp
    /// When it is late, for whoever has it now.
    public var due: Timestamp
    /// When the first who had it was to have done it: since then it is late, whoever has it.
    public var firstDue: Timestamp
    /// How often it was passed on because it was late: see ``DutyEscalated/rung``.
    public var rung: Int
    /// Who had it and did not do it in time, in order; each once.
    public var missedBy: [StaffID]
    /// What to say and do, in sentences.
    public var words: String

    init(_ opened: DutyOpened) {
        duty = opened.duty
        kind = opened.kind
        client = opened.client
        about = opened.about
        role = opened.role
        person = opened.person
        since = opened.since
        due = opened.due
        firstDue = opened.due
        rung = 0
        missedBy = []
        words = opened.words
    }

    /// Whether it was not done in time, by the first who had it.
    public func isLate(at now: Timestamp) -> Bool { now > firstDue }

    var matter: DutyNeed.Matter { .init(kind: kind, client: client, about: about) }

    mutating func escalate(_ event: DutyEscalated) {
        if let person, !missedBy.contains(person) { missedBy.append(person) }
        (rung, role, person, due) = (event.rung, event.role, event.person, event.due)
    }

    mutating func reassign(_ event: DutyReassigned) {
        (role, person) = (event.role, event.person)
    }
}
