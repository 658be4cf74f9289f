/// A person was referred, and is known from now on by a pseudonym.
public struct ClientRegistered: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "client"
    public static let fact = "registered"
    public static let marks: [String: Mark] = [
        "client": .identifies, "ages": .describes, "language": .describes,
        "commitments": .describes, "owner": .open,
    ]
    public static let example = ClientRegistered(
        client: "c-0001", ages: .adult, language: "language",
        commitments: [WeeklyTime(.mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 1020))],
        owner: "t01")

    public var client: ClientID
    /// Whether the client belongs with adults or adolescents.
    public var ages: AgeBand
    /// The language for sessions, as a code such as `en`.
    public var language: String
    /// Work, school, child care: no session is planned into these.
    public var commitments: [WeeklyTime]
    /// Who keeps in touch until treatment begins.
    public var owner: StaffID

    public init(
        client: ClientID, ages: AgeBand, language: String, commitments: [WeeklyTime], owner: StaffID
    ) {
        self.client = client
        self.ages = ages
        self.language = language
        self.commitments = commitments
        self.owner = owner
    }

    public var subject: String? { client.text }
}

/// A client's hard commitments are now these.
public struct CommitmentsChanged: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "client"
    public static let fact = "commitments-changed"
    public static let marks: [String: Mark] = ["client": .identifies, "commitments": .describes]
    public static let example = CommitmentsChanged(
        client: "c-0001",
        commitments: [WeeklyTime(.mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 1020))])

    public var client: ClientID
    /// All of them; those of before are replaced.
    public var commitments: [WeeklyTime]

    public init(client: ClientID, commitments: [WeeklyTime]) {
        self.client = client
        self.commitments = commitments
    }

    public var subject: String? { client.text }
}

/// A person does not want treatment now.
public struct TreatmentDeclined: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "client"
    public static let fact = "declined"
    public static let marks: [String: Mark] = ["client": .identifies, "reason": .describes]
    public static let example = TreatmentDeclined(client: "c-0001", reason: "reason")

    public var client: ClientID
    /// In the client's words.
    public var reason: String

    public init(client: ClientID, reason: String) {
        self.client = client
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// Who a client is. Its body never leaves assessment.
public struct IdentityRecorded: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "identity"
    public static let fact = "recorded"
    public static let dataClass: DataClass = .identifying
    public static let marks: [String: Mark] = [
        "client": .identifies, "name": .identifies, "contact": .identifies,
    ]
    public static let example = IdentityRecorded(client: "c-0001", name: "name", contact: "contact")

    public var client: ClientID
    /// The client's name, as given at registration.
    public var name: String
    /// Phone, address or other way to reach the client.
    public var contact: String

    public init(client: ClientID, name: String, contact: String) {
        self.client = client
        self.name = name
        self.contact = contact
    }

    public var subject: String? { client.text }
}

/// A client agreed to a use of the record (42 CFR 2.31).
public struct ConsentGiven: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "consent"
    public static let fact = "given"
    public static let marks: [String: Mark] = [
        "client": .identifies, "purpose": .describes, "expires": .describes,
    ]
    public static let example = ConsentGiven(
        client: "c-0001", purpose: "purpose", expires: LocalDate(year: 2026, month: 11, day: 23))

    public var client: ClientID
    /// What the record may be used for, such as `treatment, payment and operations`.
    public var purpose: String
    /// None for treatment, payment and operations.
    public var expires: LocalDate?

    public init(client: ClientID, purpose: String, expires: LocalDate? = nil) {
        self.client = client
        self.purpose = purpose
        self.expires = expires
    }

    public var subject: String? { client.text }
}

