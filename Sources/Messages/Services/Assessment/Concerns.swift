/// Tells of a danger that no form asked about: what somebody saw or was told.
public struct ReportDanger: Command, AboutClient {
    public static let type = "assessment.report-danger.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    /// What the danger is; only known words are taken.
    public var kind: AlertKind
    /// How soon a person must act; only known words are taken.
    public var urgency: AlertUrgency
    /// Who saw or told what; not empty.
    public var account: String
}

/// Somebody told of a danger that no form asked about.
public struct DangerReported: Event, AboutClient {
    public static let type = "assessment.risk.reported.v1"

    public var client: ClientID
    /// What the danger is.
    public var kind: AlertKind
    /// How soon a person must act.
    public var urgency: AlertUrgency
    /// Who saw or told what.
    public var account: String
}

/// A danger is a case from now on, until a clinician closes it: see ``ConcernClosed``.
///
/// A client has at most one open concern of each kind. The alerts of that kind belong to it.
public struct ConcernOpened: Event, AboutClient {
    public static let type = "assessment.risk.concern-opened.v1"
    public static let markedOtherwise: [String: Mark] = ["instrument": .open]

    public var client: ClientID
    public var concern: ConcernID
    /// What the danger is.
    public var kind: AlertKind
    /// How urgent what was found is.
    public var urgency: AlertUrgency
    /// The form that told it, if it was one.
    public var submission: SubmissionID?
    /// Which form that is, such as `phq-9`.
    public var instrument: String?
    /// The intake questions that told it; mostly empty.
    public var questions: [String]
    /// What was found, and what to do first.
    public var finding: String
}

/// A danger that is a case already was told again: as it was, or worse.
///
/// The worst since the concern was opened counts. Later harmless answers lower nothing.
public struct ConcernRaised: Event, AboutClient {
    public static let type = "assessment.risk.concern-raised.v1"
    public static let markedOtherwise: [String: Mark] = ["instrument": .open]

    public var client: ClientID
    public var concern: ConcernID
    /// What the danger is.
    public var kind: AlertKind
    /// How urgent what was found now is; the concern may be more urgent.
    public var urgency: AlertUrgency
    /// The form that told it, if it was one.
    public var submission: SubmissionID?
    /// Which form that is, such as `phq-9`.
    public var instrument: String?
    /// The intake questions that told it; mostly empty.
    public var questions: [String]
    /// What was found, and what to do first.
    public var finding: String
}

/// Closes a concern, once somebody has taken charge of its alerts; or, where it is closed, says what
/// the next screen came to.
public struct CloseConcern: Command, AboutClient {
    public static let type = "assessment.close-concern.v1"
    public static let roles: Set<Role> = [.clinicalSupervisor, .clinician, .prescriber]

    public var client: ClientID
    /// What the danger is.
    public var kind: AlertKind
    /// The risk as the clinician judges it now; only known words are taken.
    public var level: RiskLevel
    /// What was done; not empty.
    public var action: String
    /// Whether a safety plan stands.
    public var hasSafetyPlan: Bool
    /// The day of the next screen: after today, and the sooner the higher the risk.
    public var nextScreen: LocalDate
}

/// A clinician closed a concern: nothing else does.
public struct ConcernClosed: Event, AboutClient {
    public static let type = "assessment.risk.concern-closed.v1"

    public var client: ClientID
    public var concern: ConcernID
    /// What the danger is.
    public var kind: AlertKind
    /// The risk as the clinician judged it.
    public var level: RiskLevel
    /// What was done.
    public var action: String
    /// Whether a safety plan stands.
    public var hasSafetyPlan: Bool
    /// The day of the next screen, which is a duty until then.
    public var nextScreen: LocalDate
}

/// How a clinician judges a risk.
public struct RiskLevel: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// As anybody's, or as it was before.
    public static let low: RiskLevel = "low"
    /// Above that, and held.
    public static let moderate: RiskLevel = "moderate"
    /// Somebody watches over it, here or elsewhere.
    public static let high: RiskLevel = "high"
    public static let known: [RiskLevel] = [low, moderate, high]
}

/// A danger that no clinician has closed.
public struct OpenConcern: Hashable, Sendable, Codable {
    public var concern: ConcernID
    public var client: ClientID
    /// What the danger is.
    public var kind: AlertKind
    /// The worst since it was opened.
    public var urgency: AlertUrgency
    /// When it was opened, in clinic time.
    public var opened: Timestamp
    /// When it was told last.
    public var told: Timestamp
    /// When somebody last took charge of an alert of it; `nil` for never.
    public var taken: Optional<Timestamp>
    /// Its alerts that nobody has taken charge of, in order.
    public var alerts: [AlertID]
    /// What was found when it was at its worst, and what to do first.
    public var finding: String
}
