/// Hands in a form, whole or not.
public struct SubmitQuestionnaire: Command, AboutClient {
    public static let type = "assessment.submit-questionnaire.v1"
    public static let roles: Set<Role> = .staff
    public static let markedOtherwise: [String: Mark] = ["instrument": .open]

    public var client: ClientID
    /// Which form it is, such as `phq-9`. An unknown one is kept, not scored, and raises an alert.
    public var instrument: String
    /// By item; items may be missing.
    public var answers: [String: ItemAnswer]
}

/// A form was handed in. Kept as it came, whole or not.
public struct QuestionnaireSubmitted: Event, AboutClient {
    public static let type = "assessment.questionnaire.submitted.v1"
    public static let markedOtherwise: [String: Mark] = ["instrument": .open]

    public var client: ClientID
    public var submission: SubmissionID
    /// `phq-9`, `c-ssrs-screener` …
    public var instrument: String
    /// By item.
    public var answers: [String: ItemAnswer]
}

/// A whole form was scored. A band guides planning; it is no diagnosis.
public struct QuestionnaireScored: Event, AboutClient {
    public static let type = "assessment.questionnaire.scored.v1"
    public static let markedOtherwise: [String: Mark] = ["instrument": .open, "policy": .open]

    public var client: ClientID
    public var submission: SubmissionID
    /// Which form it is, such as `phq-9`.
    public var instrument: String
    /// The instrument's version and the band policy that were applied.
    public var policy: String
    /// By scale; `total` where the instrument has one.
    public var scores: [String: Int]
    /// Names of bands by scale, and triage outcomes by policy; a score without a band has none.
    public var bands: [String: String]
    /// Names of what asks for attention, such as `use`; the instrument's data file defines them.
    public var flags: [String]
    /// What it tells of use; `nil` for a form that does not ask about it.
    public var use: UseTold?
}

/// What a whole form tells of use.
public struct UseTold: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// 0 for none; more of it means more use, in the form's own points.
    public var score: Int
    /// The days that the form asks about.
    public var days: Int
}

/// One item's answer: a value, or why there is none.
public struct ItemAnswer: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// The value of the answer that was chosen; `nil` if there is none.
    public var value: Int?
    /// Why there is no value; `nil` if there is one.
    public var missing: Missing?

    public init(value: Int) { self.value = value }
    public init(missing: Missing) { self.missing = missing }

    /// Why an item has no value; never taken for zero.
    public struct Missing: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Nobody put the question.
        public static let notAsked: Missing = "not-asked"
        /// The client would not answer.
        public static let refused: Missing = "refused"
        /// The form's own rule leaves it out after another answer.
        public static let skippedByRule: Missing = "skipped-by-rule"
        public static let known: [Missing] = [notAsked, refused, skippedByRule]
    }
}
