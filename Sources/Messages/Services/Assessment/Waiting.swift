/// Why a client is placed at another level than the indicated one.
public struct PlacementReason: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A clinician judges otherwise.
    public static let clinical: PlacementReason = "clinical"
    /// The client wants another level.
    public static let preference: PlacementReason = "preference"
    /// The level cannot be had now. It counts as no override.
    public static let notAvailable: PlacementReason = "not-available"
    /// Who pays does not authorise the level.
    public static let payer: PlacementReason = "payer"
    /// A court or another authority asks for another level.
    public static let legal: PlacementReason = "legal"
    /// Distance, work, language or care of others.
    public static let access: PlacementReason = "access"
    /// The level treats a danger that is open.
    public static let danger: PlacementReason = "danger"
    /// It is only said in words.
    public static let said: PlacementReason = "said"
    public static let known: [PlacementReason] = [
        clinical, preference, notAvailable, payer, legal, access, danger, said,
    ]
}

/// Where somebody comes from who steps down from residential care.
public struct StepDown: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// The level of care there.
    public var level: LevelOfCare
    /// The program, in words; not empty.
    public var program: String
    /// The day of the transfer. Somebody from here speaks with the client before it.
    public var transfer: LocalDate
}

/// Says whether a level of care that was not to be had can be had now.
public struct ReviewInterim: Command, AboutClient {
    public static let type = "assessment.review-interim.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    public var placement: PlacementID
    /// Whether the client has begun at the level, or can: the wait is over.
    public var isAvailable: Bool
    /// What was done meanwhile, or what is agreed now; not empty.
    public var words: String
}

/// Somebody looked whether a client still waits for a level of care.
public struct InterimReviewed: Event, AboutClient {
    public static let type = "assessment.placement.interim-reviewed.v1"

    public var client: ClientID
    public var placement: PlacementID
    /// Whether the wait is over.
    public var isAvailable: Bool
    /// What was done meanwhile, or what is agreed now.
    public var words: String
}

/// Somebody from here spoke with a client who will step down from residential care.
public struct TransferContactMade: Event, AboutClient {
    public static let type = "assessment.placement.transfer-contact-made.v1"

    public var client: ClientID
    public var placement: PlacementID
    /// The contact, as aftercare recorded it.
    public var contact: ContactID
}

/// How often each person chose another level than the indicated one. It names no client.
public struct OverrideRates: Query {
    public typealias View = OverrideSummary
    public static let type = "assessment.override-rates.v1"
    public static let roles: Set<Role>? = [.director, .clinicalSupervisor]
    public static let dataClass: DataClass = .operational
}

/// How often levels are overridden, and when that asks to be looked at.
public struct OverrideSummary: Hashable, Sendable, Codable {
    /// Those who decided, by id.
    public var raters: [OverrideRate]
    /// Fewer decisions than these alarm nobody.
    public var leastDecisions: Int
    /// Below these percent it is too rare.
    public var leastPercent: Int
    /// Above these percent it is too often.
    public var mostPercent: Int
    /// Where these numbers come from.
    public var source: String
}

/// How often one person chose another level than the indicated one.
public struct OverrideRate: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// Who confirmed.
    public var rater: StaffID
    /// How many of this person's newest decisions are looked at.
    public var decisions: Int
    /// In how many of them the level was another, for any reason but that it was not to be had.
    public var overrides: Int
    /// What the rate asks to be looked at for; `nil` where it is within the limits, or says nothing
    /// because there are too few.
    public var alarm: Optional<OverrideAlarm>
}

/// What an override rate asks to be looked at for.
public struct OverrideAlarm: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let mark = Mark.open

    /// Hardly ever: does anybody look?
    public static let rare: OverrideAlarm = "rare"
    /// So often that the rules are not trusted, or not followed.
    public static let frequent: OverrideAlarm = "frequent"
    public static let known: [OverrideAlarm] = [rare, frequent]
}
