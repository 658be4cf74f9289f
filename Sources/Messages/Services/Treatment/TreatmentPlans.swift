extension Identity {
    /// What a client's treatment consists of: its plan, medication, tests and certification.
    public static let treatment: Identity = "treatment"
}

/// Writes a treatment plan down; refused if another plan stands than the one that it names.
public struct WriteTreatmentPlan: Command, AboutClient {
    public static let type = "treatment.write-plan.v1"
    public static let roles: Set<Role> = [
        .director, .clinicalSupervisor, .clinician, .prescriber,
    ]

    public var client: ClientID
    /// The event of the plan as it was written last, as ``ClientCare`` shows it; `nil` for the first
    /// plan of a stay.
    public var replaces: MessageID?
    /// What is to be worked on, in a few words each.
    public var problems: [String]
    /// What the client wants, in the client's own words.
    public var goals: [String]
    /// The steps towards the goals.
    public var objectives: [PlanObjective]
}

/// A treatment plan was written down. It counts once it is signed; until then the one before does.
public struct TreatmentPlanWritten: Event, AboutClient {
    public static let type = "treatment.plan.written.v1"

    public var client: ClientID
    /// The stay that it is for.
    public var enrollment: EnrollmentID
    /// What is to be worked on, in a few words each.
    public var problems: [String]
    /// What the client wants, in the client's own words.
    public var goals: [String]
    /// The steps towards the goals.
    public var objectives: [PlanObjective]
}

/// A step towards a goal that can be seen to be reached.
public struct PlanObjective: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// Which goal it serves: 1 for the first.
    public var goal: Int
    /// What is reached.
    public var text: String
    /// By when.
    public var target: LocalDate
    /// Who works on it with the client; the primary clinician if left out.
    public var worker: StaffID?
}

/// Signs the treatment plan that was written last; refused if it is not the one that it names, or
/// if it is blank.
public struct SignTreatmentPlan: Command, AboutClient {
    public static let type = "treatment.sign-plan.v1"
    public static let roles: Set<Role> = [
        .director, .clinicalSupervisor, .clinician, .prescriber,
    ]

    public var client: ClientID
    /// The event of the plan that is signed, as ``ClientCare`` shows it.
    public var plan: MessageID
    /// Whether the client agrees to it.
    public var isAgreed: Bool
    /// What the client does not agree to, in the client's words. Needed where the client does not
    /// agree, and refused where the client does.
    public var disagreement: String?
}

/// A clinician signed a treatment plan, and the client agreed or said why not.
public struct TreatmentPlanSigned: Event, AboutClient {
    public static let type = "treatment.plan.signed.v1"

    public var client: ClientID
    /// The event of the plan that was signed.
    public var plan: MessageID
    /// Whether the client agrees to it.
    public var isAgreed: Bool
    /// What the client does not agree to.
    public var disagreement: String?
    /// By when it is to be reviewed.
    public var review: LocalDate
    /// Who signed it.
    public var signer: StaffID
}

/// Records that the signed plan was reviewed with the client, and goes on.
///
/// What is to change is written as a new plan, and signed: that counts as a review too.
public struct ReviewTreatmentPlan: Command, AboutClient {
    public static let type = "treatment.review-plan.v1"
    public static let roles: Set<Role> = [
        .director, .clinicalSupervisor, .clinician, .prescriber,
    ]

    public var client: ClientID
    /// The event of the plan that is signed, as ``ClientCare`` shows it.
    public var plan: MessageID
    /// How far each goal is, in a few words; not empty.
    public var findings: String
}

/// A clinician reviewed the signed plan with the client.
public struct TreatmentPlanReviewed: Event, AboutClient {
    public static let type = "treatment.plan.reviewed.v1"

    public var client: ClientID
    /// The event of the plan that was reviewed.
    public var plan: MessageID
    /// How far each goal is.
    public var findings: String
    /// By when it is to be reviewed again.
    public var review: LocalDate
    /// Who reviewed it.
    public var signer: StaffID
}
