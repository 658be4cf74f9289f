/// A fact of a therapy's own, with the fields that its contract declares.
public struct RecordAdded: Event {
    public static let type = "*.record.added.v1"
    public static let markedOtherwise: [String: Mark] = ["name": .open]

    /// The fact's name in the contract.
    public var name: String
    /// Whom it is about; `nil` where it is about no client.
    public var client: Optional<ClientID>
    /// Its fields, by name.
    public var data: [String: JSONFragment]

    public var subject: String? { client?.text }
}

/// Tells a therapy a fact that its contract lets staff record.
public struct RecordFact: TherapyCommand {
    public static let type = "*.record-fact.v1"
    public static let roles: Set<Role> = .staff
    public static let markedOtherwise: [String: Mark] = ["name": .open]

    /// The command's name in the contract.
    public var name: String
    /// Whom it is about; `nil` where it is about no client.
    public var client: ClientID?
    /// Its fields, by name.
    public var data: [String: JSONFragment]
}

/// Tells a therapy how a practice went, in the client's words through staff.
public struct ReportPractice: TherapyCommand {
    public static let type = "*.report-practice.v1"
    public static let roles: Set<Role> = .care
    public static let markedOtherwise: [String: Mark] = ["practice": .open]

    public var client: ClientID
    /// The practice's name in the contract.
    public var practice: String
    /// Whether the client did it.
    public var isDone: Bool
}

/// Tells a therapy that a client has finished a module, by a clinician's word.
public struct CompleteModule: TherapyCommand {
    public static let type = "*.complete-module.v1"
    public static let roles: Set<Role> = .clinical

    public var client: ClientID
    /// The module's name in the contract.
    public var module: String
}

/// Tells a therapy that a person has done what it asked for.
public struct CloseTherapyDuty: TherapyCommand {
    public static let type = "*.close-duty.v1"
    public static let roles: Set<Role> = .care
    public static let markedOtherwise: [String: Mark] = ["name": .open]

    public var client: ClientID
    /// The duty's name, as it is listed: what it is about.
    public var name: String
}

/// Marks an event of a therapy as entered in error.
public struct RetractTherapyEvent: TherapyCommand {
    public static let type = "*.retract-event.v1"
    public static let roles: Set<Role> = .clinical

    /// The event that was wrong; one of the receiver's own.
    public var event: MessageID
    /// What was wrong with it; not empty.
    public var reason: String
}
