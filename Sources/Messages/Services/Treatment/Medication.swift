/// Records a medication that somebody prescribed to a client.
public struct StartMedication: Command, AboutClient {
    public static let type = "treatment.start-medication.v1"
    public static let roles: Set<Role> = .clinical

    public var client: ClientID
    /// What it is, such as `buprenorphine`; not empty.
    public var name: String
    /// What for; only known words are taken.
    public var purpose: MedicationPurpose
    /// Dose and how often, as prescribed.
    public var dose: String?
    /// Who prescribes it, here or elsewhere; not empty.
    public var prescriber: String
    /// What a urine test finds because of it; only known words are taken. For medication of opioid or
    /// alcohol use disorder it follows from the name.
    public var testsAs: [TestedSubstance]
    /// The day on which what was dispensed runs out.
    public var refill: LocalDate?
    /// Since when the client takes it; today if left out, and not in the future.
    public var since: LocalDate?
}

/// A client takes a prescribed medication. It has no end until somebody stops it: no time limit
/// holds for it, and what is prescribed is never counted as use.
public struct MedicationStarted: Event, AboutClient {
    public static let type = "treatment.medication.started.v1"

    public var client: ClientID
    public var medication: MedicationID
    /// What it is.
    public var name: String
    /// What for.
    public var purpose: MedicationPurpose
    /// Dose and how often, if it was said.
    public var dose: String?
    /// Who prescribes it.
    public var prescriber: String
    /// What a urine test finds because of it.
    public var testsAs: [TestedSubstance]
    /// The day on which what was dispensed runs out, if it was said.
    public var refill: LocalDate?
    /// Since when the client takes it.
    public var since: LocalDate
}

/// Changes a medication; refused if it was changed since by somebody else.
public struct ChangeMedication: Command, AboutClient {
    public static let type = "treatment.change-medication.v1"
    public static let roles: Set<Role> = .clinical

    public var client: ClientID
    public var medication: MedicationID
    /// The event by which the medication stands as it is, as ``ClientCare`` shows it.
    public var replaces: MessageID
    /// Dose and how often; as before if left out.
    public var dose: String?
    /// Who prescribes it; as before if left out.
    public var prescriber: String?
    /// The day on which what was dispensed runs out; as before if left out.
    public var refill: LocalDate?
}

/// A medication goes on with another dose, prescriber or supply.
public struct MedicationChanged: Event, AboutClient {
    public static let type = "treatment.medication.changed.v1"

    public var client: ClientID
    public var medication: MedicationID
    /// Dose and how often, if that changed.
    public var dose: String?
    /// Who prescribes it, if that changed.
    public var prescriber: String?
    /// The day on which what was dispensed runs out, if that changed.
    public var refill: LocalDate?
}

/// Records that a medication was stopped; refused if it was changed since by somebody else.
public struct StopMedication: Command, AboutClient {
    public static let type = "treatment.stop-medication.v1"
    public static let roles: Set<Role> = .clinical

    public var client: ClientID
    public var medication: MedicationID
    /// The event by which the medication stands as it is, as ``ClientCare`` shows it.
    public var replaces: MessageID
    /// Why, and who decided it; not empty.
    public var reason: String
}

/// A client does not take a medication any more.
public struct MedicationStopped: Event, AboutClient {
    public static let type = "treatment.medication.stopped.v1"

    public var client: ClientID
    public var medication: MedicationID
    /// Since when.
    public var day: LocalDate
    /// Why, and who decided it.
    public var reason: String
}

/// What a medication is prescribed for.
public struct MedicationPurpose: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Opioid use disorder.
    public static let opioidUse: MedicationPurpose = "opioid-use-disorder"
    /// Alcohol use disorder.
    public static let alcoholUse: MedicationPurpose = "alcohol-use-disorder"
    /// Anything else.
    public static let other: MedicationPurpose = "other"
    public static let known: [MedicationPurpose] = [opioidUse, alcoholUse, other]
}