/// A form was handed in. Kept as it came, whole or not.
public struct QuestionnaireSubmitted: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "questionnaire"
    public static let fact = "submitted"
    public static let marks: [String: Mark] = [
        "client": .identifies, "submission": .open, "instrument": .open, "answers": .describes,
    ]
    public static let example = QuestionnaireSubmitted(
        client: "c-0001", submission: "f-0001", instrument: "instrument",
        answers: ["1": ItemAnswer(value: 2), "9": ItemAnswer(missing: .refused)])

    public var client: ClientID
    public var submission: SubmissionID
    /// `phq-9`, `c-ssrs-screener` …
    public var instrument: String
    /// By item.
    public var answers: [String: ItemAnswer]

    public init(
        client: ClientID, submission: SubmissionID, instrument: String,
        answers: [String: ItemAnswer]
    ) {
        self.client = client
        self.submission = submission
        self.instrument = instrument
        self.answers = answers
    }

    public var subject: String? { client.text }
}

/// A whole form was scored. A band guides planning; it is no diagnosis.
public struct QuestionnaireScored: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "questionnaire"
    public static let fact = "scored"
    public static let marks: [String: Mark] = [
        "client": .identifies, "submission": .open, "instrument": .open, "policy": .open,
        "scores": .describes, "bands": .describes, "flags": .describes,
    ]
    public static let example = QuestionnaireScored(
        client: "c-0001", submission: "f-0001", instrument: "instrument", policy: "policy",
        scores: ["total": 12], bands: ["total": "moderate"], flags: ["use"])

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

    public init(
        client: ClientID, submission: SubmissionID, instrument: String, policy: String,
        scores: [String: Int], bands: [String: String], flags: [String]
    ) {
        self.client = client
        self.submission = submission
        self.instrument = instrument
        self.policy = policy
        self.scores = scores
        self.bands = bands
        self.flags = flags
    }

    public var subject: String? { client.text }
}

/// The questions that come before any level of care.
public struct IntakeAnswered: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "questionnaire"
    public static let fact = "intake-answered"
    public static let marks: [String: Mark] = ["client": .identifies, "answers": .describes]
    public static let example = IntakeAnswered(
        client: "c-0001", answers: ["seizure-history": ItemAnswer(value: 0)])

    public var client: ClientID
    /// By ``IntakeQuestion``; 1 is yes, 0 is no.
    public var answers: [String: ItemAnswer]

    public init(client: ClientID, answers: [String: ItemAnswer]) {
        self.client = client
        self.answers = answers
    }

    public var subject: String? { client.text }
}

/// An answer signals danger, or a safety question was left open.
/// It stays open until a person acknowledges it.
public struct RiskAlerted: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "risk"
    public static let fact = "alerted"
    public static let marks: [String: Mark] = [
        "client": .identifies, "alert": .open, "kind": .describes, "urgency": .open,
        "submission": .open, "due": .open, "guidance": .describes,
    ]
    public static let example = RiskAlerted(
        client: "c-0001", alert: "a-0001", kind: .example, urgency: .example, submission: "f-0001",
        due: Timestamp(milliseconds: 1_795_442_400_000), guidance: "guidance")

    public var client: ClientID
    public var alert: AlertID
    /// What the danger is.
    public var kind: AlertKind
    /// How soon a person must act; ``due`` follows from it and the clinic's policies.
    public var urgency: AlertUrgency
    /// The form that it was judged from.
    public var submission: SubmissionID?
    /// When it counts as late.
    public var due: Timestamp
    /// What to do now.
    public var guidance: String

    public init(
        client: ClientID, alert: AlertID, kind: AlertKind, urgency: AlertUrgency,
        submission: SubmissionID? = nil, due: Timestamp, guidance: String
    ) {
        self.client = client
        self.alert = alert
        self.kind = kind
        self.urgency = urgency
        self.submission = submission
        self.due = due
        self.guidance = guidance
    }

    public var subject: String? { client.text }
}

/// An open alert is told again.
public struct RiskRepeated: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "risk"
    public static let fact = "repeated"
    public static let marks: [String: Mark] = [
        "client": .identifies, "alert": .open, "count": .open,
    ]
    public static let example = RiskRepeated(client: "c-0001", alert: "a-0001", count: 3)

    public var client: ClientID
    public var alert: AlertID
    /// How often, this one included.
    public var count: Int

    public init(client: ClientID, alert: AlertID, count: Int) {
        self.client = client
        self.alert = alert
        self.count = count
    }

    public var subject: String? { client.text }
}

