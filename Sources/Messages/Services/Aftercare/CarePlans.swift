/// A continuing-care plan awaits a signature.
public struct PlanDrafted: Event, AboutClient {
    public static let type = "aftercare.plan.drafted.v1"
    public static let markedOtherwise: [String: Mark] = ["cadence": .open]

    public var client: ClientID
    /// Of one stay; a later draft with the same id replaces this one.
    public var plan: CarePlanID
    /// The name of the cadence, such as `tmac`.
    public var cadence: String
    /// Texts by section, such as `warning-signs` or `lapse-plan`.
    public var sections: [String: String]
}

/// Signs a continuing-care plan; refused if its last draft is not the one that it names any more, or
/// if nothing is filled in.
public struct SignPlan: Command, AboutClient {
    public static let type = "aftercare.sign-plan.v1"
    public static let roles: Set<Role> = [.director, .clinicalSupervisor, .clinician]

    public var client: ClientID
    /// The drafted plan.
    public var plan: CarePlanID
    /// The event of the draft that is signed, as ``CarePlanView`` shows it.
    public var draft: MessageID
    /// Overrides the draft's sections.
    public var sections: [String: String]
}

/// A clinician signed a plan with the client.
public struct PlanSigned: Event, AboutClient {
    public static let type = "aftercare.plan.signed.v1"

    public var client: ClientID
    /// The plan whose last draft was signed.
    public var plan: CarePlanID
}

/// A client's continuing-care plan, and its last draft; `null` while none is drafted.
public struct CarePlanView: Query {
    public typealias View = DraftedPlan?
    public static let type = "aftercare.care-plan.v1"
    public static let roles: Set<Role>? = .care

    public var client: ClientID
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
    /// What therapies proposed that nobody has signed: in the draft, or since the plan was signed.
    public var proposed: [ProposedLine]
}

/// A line that a therapy proposes for a continuing-care plan.
public struct ProposedLine: Hashable, Sendable, Codable {
    /// The section that it belongs to.
    public var section: String
    /// What it says.
    public var text: String
    /// The therapy.
    public var therapy: Identity
}
