/// Says whether a client's payer wants the need for treatment certified; refused if something else
/// stands than the event that it names.
public struct RequireCertification: Command, AboutClient {
    public static let type = "treatment.require-certification.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    /// The event by which it stands whether it is wanted, as ``ClientCare`` shows it; `nil` where
    /// nothing was said.
    public var replaces: MessageID?
    /// Who pays, such as Medicare; not empty.
    public var payer: String
    /// Whether this payer wants it.
    public var isRequired: Bool
}

/// A client's payer wants the need for treatment certified, or does not.
public struct CertificationRequired: Event, AboutClient {
    public static let type = "treatment.certification.required.v1"

    public var client: ClientID
    /// Who pays.
    public var payer: String
    /// Whether this payer wants it.
    public var isRequired: Bool
}

/// Certifies to the payer that a client needs this treatment: the actor signs.
public struct CertifyTreatment: Command, AboutClient {
    public static let type = "treatment.certify.v1"
    public static let roles: Set<Role> = [.prescriber]

    public var client: ClientID
    /// The first day that it covers: at most 30 days from today.
    public var from: LocalDate
}

/// A prescriber certified that a client needs this treatment.
public struct TreatmentCertified: Event, AboutClient {
    public static let type = "treatment.certification.signed.v1"

    public var client: ClientID
    /// The stay that it is for.
    public var enrollment: EnrollmentID
    /// The first day that it covers.
    public var from: LocalDate
    /// The last day that it covers.
    public var through: LocalDate
    /// Who signed it.
    public var signer: StaffID
}