/// A person took charge of an alert.
public struct RiskAcknowledged: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "risk"
    public static let fact = "acknowledged"
    public static let marks: [String: Mark] = [
        "client": .identifies, "alert": .open, "isLate": .open, "action": .describes,
    ]
    public static let example = RiskAcknowledged(
        client: "c-0001", alert: "a-0001", isLate: true, action: "action")

    public var client: ClientID
    public var alert: AlertID
    /// Whether it was acknowledged after it was due.
    public var isLate: Bool
    /// What was done.
    public var action: String

    public init(client: ClientID, alert: AlertID, isLate: Bool, action: String) {
        self.client = client
        self.alert = alert
        self.isLate = isLate
        self.action = action
    }

    public var subject: String? { client.text }
}

/// A clinician rated one dimension of one edition.
public struct DimensionRated: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "placement"
    public static let fact = "rated"
    public static let marks: [String: Mark] = [
        "client": .identifies, "edition": .open, "dimension": .describes, "rating": .describes,
        "evidence": .open,
    ]
    public static let example = DimensionRated(
        client: "c-0001", edition: "edition", dimension: 3, rating: 3,
        evidence: ["01976e0a-0000-7000-8000-000000000002"])

    public var client: ClientID
    /// `asam-3` or `asam-4`.
    public var edition: String
    /// 1 to 6.
    public var dimension: Int
    /// 0 (no risk) to 4 (severe).
    public var rating: Int
    /// The events that the rating rests on; may be empty.
    public var evidence: [MessageID]

    public init(
        client: ClientID, edition: String, dimension: Int, rating: Int, evidence: [MessageID]
    ) {
        self.client = client
        self.edition = edition
        self.dimension = dimension
        self.rating = rating
        self.evidence = evidence
    }

    public var subject: String? { client.text }
}

/// A level of care follows from rules; nobody is placed by it.
public struct PlacementRecommended: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "placement"
    public static let fact = "recommended"
    public static let marks: [String: Mark] = [
        "client": .identifies, "placement": .open, "edition": .open, "policy": .open,
        "level": .describes, "hardStops": .describes, "reasons": .describes,
        "counterfactuals": .describes,
    ]
    public static let example = PlacementRecommended(
        client: "c-0001", placement: "r-0001", edition: "edition", policy: "policy",
        level: .intensiveOutpatient, hardStops: ["withdrawal"], reasons: ["Dimension 5 rated 2."],
        counterfactuals: ["Dimension 5 rated 1: level 1."])

    public var client: ClientID
    public var placement: PlacementID
    /// The edition of the ratings, `asam-3` or `asam-4`.
    public var edition: String
    /// The rules that were applied, by the id of their data file.
    public var policy: String
    /// The level that is indicated.
    public var level: LevelOfCare
    /// Dangers that came before the dimensions, by name, such as `withdrawal`; mostly empty.
    public var hardStops: [String]
    /// Why this level, a sentence each.
    public var reasons: [String]
    /// What change of one rating would change the level.
    public var counterfactuals: [String]

    public init(
        client: ClientID, placement: PlacementID, edition: String, policy: String,
        level: LevelOfCare, hardStops: [String], reasons: [String], counterfactuals: [String]
    ) {
        self.client = client
        self.placement = placement
        self.edition = edition
        self.policy = policy
        self.level = level
        self.hardStops = hardStops
        self.reasons = reasons
        self.counterfactuals = counterfactuals
    }

    public var subject: String? { client.text }
}

/// A clinician confirmed a level of care, or chose another with a reason.
public struct PlacementConfirmed: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "placement"
    public static let fact = "confirmed"
    public static let marks: [String: Mark] = [
        "client": .identifies, "placement": .open, "indicated": .describes, "placed": .describes,
        "overrideReason": .describes, "ages": .describes,
    ]
    public static let example = PlacementConfirmed(
        client: "c-0001", placement: "r-0001", indicated: .intensiveOutpatient,
        placed: .intensiveOutpatient, overrideReason: "overrideReason", ages: .adult)

    public var client: ClientID
    public var placement: PlacementID
    /// The level that the recommendation named.
    public var indicated: LevelOfCare
    /// The level that the clinician chose.
    public var placed: LevelOfCare
    /// Set when the two differ.
    public var overrideReason: String?
    /// Whom the client belongs with, as registered.
    public var ages: AgeBand

    public init(
        client: ClientID, placement: PlacementID, indicated: LevelOfCare, placed: LevelOfCare,
        overrideReason: String? = nil, ages: AgeBand
    ) {
        self.client = client
        self.placement = placement
        self.indicated = indicated
        self.placed = placed
        self.overrideReason = overrideReason
        self.ages = ages
    }

    public var subject: String? { client.text }
}

