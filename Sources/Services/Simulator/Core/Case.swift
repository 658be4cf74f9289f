internal import Messages

/// What the cohort has seen of one client.
struct Case: Equatable, Sendable, Codable {
    let registered: Timestamp
    var language: String
    var commitments: [WeeklyTime]
    /// The event by which the commitments stand.
    var commitmentsEvent: MessageID
    /// The events by which ratings stand, by dimension, since the last reassessment.
    var ratings: [Int: MessageID] = [:]
    /// The judgement of a level of care that is under way.
    var judgement: Judgement?
    /// How often a level of care was judged to the end.
    var judgements = 0
    var placed: LevelOfCare?
    var placedAt: Timestamp?
    var hasDeclined = false
    var stay: Stay?
    var hasSteppedUp = false
    var situation: Situation?
    /// How far a missed contact has climbed; 0 for not at all.
    var rung = 0
    /// Every rung of the follow-up was tried.
    var isExhausted = false
    var isDischarged = false
    var lastReached: Timestamp?
    /// When the program was completed.
    var completed: Timestamp?
    /// What the client has been asked to consent to beside treatment, and did.
    var consents: Set<String> = []
    /// The continuing-care plan that waits for a signature.
    var unsigned: UnsignedPlan?

    init(
        registered: Timestamp, language: String, commitments: [WeeklyTime],
        standingBy commitmentsEvent: MessageID
    ) {
        self.commitmentsEvent = commitmentsEvent
        self.registered = registered
        self.language = language
        self.commitments = commitments
        judgement = Judgement(opened: registered)
    }

    /// A plan as drafted last.
    struct UnsignedPlan: Equatable, Sendable, Codable {
        let plan: CarePlanID
        let event: MessageID
    }

    /// What is known towards a level of care.
    struct Judgement: Equatable, Sendable, Codable {
        let opened: Timestamp
        /// When the client comes for the intake; `nil` where nothing is agreed, or it is over.
        var visit: Visit?
        /// When somebody wrote down that the client came, or was there anyway.
        var came: Timestamp?
        /// When somebody wrote down last that the client did not come.
        var missed: Timestamp?
        var hasIntake = false
        /// Forms with each item answered or rightly skipped.
        var whole: Set<String> = []
        /// Forms that were handed in with something left open.
        var partial: Set<String> = []
        var rated: Set<Int> = []
        /// The forms and answers that a rating rests on.
        var evidence: [MessageID] = []
        var recommended: Recommendation?

        /// When the client came; with nobody to keep appointments, upon being referred.
        func arrival(in clinic: Clinic) -> Timestamp? {
            came ?? (clinic.services.contains(.aftercare) ? nil : opened)
        }
    }

    /// An appointment for an intake.
    struct Visit: Equatable, Sendable, Codable {
        let appointment: AppointmentID
        let with: StaffID
        let at: LocalDateTime
    }

    /// A recommendation that waits for a clinician.
    struct Recommendation: Equatable, Sendable, Codable {
        let placement: PlacementID
        let level: LevelOfCare
        let hasHardStop: Bool
        let made: Timestamp
    }

    /// One stay in the program.
    struct Stay: Equatable, Sendable, Codable {
        let opened: Timestamp
        let firstPhase: PhaseID
        var clinician: StaffID
        var phase: PhaseID
        /// When this phase began.
        var since: Timestamp
        var group: GroupID?
        /// A phase change that waits for a person.
        var review: PhaseDirection?
        var reviewedAt: Timestamp?
    }
}
