/// An answer signals danger, or a safety question was left open.
/// It stays open until a person acknowledges it; whose duty that is, ``DutyOpened`` says. It belongs
/// to the open concern of its kind, which an acknowledgement does not close.
public struct RiskAlerted: Event, AboutClient {
    public static let type = "assessment.risk.alerted.v1"
    public static let markedOtherwise: [String: Mark] = ["due": .open]

    public var client: ClientID
    public var alert: AlertID
    /// What the danger is.
    public var kind: AlertKind
    /// How soon a person must act; ``due`` follows from it and the clinic's policies.
    public var urgency: AlertUrgency
    /// The form that it was judged from.
    public var submission: SubmissionID?
    /// The concern that it belongs to.
    public var concern: ConcernID?
    /// When it counts as late.
    public var due: Timestamp
    /// What to do now.
    public var guidance: String
}

/// Takes charge of an alert. Its concern stays open: ``CloseConcern`` ends it.
public struct AcknowledgeAlert: Command, AboutClient {
    public static let type = "assessment.acknowledge-alert.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    public var alert: AlertID
    /// What was done; not empty.
    public var action: String
}

/// A person took charge of an alert; its concern stays open.
public struct RiskAcknowledged: Event, AboutClient {
    public static let type = "assessment.risk.acknowledged.v1"
    public static let markedOtherwise: [String: Mark] = ["isLate": .open]

    public var client: ClientID
    public var alert: AlertID
    /// Whether it was acknowledged after it was due.
    public var isLate: Bool
    /// What was done.
    public var action: String
}

/// What an alert, and the concern that it belongs to, is about.
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
    /// An overdose that is near, as after a time without use, or one that was survived.
    public static let overdoseRisk: AlertKind = "overdose-risk"
    /// A threat to somebody else.
    public static let dangerToOthers: AlertKind = "danger-to-others"
    /// A pregnancy while opioids are used.
    public static let pregnancyWithOpioids: AlertKind = "pregnancy-opioids"
    /// A danger that a therapy saw and has a word of its own for; what was found says which.
    public static let therapySign: AlertKind = "therapy-sign"
    /// A safety question without an answer: a task for today.
    public static let safetyQuestionOpen: AlertKind = "safety-question-open"
    public static let known: [AlertKind] = [
        suicideRisk, severeWithdrawal, medicalDanger, acutePsychosis, dangerAtHome, overdoseRisk,
        dangerToOthers, pregnancyWithOpioids, therapySign, safetyQuestionOpen,
    ]
}

/// How soon a person must act.
public struct AlertUrgency: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let mark = Mark.open

    /// Within `Policies.alertHoursNow`, by day and night.
    public static let now: AlertUrgency = "now"
    /// Within `Policies.alertHoursToday`, counted in staff hours, and by the end of the day's shift.
    public static let today: AlertUrgency = "today"
    public static let known: [AlertUrgency] = [now, today]
}

/// The alerts that nobody has acknowledged.
public struct OpenAlerts: PagedQuery {
    public typealias Item = OpenAlert
    public static let type = "assessment.open-alerts.v1"

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
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
    /// Whose duty it is now; `nil` while nobody on the staff may do it.
    public var person: StaffID?
}