/// A client's level of care is to be judged anew.
public struct ReassessmentOpened: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "placement"
    public static let fact = "reassessment-opened"
    public static let marks: [String: Mark] = ["client": .identifies, "reason": .describes]
    public static let example = ReassessmentOpened(client: "c-0001", reason: "reason")

    public var client: ClientID
    /// What made it necessary, in a sentence.
    public var reason: String

    public init(client: ClientID, reason: String) {
        self.client = client
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// A client has waited for a placement, or for an end of the intake, longer than anybody should.
///
/// Told once for each intake, in the hour in which its days are over.
public struct IntakeOverdue: Event {
    public static let owner: Identity? = .assessment
    public static let entity = "intake"
    public static let fact = "overdue"
    public static let marks: [String: Mark] = [
        "client": .identifies, "since": .describes, "owner": .open,
    ]
    public static let example = IntakeOverdue(
        client: "c-0001", since: Timestamp(milliseconds: 1_795_442_400_000), owner: "t01")

    public var client: ClientID
    /// When the wait began: the referral, or the last reassessment.
    public var since: Timestamp
    /// Who keeps in touch until treatment begins.
    public var owner: StaffID

    public init(client: ClientID, since: Timestamp, owner: StaffID) {
        self.client = client
        self.since = since
        self.owner = owner
    }

    public var subject: String? { client.text }
}

/// Registers a person who was referred.
public struct RegisterClient: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "register-client"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .identifying
    public static let marks: [String: Mark] = [
        "client": .identifies, "name": .identifies, "contact": .identifies, "ages": .describes,
        "language": .describes, "commitments": .describes, "consent": .describes,
    ]
    public static let example = RegisterClient(
        client: "c-0001", name: "name", contact: "contact", ages: .adult, language: "language",
        commitments: [WeeklyTime(.mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 1020))],
        consent: true)

    public var client: ClientID
    /// The client's name; it goes no further than ``IdentityRecorded``. Not empty.
    public var name: String
    /// Phone, address or other way to reach the client; not empty.
    public var contact: String
    /// Whether the client belongs with adults or adolescents; only known words are taken.
    public var ages: AgeBand
    /// The language for sessions, as a code such as `en`; not empty.
    public var language: String
    /// Work, school, child care: no session is planned into these.
    public var commitments: [WeeklyTime]
    /// Whether the client consented to treatment, payment and operations.
    public var consent: Bool

    public init(
        client: ClientID, name: String, contact: String, ages: AgeBand, language: String,
        commitments: [WeeklyTime], consent: Bool
    ) {
        self.client = client
        self.name = name
        self.contact = contact
        self.ages = ages
        self.language = language
        self.commitments = commitments
        self.consent = consent
    }

    public var subject: String? { client.text }
}

/// Replaces a client's hard commitments; refused if they are not those that it names any more.
public struct ChangeCommitments: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "change-commitments"
    public static let roles: Set<Role> = .staff
    public static let marks: [String: Mark] = [
        "client": .identifies, "replaces": .open, "commitments": .describes,
    ]
    public static let example = ChangeCommitments(
        client: "c-0001", replaces: "01976e0a-0000-7000-8000-000000000002",
        commitments: [WeeklyTime(.mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 1020))])

    public var client: ClientID
    /// The event by which the commitments stand that are replaced: see ``CommitmentsView``.
    public var replaces: MessageID
    /// All of them; those of before are replaced.
    public var commitments: [WeeklyTime]

    public init(client: ClientID, replaces: MessageID, commitments: [WeeklyTime]) {
        self.client = client
        self.replaces = replaces
        self.commitments = commitments
    }

    public var subject: String? { client.text }
}

