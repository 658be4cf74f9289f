/// A therapy saw a sign of danger. Assessment makes a concern and an alert of it. Until it has, the
/// duty is the therapy's host's: so somebody has it also while assessment is down.
public struct AlertRaised: Event, AboutClient {
    public static let type = "*.act.alert-raised.v1"

    public var client: ClientID
    /// What the danger is, in the therapy's own word, such as `self-harm`.
    public var sign: String
    /// How soon a person must act.
    public var urgency: AlertUrgency
    /// What to do now.
    public var guidance: String
}

/// A therapy proposes that a clinician reviews a client's course. A person decides: in the scheduler's
/// review of whoever is enrolled (``ProposalTaken``), and for anybody else by the host's own duty.
public struct ReviewProposed: Event, AboutClient {
    public static let type = "*.act.review-proposed.v1"

    public var client: ClientID
    /// Why, in a sentence.
    public var why: String
}

/// A therapy proposes a higher level of care for a client. A person decides, as with
/// ``ReviewProposed``.
public struct StepUpProposed: Event, AboutClient {
    public static let type = "*.act.step-up-proposed.v1"

    public var client: ClientID
    /// Why, in a sentence.
    public var why: String
}

/// A therapy asks for something that a person has to do.
public struct DutyAsked: Event, AboutClient {
    public static let type = "*.act.duty-asked.v1"
    public static let markedOtherwise: [String: Mark] = [
        "name": .open, "roles": .open, "dueStaffHours": .open,
    ]

    public var client: ClientID
    /// The therapy's own name for it: one of a name is open for each client.
    public var name: String
    /// The roles that it falls to, best first.
    public var roles: [Role]
    /// The hours in which somebody of the roles is on shift until it is late.
    public var dueStaffHours: Int
    /// What to say and do, in sentences.
    public var what: String
}

/// What a therapy asked a person to do is over: it was done, or nobody needs to do it any more.
public struct DutyEnded: Event, AboutClient {
    public static let type = "*.act.duty-ended.v1"
    public static let markedOtherwise: [String: Mark] = [
        "name": .open, "how": .open, "isByLeaving": .open,
    ]

    public var client: ClientID
    /// As in ``DutyAsked``; of an alert its sign, of a proposal `propose-review` or
    /// `propose-step-up`.
    public var name: String
    /// How it ended.
    public var how: DutyEnd
    /// Whether it ended because the client's stay, or the contact with the client, did; `nil` for no.
    public var isByLeaving: Bool?
}

/// A therapy has a line for a client's continuing-care plan. Aftercare puts it into the draft; it
/// counts once a person has signed the plan.
public struct PlanLineAdded: Event, AboutClient {
    public static let type = "*.act.plan-line-added.v1"

    public var client: ClientID
    /// Where it belongs.
    public var kind: PlanLineKind
    /// What it says.
    public var text: String
}

/// Where a line belongs in a continuing-care plan.
public struct PlanLineKind: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What announces a lapse.
    public static let warningSign: PlanLineKind = "warning-sign"
    /// What brings the wish to use about.
    public static let trigger: PlanLineKind = "trigger"
    /// What helps against it.
    public static let coping: PlanLineKind = "coping"
    public static let known: [PlanLineKind] = [warningSign, trigger, coping]
}
