/// A client agreed to a use of the record (42 CFR 2.31), or to something that asks for a consent.
public struct ConsentGiven: Event, AboutClient {
    public static let type = "assessment.consent.given.v1"

    public var client: ClientID
    /// What for: a word such as `family-involvement`, or ``treatment``.
    public var purpose: String
    /// The last day; `nil` for no end, as of that to treatment, payment and operations.
    public var expires: LocalDate?
    /// The day on which it was given; `nil` where that is when it was recorded.
    public var given: LocalDate?

    /// The purpose of the consent without which no record may be opened.
    public static let treatment = "treatment, payment and operations"
}

/// A client took a consent back: it counts no more.
public struct ConsentWithdrawn: Event, AboutClient {
    public static let type = "assessment.consent.withdrawn.v1"

    public var client: ClientID
    /// As in ``ConsentGiven``.
    public var purpose: String
    /// The day on which the client said so.
    public var withdrawn: LocalDate
}

/// Records that a client consented to something, from the signed form.
public struct RecordConsent: Command, AboutClient {
    public static let type = "assessment.record-consent.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    /// A word of small letters, digits and dashes, as therapies and the clinic's forms have it.
    public var purpose: String
    /// The last day, today or later; none if left out.
    public var expires: LocalDate?
    /// The day on which it was given; today if left out.
    public var given: LocalDate?
}

/// Records that a client takes a consent back. Anybody of the staff may be told of it.
public struct WithdrawConsent: Command, AboutClient {
    public static let type = "assessment.withdraw-consent.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    /// As it was given.
    public var purpose: String
    /// The day on which the client said so; today if left out.
    public var withdrawn: LocalDate?
}

/// What a client has consented to, and what was taken back.
public struct ConsentsView: Query {
    public typealias View = [ConsentLine]
    public static let type = "assessment.consents.v1"
    public static let roles: Set<Role>? = .care

    public var client: ClientID
}

/// The last word on one consent.
public struct ConsentLine: Hashable, Sendable, Codable {
    /// As in ``ConsentGiven``.
    public var purpose: String
    /// The day on which it was given.
    public var given: LocalDate
    /// The last day; `nil` for no end.
    public var expires: Optional<LocalDate>
    /// The day on which it was taken back; `nil` where it was not.
    public var withdrawn: Optional<LocalDate>
    /// Whether it counts today.
    public var isLive: Bool
    /// The event that says so: whoever corrects it names it.
    public var event: MessageID
}
