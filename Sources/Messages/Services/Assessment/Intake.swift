/// Records the intake questions.
public struct AnswerIntake: Command, AboutClient {
    public static let type = "assessment.answer-intake.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    /// By ``IntakeQuestion``; 1 is yes, 0 is no. Not empty.
    public var answers: [String: ItemAnswer]
}

/// The questions that come before any level of care.
public struct IntakeAnswered: Event, AboutClient {
    public static let type = "assessment.questionnaire.intake-answered.v1"

    public var client: ClientID
    /// By ``IntakeQuestion``; 1 is yes, 0 is no.
    public var answers: [String: ItemAnswer]
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

/// A client has waited for a placement, or for an end of the intake, longer than anybody should.
///
/// Told once for each intake, in the hour in which its days are over.
public struct IntakeOverdue: Event, AboutClient {
    public static let type = "assessment.intake.overdue.v1"

    public var client: ClientID
    /// When the wait began: the referral, or the last reassessment.
    public var since: Timestamp
    /// Who keeps in touch until treatment begins.
    public var owner: StaffID
}

/// Who is between referral and placement, when that should be over, and what is missing.
public struct IntakeList: PagedQuery {
    public typealias Item = IntakeStatus
    public static let type = "assessment.intake-list.v1"

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// A client between referral and placement.
public struct IntakeStatus: Hashable, Sendable, Codable {
    public var client: ClientID
    /// When the wait began: the referral, or the last reassessment.
    public var since: Timestamp
    /// When the client should be placed, or the intake be over, at the latest; `nil` for who is
    /// placed already and of whom a new recommendation waits.
    public var due: Optional<Timestamp>
    /// What a recommendation still needs, by name of form, question or dimension.
    public var missing: [String]
    /// The recommendation that waits for a clinician.
    public var placement: Optional<PlacementID>
    /// The level that this recommendation names; `nil` while there is none.
    public var indicated: Optional<LevelOfCare>
}
