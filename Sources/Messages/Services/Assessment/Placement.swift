/// Rates one dimension; refused if another rating stands than the one that it names.
public struct RateDimension: Command, AboutClient {
    public static let type = "assessment.rate-dimension.v1"
    public static let roles: Set<Role> = .clinical
    public static let markedOtherwise: [String: Mark] = ["edition": .open]

    public var client: ClientID
    /// `asam-3` or `asam-4`: a recommendation reads the ratings of its own edition.
    public var edition: String
    /// 1 to 6.
    public var dimension: Int
    /// 0 (no risk) to 4 (severe); the fourth edition has more, each by the number in its data file.
    public var rating: Int
    /// The events that the rating rests on; may be empty.
    public var evidence: [MessageID]
    /// The event of the rating that stands, and is replaced: see ``RatingsView``. `nil` where the
    /// dimension is not rated yet.
    public var replaces: MessageID?
}

/// A clinician rated one dimension of one edition.
public struct DimensionRated: Event, AboutClient {
    public static let type = "assessment.placement.rated.v1"
    public static let markedOtherwise: [String: Mark] = ["edition": .open]

    public var client: ClientID
    /// `asam-3` or `asam-4`.
    public var edition: String
    /// 1 to 6.
    public var dimension: Int
    /// 0 (no risk) to 4 (severe).
    public var rating: Int
    /// The events that the rating rests on; may be empty.
    public var evidence: [MessageID]
}

/// How a client's dimensions are rated since the last reassessment, and by which events.
public struct RatingsView: Query {
    public typealias View = [StandingRating]
    public static let type = "assessment.ratings.v1"
    public static let roles: Set<Role>? = .clinical

    public var client: ClientID
}

/// A rating that stands.
public struct StandingRating: Hashable, Sendable, Codable {
    /// `asam-3` or `asam-4`.
    public var edition: String
    /// 1 to 6.
    public var dimension: Int
    /// 0 (no risk) to 4 (severe).
    public var rating: Int
    /// Who rated; `nil` where that was not recorded.
    public var rater: Optional<StaffID>
    /// When it was rated.
    public var at: Timestamp
    /// The event by which it stands: whoever rates anew names it.
    public var event: MessageID
}

/// Asks for a recommendation; refused, with what is missing, when too little is known.
public struct RecommendPlacement: Command, AboutClient {
    public static let type = "assessment.recommend-placement.v1"
    public static let roles: Set<Role> = .clinical
    public static let markedOtherwise: [String: Mark] = ["edition": .open]

    public var client: ClientID
    /// The edition of this assessment, `asam-3` or `asam-4`. If nobody says it, it is the one that
    /// the client is rated by; the clinic's own, where there are ratings of both or of none.
    public var edition: String?
}

/// A level of care follows from rules; nobody is placed by it.
public struct PlacementRecommended: Event, AboutClient {
    public static let type = "assessment.placement.recommended.v1"
    public static let markedOtherwise: [String: Mark] = ["edition": .open, "policy": .open]

    public var client: ClientID
    public var placement: PlacementID
    /// The edition of the ratings, `asam-3` or `asam-4`.
    public var edition: String
    /// The rules that were applied, by the id of their data file.
    public var policy: String
    /// The level that is indicated.
    public var level: LevelOfCare
    /// The gates that are open, by name, such as `withdrawal`; mostly empty.
    public var hardStops: [String]
    /// Why this level, a sentence each: the gates that hold it, what decides, what is not known.
    public var reasons: [String]
    /// What would change the level, a sentence each.
    public var counterfactuals: [String]
    /// All else that was read, a sentence each. Recorded since gates are.
    public var details: [String]?
    /// What was read, by id: whatever of it is entered in error opens the level again.
    public var basis: [String]?
    /// The gates that are open, with what was found.
    public var gates: [HeldGate]?
    /// The dimensions of which the level follows, by number.
    public var deciding: [Int]?
    /// What would change the level.
    public var changes: [LevelChange]?
    /// What the ratings say, once every gate is cleared; `nil` while one is missing.
    public var rated: LevelOfCare?
    /// Whether the program should be co-occurring enhanced.
    public var isEnhanced: Bool?
}

/// Confirms the recommended level, or another with a reason.
public struct ConfirmPlacement: Command, AboutClient {
    public static let type = "assessment.confirm-placement.v1"
    public static let roles: Set<Role> = [
        .director, .clinicalSupervisor, .clinician, .prescriber,
    ]

    public var client: ClientID
    public var placement: PlacementID
    /// The level that the clinician chooses.
    public var level: LevelOfCare
    /// Why. Required if the level is not the recommended one, or if it does not treat a gate that is
    /// open or an open concern that is for now; refused otherwise.
    public var overrideReason: String?
    /// The same as a code; ``PlacementReason/said`` where it is only said in words.
    public var reasonCode: PlacementReason?
    /// The level that can be had now, if it is not the chosen one.
    public var available: LevelOfCare?
    /// What is done for the client until the chosen level can be had; required if it cannot be now.
    public var interim: String?
    /// Where the client comes from, who steps down from residential care.
    public var stepDown: StepDown?
}

/// A clinician confirmed a level of care, or chose another with a reason.
public struct PlacementConfirmed: Event, AboutClient {
    public static let type = "assessment.placement.confirmed.v1"

    public var client: ClientID
    public var placement: PlacementID
    /// The level that the recommendation named.
    public var indicated: LevelOfCare
    /// The level that the clinician chose.
    public var placed: LevelOfCare
    /// Set when the two differ, or when the level does not treat a gate that was open or a concern
    /// that is for now.
    public var overrideReason: String?
    /// Whom the client belongs with, as registered.
    public var ages: AgeBand
    /// Why the two differ, as a code.
    public var reasonCode: PlacementReason?
    /// The level that could be had then, if it was not the one that was chosen.
    public var available: LevelOfCare?
    /// What is done for the client until the chosen level can be had.
    public var interim: String?
    /// Where the client came from, who stepped down from residential care.
    public var stepDown: StepDown?
    /// The gates that were open and that the level does not treat; mostly none.
    public var openGates: [String]?
}

/// A client's treatment here ended, by completion or discharge. Whoever comes back is judged by
/// evidence that is yet to come.
public struct EpisodeClosed: Event, AboutClient {
    public static let type = "assessment.placement.episode-closed.v1"

    public var client: ClientID
    /// What ended it, in a sentence.
    public var reason: String
}

/// A client's level of care is to be judged anew.
public struct ReassessmentOpened: Event, AboutClient {
    public static let type = "assessment.placement.reassessment-opened.v1"

    public var client: ClientID
    /// What made it necessary, in a sentence.
    public var reason: String
}
