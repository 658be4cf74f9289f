/// A score is worse than the best of the weeks before it, by more than chance, or tells of more use.
/// It follows from two forms, and goes with either.
public struct MeasureWorsened: Event, AboutClient {
    public static let type = "assessment.questionnaire.worsened.v1"
    public static let markedOtherwise: [String: Mark] = ["instrument": .open, "scale": .open]

    public var client: ClientID
    /// The form that is worse.
    public var submission: SubmissionID
    /// Which form it is, such as `phq-9`.
    public var instrument: String
    /// Which score of it, such as `total`.
    public var scale: String
    /// The best score of the weeks before.
    public var best: Int
    /// The score now.
    public var score: Int
    /// So many points are more than chance, or a rise, as the instrument's data file says.
    public var limit: Int
    /// The form of the best score; of use after none it may be one of another instrument.
    public var compared: SubmissionID
    /// By which rule it is worse; `nil` stands for reliable change.
    public var rule: WorseningRule?
}

/// By which rule a score is worse.
public struct WorseningRule: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// By more than chance.
    public static let reliableChange: WorseningRule = "reliable-change"
    /// More use than before, or use after none.
    public static let risingUse: WorseningRule = "rising-use"
    public static let known: [WorseningRule] = [reliableChange, risingUse]
}

/// A client's forms of the present episode, or of the last one: what was answered, what it came to,
/// and whether that is a change. The newest 60 of each instrument; older ones are in the ledger.
public struct Measures: PagedQuery {
    public typealias Item = Measure
    public static let type = "assessment.measures.v1"
    public static let roles: Set<Role>? = .clinical
    public static let markedOtherwise: [String: Mark] = [
        "after": .describes, "limit": .open, "instrument": .open,
    ]

    public var client: ClientID
    /// Only forms of this instrument.
    public var instrument: String?
    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// One form of a client. There is no score that its instrument does not have: none is a total of BAM.
public struct Measure: Hashable, Sendable, Codable {
    public var submission: SubmissionID
    /// Which form it is, such as `bam-iop`.
    public var instrument: String
    /// When it was handed in.
    public var at: Timestamp
    /// The later it was handed in, the higher.
    public var order: Int
    /// How many days ago, by the clinic's calendar.
    public var ageDays: Int
    /// By item.
    public var answers: [String: ItemAnswer]
    /// By scale; empty for a form that is not whole.
    public var scores: [String: Int]
    /// Names of bands by scale, and of triage outcomes by policy.
    public var bands: [String: String]
    /// Names of what asks for attention.
    public var flags: [String]
    /// What became of each scale; empty for a form that is not whole.
    public var changes: [MeasureChange]
}

/// What became of one scale.
public struct MeasureChange: Hashable, Sendable, Codable {
    /// The scale.
    public var scale: String
    /// Whether it is better or worse, by more than chance.
    public var trend: MeasureTrend
    /// By how many points; `nil` where it is neither.
    public var points: Optional<Int>
}

/// Whether a score changed by more than chance.
public struct MeasureTrend: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Worse than the best of the eight weeks before.
    public static let worse: MeasureTrend = "worse"
    /// Better than the first form of the episode.
    public static let better: MeasureTrend = "better"
    /// Neither by more than chance.
    public static let withinChance: MeasureTrend = "within-chance"
    /// No published number says what is more than chance, or there is no form before it.
    public static let notKnown: MeasureTrend = "not-known"
    public static let known: [MeasureTrend] = [worse, better, withinChance, notKnown]
}
