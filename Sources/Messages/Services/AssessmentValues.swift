/// One item's answer: a value, or why there is none.
public struct ItemAnswer: Hashable, Sendable, Codable {
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

/// A question of the intake that comes before any level of care; answered 1 for yes, 0 for no.
public struct IntakeQuestion: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A seizure or delirium in an earlier withdrawal.
    public static let seizureHistory: IntakeQuestion = "seizure-history"
    /// A seizure or delirium now.
    public static let seizureNow: IntakeQuestion = "seizure-now"
    /// Takes sedatives each day. CIWA-Ar does not measure their withdrawal.
    public static let dailySedatives: IntakeQuestion = "daily-sedatives"
    /// Is pregnant.
    public static let pregnancy: IntakeQuestion = "pregnancy"
    /// Uses opioids; a COWS is then required.
    public static let opioidUse: IntakeQuestion = "opioid-use"
    /// Drank daily of late; a CIWA-Ar is then required.
    public static let recentDailyDrinking: IntakeQuestion = "recent-daily-drinking"
    /// Vital signs are unstable now.
    public static let unstableVitals: IntakeQuestion = "unstable-vitals"
    /// Is acutely psychotic now.
    public static let acutePsychosis: IntakeQuestion = "acute-psychosis"
    /// Is in imminent danger at home.
    public static let dangerAtHome: IntakeQuestion = "danger-at-home"
    public static let known: [IntakeQuestion] = [
        seizureHistory, seizureNow, dailySedatives, pregnancy, opioidUse, recentDailyDrinking,
        unstableVitals, acutePsychosis, dangerAtHome,
    ]
}

/// What an alert is about.
public struct AlertKind: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A sign of suicide risk in any form.
    public static let suicideRisk: AlertKind = "suicide-risk"
    /// Withdrawal at the severe limit of its scale, or a seizure or delirium now.
    public static let severeWithdrawal: AlertKind = "severe-withdrawal"
    /// Unstable vital signs.
    public static let medicalDanger: AlertKind = "medical-danger"
    /// Acute psychosis.
    public static let acutePsychosis: AlertKind = "acute-psychosis"
    /// Imminent danger at home.
    public static let dangerAtHome: AlertKind = "danger-at-home"
    /// A safety question without an answer: a task for today.
    public static let safetyQuestionOpen: AlertKind = "safety-question-open"
    public static let known: [AlertKind] = [
        suicideRisk, severeWithdrawal, medicalDanger, acutePsychosis, dangerAtHome,
        safetyQuestionOpen,
    ]
    static let example = suicideRisk
}

/// How soon a person must act.
public struct AlertUrgency: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Within `Policies.alertHoursNow`.
    public static let now: AlertUrgency = "now"
    /// Within `Policies.alertHoursToday`.
    public static let today: AlertUrgency = "today"
    public static let known: [AlertUrgency] = [now, today]
    static let example = now
}

/// An alert that nobody has acknowledged.
public struct OpenAlert: Hashable, Sendable, Codable {
    public var alert: AlertID
    public var client: ClientID
    /// What the danger is.
    public var kind: AlertKind
    /// How soon a person must act.
    public var urgency: AlertUrgency
    /// When it was raised, in clinic time.
    public var raised: Timestamp
    /// When it counts as late, in clinic time.
    public var due: Timestamp
    /// What to do now.
    public var guidance: String
    /// Its form was since entered in error; the alert stays open until a person says so.
    public var isSourceRetracted: Bool

    public init(
        alert: AlertID, client: ClientID, kind: AlertKind, urgency: AlertUrgency,
        raised: Timestamp, due: Timestamp, guidance: String, isSourceRetracted: Bool
    ) {
        self.alert = alert
        self.client = client
        self.kind = kind
        self.urgency = urgency
        self.raised = raised
        self.due = due
        self.guidance = guidance
        self.isSourceRetracted = isSourceRetracted
    }
}

/// A client between referral and placement.
public struct IntakeStatus: Hashable, Sendable, Codable {
    public var client: ClientID
    /// When the wait began: the referral, or the last reassessment.
    public var since: Timestamp
    /// When the client should be placed, or the intake be over, at the latest; `nil` for who is
    /// placed already and of whom a new recommendation waits.
    public var due: Timestamp?
    /// What a recommendation still needs, by name of form, question or dimension.
    public var missing: [String]
    /// The recommendation that waits for a clinician.
    public var placement: PlacementID?
    /// The level that this recommendation names; `nil` while there is none.
    public var indicated: LevelOfCare?

    public init(
        client: ClientID, since: Timestamp, due: Timestamp?, missing: [String],
        placement: PlacementID?, indicated: LevelOfCare?
    ) {
        self.client = client
        self.since = since
        self.due = due
        self.missing = missing
        self.placement = placement
        self.indicated = indicated
    }
}

/// A client's hard commitments, as they stand.
public struct StandingCommitments: Hashable, Sendable, Codable {
    /// Work, school, child care: no session is planned into these.
    public var commitments: [WeeklyTime]
    /// The event by which they stand: whoever changes them names it.
    public var event: MessageID

    public init(commitments: [WeeklyTime], event: MessageID) {
        self.commitments = commitments
        self.event = event
    }
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
    public var rater: StaffID?
    /// When it was rated.
    public var at: Timestamp
    /// The event by which it stands: whoever rates anew names it.
    public var event: MessageID

    public init(
        edition: String, dimension: Int, rating: Int, rater: StaffID?, at: Timestamp,
        event: MessageID
    ) {
        self.edition = edition
        self.dimension = dimension
        self.rating = rating
        self.rater = rater
        self.at = at
        self.event = event
    }
}