/// Hands in a form, whole or not.
public struct SubmitQuestionnaire: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "submit-questionnaire"
    public static let roles: Set<Role> = .staff
    public static let marks: [String: Mark] = [
        "client": .identifies, "instrument": .open, "answers": .describes,
    ]
    public static let example = SubmitQuestionnaire(
        client: "c-0001", instrument: "instrument",
        answers: ["1": ItemAnswer(value: 2), "9": ItemAnswer(missing: .refused)])

    public var client: ClientID
    /// Which form it is, such as `phq-9`. An unknown one is kept, not scored, and raises an alert.
    public var instrument: String
    /// By item; items may be missing.
    public var answers: [String: ItemAnswer]

    public init(client: ClientID, instrument: String, answers: [String: ItemAnswer]) {
        self.client = client
        self.instrument = instrument
        self.answers = answers
    }

    public var subject: String? { client.text }
}

/// Records the intake questions.
public struct AnswerIntake: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "answer-intake"
    public static let roles: Set<Role> = .care
    public static let marks: [String: Mark] = ["client": .identifies, "answers": .describes]
    public static let example = AnswerIntake(
        client: "c-0001", answers: ["seizure-history": ItemAnswer(value: 0)])

    public var client: ClientID
    /// By ``IntakeQuestion``; 1 is yes, 0 is no. Not empty.
    public var answers: [String: ItemAnswer]

    public init(client: ClientID, answers: [String: ItemAnswer]) {
        self.client = client
        self.answers = answers
    }

    public var subject: String? { client.text }
}

/// Rates one dimension; refused if another rating stands than the one that it names.
public struct RateDimension: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "rate-dimension"
    public static let roles: Set<Role> = .clinical
    public static let marks: [String: Mark] = [
        "client": .identifies, "edition": .open, "dimension": .describes, "rating": .describes,
        "evidence": .open, "replaces": .open,
    ]
    public static let example = RateDimension(
        client: "c-0001", edition: "edition", dimension: 3, rating: 3,
        evidence: ["01976e0a-0000-7000-8000-000000000002"],
        replaces: "01976e0a-0000-7000-8000-000000000001")

    public var client: ClientID
    /// `asam-3` or `asam-4`; only the clinic's own edition counts for a recommendation.
    public var edition: String
    /// 1 to 6.
    public var dimension: Int
    /// 0 (no risk) to 4 (severe).
    public var rating: Int
    /// The events that the rating rests on; may be empty.
    public var evidence: [MessageID]
    /// The event of the rating that stands, and is replaced: see ``RatingsView``. `nil` where the
    /// dimension is not rated yet.
    public var replaces: MessageID?

    public init(
        client: ClientID, edition: String, dimension: Int, rating: Int, evidence: [MessageID],
        replaces: MessageID? = nil
    ) {
        self.client = client
        self.edition = edition
        self.dimension = dimension
        self.rating = rating
        self.evidence = evidence
        self.replaces = replaces
    }

    public var subject: String? { client.text }
}

/// Asks for a recommendation; refused, with what is missing, when too little is known.
public struct RecommendPlacement: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "recommend-placement"
    public static let roles: Set<Role> = .clinical
    public static let marks: [String: Mark] = ["client": .identifies]
    public static let example = RecommendPlacement(client: "c-0001")

    public var client: ClientID

    public init(client: ClientID) {
        self.client = client
    }

    public var subject: String? { client.text }
}

/// Confirms the recommended level, or another with a reason.
public struct ConfirmPlacement: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "confirm-placement"
    public static let roles: Set<Role> = [.director, .clinician, .prescriber]
    public static let marks: [String: Mark] = [
        "client": .identifies, "placement": .open, "level": .describes,
        "overrideReason": .describes,
    ]
    public static let example = ConfirmPlacement(
        client: "c-0001", placement: "r-0001", level: .intensiveOutpatient,
        overrideReason: "overrideReason")

    public var client: ClientID
    public var placement: PlacementID
    /// The level that the clinician chooses.
    public var level: LevelOfCare
    /// Why. Required if the level is not the recommended one, and refused if it is.
    public var overrideReason: String?

    public init(
        client: ClientID, placement: PlacementID, level: LevelOfCare, overrideReason: String? = nil
    ) {
        self.client = client
        self.placement = placement
        self.level = level
        self.overrideReason = overrideReason
    }

    public var subject: String? { client.text }
}

