/// A client's treatment at a glance, with the event that each change names.
public struct ClientCare: Query {
    public typealias View = TreatmentCare
    public static let type = "treatment.care.v1"
    public static let roles: Set<Role>? = .care

    public var client: ClientID
}

/// A client's treatment as it stands.
public struct TreatmentCare: Hashable, Sendable, Codable {
    /// The stay; `nil` for a client who is not enrolled.
    public var enrollment: Optional<EnrollmentID>
    /// The plan that was written last, of this stay; `nil` while there is none.
    public var written: Optional<StandingPlan>
    /// The plan that was signed last, and counts; `nil` while there is none.
    public var signed: Optional<StandingPlan>
    /// What is prescribed now, and what was stopped, in order of when it began.
    public var medications: [StandingMedication]
    /// The newest tests, and all that wait for somebody, in order.
    public var tests: [StandingTest]
    /// The client's wish for who collects.
    public var collector: Optional<StandingCollector>
    /// What the payer wants; `nil` where nobody said anything.
    public var certification: Optional<StandingCertification>
}

/// A treatment plan as it stands.
public struct StandingPlan: Hashable, Sendable, Codable {
    /// The event by which it stands: whoever signs, reviews or replaces it names it.
    public var event: MessageID
    /// What is to be worked on.
    public var problems: [String]
    /// What the client wants.
    public var goals: [String]
    /// The steps towards the goals.
    public var objectives: [PlanObjective]
    /// When it was signed; `nil` while it is not.
    public var signed: Optional<Timestamp>
    /// Who signed it.
    public var signer: Optional<StaffID>
    /// Whether the client agreed; `nil` while it is not signed.
    public var isAgreed: Optional<Bool>
    /// By when it is to be reviewed; `nil` while it is not signed.
    public var review: Optional<LocalDate>
}

/// A medication as it stands.
public struct StandingMedication: Hashable, Sendable, Codable {
    public var medication: MedicationID
    /// The event by which it stands as it is: whoever changes or stops it names it.
    public var event: MessageID
    /// What it is.
    public var name: String
    /// What for.
    public var purpose: MedicationPurpose
    /// Dose and how often, if it was said.
    public var dose: Optional<String>
    /// Who prescribes it.
    public var prescriber: String
    /// What a urine test finds because of it.
    public var testsAs: [TestedSubstance]
    /// The day on which what was dispensed runs out, if it was said.
    public var refill: Optional<LocalDate>
    /// Since when the client takes it.
    public var since: LocalDate
    /// Since when the client does not; `nil` for what the client takes.
    public var stopped: Optional<LocalDate>
}

/// A urine test as it stands.
public struct StandingTest: Hashable, Sendable, Codable {
    /// Which test: whoever records something of it names it.
    public var test: UrineTestID
    /// The day on which it was to be collected.
    public var day: LocalDate
    /// Whether chance drew it.
    public var isDrawn: Bool
    /// What became of it; `nil` while nobody said, and for one that lapsed.
    public var outcome: Optional<CollectionOutcome>
    /// Whether nobody wrote down in time what became of it.
    public var isLapsed: Bool
    /// How sure the result is; `nil` while there is none.
    public var stage: Optional<ResultStage>
    /// What was found.
    public var found: [TestedSubstance]
    /// What of it no prescribed medication explains.
    public var unexpected: [TestedSubstance]
    /// What a person decided that it means.
    public var judgement: Optional<TestJudgement>
    /// What is to be done next; `nil` for nothing.
    public var next: Optional<DutyKind>
}

/// A client's wish for who collects, as it stands.
public struct StandingCollector: Hashable, Sendable, Codable {
    /// The event by which it stands: whoever changes it names it.
    public var event: MessageID
    /// `nil` if anybody may.
    public var gender: Optional<Gender>
}

/// What a payer wants certified, as it stands.
public struct StandingCertification: Hashable, Sendable, Codable {
    /// The event by which it stands whether it is wanted: whoever changes that names it.
    public var event: MessageID
    /// Who pays.
    public var payer: String
    /// Whether the payer wants it.
    public var isRequired: Bool
    /// The last day that is certified; `nil` for none.
    public var through: Optional<LocalDate>
}