/// Records that a person does not want treatment now.
public struct DeclineTreatment: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "decline-treatment"
    public static let roles: Set<Role> = .staff
    public static let marks: [String: Mark] = ["client": .identifies, "reason": .describes]
    public static let example = DeclineTreatment(client: "c-0001", reason: "reason")

    public var client: ClientID
    /// In the client's words; not empty.
    public var reason: String

    public init(client: ClientID, reason: String) {
        self.client = client
        self.reason = reason
    }

    public var subject: String? { client.text }
}

/// Takes charge of an alert.
public struct AcknowledgeAlert: Command {
    public static let receiver: Identity = .assessment
    public static let verb = "acknowledge-alert"
    public static let roles: Set<Role> = .care
    public static let marks: [String: Mark] = [
        "client": .identifies, "alert": .open, "action": .describes,
    ]
    public static let example = AcknowledgeAlert(
        client: "c-0001", alert: "a-0001", action: "action")

    public var client: ClientID
    public var alert: AlertID
    /// What was done; not empty.
    public var action: String

    public init(client: ClientID, alert: AlertID, action: String) {
        self.client = client
        self.alert = alert
        self.action = action
    }

    public var subject: String? { client.text }
}

/// The alerts that nobody has acknowledged.
public struct OpenAlerts: PagedQuery {
    public typealias Item = OpenAlert
    public static let receiver: Identity = .assessment
    public static let name = "open-alerts"
    public static let marks: [String: Mark] = ["after": .identifies, "limit": .open]
    public static let example = OpenAlerts(
        after: "0 2026-11-23T18:00:00.000Z a-0001", limit: 100)

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?

    public init(after: String? = nil, limit: Int? = nil) {
        (self.after, self.limit) = (after, limit)
    }
}

/// Who a client is: only for those who must know.
public struct ClientIdentity: Query {
    public static let roles: Set<Role>? = .care
    public typealias View = IdentityRecorded?
    public static let receiver: Identity = .assessment
    public static let name = "client-identity"
    public static let dataClass: DataClass = .identifying
    public static let marks: [String: Mark] = ["client": .identifies]
    public static let example = ClientIdentity(client: "c-0001")

    public var client: ClientID

    public init(client: ClientID) {
        self.client = client
    }
}

/// Who is between referral and placement, when that should be over, and what is missing.
public struct IntakeList: PagedQuery {
    public typealias Item = IntakeStatus
    public static let receiver: Identity = .assessment
    public static let name = "intake-list"
    public static let marks: [String: Mark] = ["after": .identifies, "limit": .open]
    public static let example = IntakeList(
        after: "2026-11-23T14:00:00.000Z c-0001", limit: 100)

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?

    public init(after: String? = nil, limit: Int? = nil) {
        (self.after, self.limit) = (after, limit)
    }
}

/// A client's hard commitments, and the event by which they stand.
public struct CommitmentsView: Query {
    public typealias View = StandingCommitments
    public static let receiver: Identity = .assessment
    public static let name = "commitments"
    public static let roles: Set<Role>? = .staff
    public static let marks: [String: Mark] = ["client": .identifies]
    public static let example = CommitmentsView(client: "c-0001")

    public var client: ClientID

    public init(client: ClientID) {
        self.client = client
    }
}

/// How a client's dimensions are rated since the last reassessment, and by which events.
public struct RatingsView: Query {
    public typealias View = [StandingRating]
    public static let receiver: Identity = .assessment
    public static let name = "ratings"
    public static let roles: Set<Role>? = .clinical
    public static let marks: [String: Mark] = ["client": .identifies]
    public static let example = RatingsView(client: "c-0001")

    public var client: ClientID

    public init(client: ClientID) {
        self.client = client
    }
}
