internal import ClinicalRules
internal import Messages

/// What the intake knows of one client.
struct Chart: Equatable, Codable {
    var registration: ClientRegistered
    var identity: IdentityRecorded?
    var hasConsent = false
    /// What the client has consented to, that to treatment among it.
    var consents = ConsentBook()
    var commitments: [WeeklyTime]
    /// The event by which the commitments stand.
    var commitmentsEvent: MessageID
    var standing = Standing.intake
    /// Since when the client stands there.
    var since: Timestamp
    /// Whether it was told that the client stands in intake too long.
    var isOverdueTold = false
    var evidence = Evidence()
    /// The latest recommendation since the last reassessment.
    var placement: LatestRecommendation?
    /// The level that the client waits for, though it was chosen.
    var wait: Wait?
    /// When the client comes for the intake; `nil` where nothing is agreed, or it is over.
    var appointment: IntakeAppointment?
    /// From where the client steps down.
    var transfer: Transfer?
    /// Whether anything but the registration itself was recorded.
    var hasHistory = false
    /// The dangers that are cases: they outlive a reassessment, for danger does not expire.
    var concerns = ConcernBook()
    /// Who closed the last concern of each kind, by its word.
    var closings: [String: Deed] = [:]
    /// The latest form, by which an alert tells whether its source still stands.
    var lastSubmission: SubmissionID?
    /// The commands that brought the latest intake answers, and the latest report of a danger, for
    /// the same reason.
    var lastIntakeCause: MessageID?
    var lastReportCause: MessageID?
    /// The latest alert of a therapy, likewise.
    var lastAct: MessageID?
    /// What followed from a form that was entered in error, to be entered in error too.
    var orphans: [Orphan] = []
    /// Our own events that followed from one of another service: entered in error it takes them back.
    private(set) var followed: [Followed] = []
    /// The forms of the client, by which others fall due.
    var history = FormHistory()
    /// The stay in treatment, or the aftercare that followed it.
    var treatment: Treatment?
    /// Whether the contact with the client has ended, and nobody keeps in touch.
    var hasLeft = false

    /// Our own event that rests on a form which is not there.
    struct Orphan: Equatable, Codable {
        var event: MessageID
        var type: String
    }

    /// Our own event, and the one of another service that it followed from.
    struct Followed: Equatable, Codable {
        var event: MessageID
        var type: String
        var cause: MessageID
    }

    /// Notes what our own event followed from, where it could not be without it.
    mutating func follow(from fact: Fact) {
        guard let cause = fact.cause,
            fact.event is ReassessmentOpened || fact.event is EpisodeClosed
                || fact.event is TransferContactMade
        else { return }
        followed.append(
            Followed(
                event: fact.id, type: type(of: fact.event).type(by: .assessment), cause: cause))
        Chart.followedRetention.trim(&followed)
    }

    /// More than a troubled year has. What is older is corrected by a person.
    private static let followedRetention = Retention.Newest(32)

    /// Where a client stands on the way to a level of care.
    enum Standing: Equatable, Codable {
        /// Between referral and placement.
        case intake
        case placed
        case declined
        /// Treatment here was completed, or the client was discharged.
        case ended
    }

    /// A recommendation, with what it was based on.
    struct LatestRecommendation: Equatable, Codable {
        var recommended: PlacementRecommended
        var basis: Evidence
        var at: Timestamp
        var isConfirmed = false
        /// What a clinician made of it.
        var confirmed: PlacementConfirmed?
        /// Who that was, and when.
        var confirmedBy: Deed?
    }

    /// Whether the worst sign of suicide risk that no clinician has closed is for now.
    var isHighRisk: Bool { concerns.concern(.suicideRisk)?.urgency == .now }

    /// Everything has to be judged anew, from evidence that is yet to come.
    mutating func reassess(at time: Timestamp) { endEpisode(.intake, at: time) }

    /// What is known so far belongs to an episode that is over, but for dangers that are open and for
    /// consents, which end by their own day or by the client's word.
    mutating func endEpisode(_ standing: Standing, at time: Timestamp) {
        evidence.endEpisode()
        (placement, wait, transfer) = (nil, nil, nil)
        stand(standing, at: time)
    }

    mutating func stand(_ standing: Standing, at time: Timestamp) {
        let isOver = [.declined, .ended].contains(standing)
        if isOver { history.end() }
        // Whoever comes back begins an episode. A return to use within one does not.
        if !isOver, [.declined, .ended].contains(self.standing) { history.begin() }
        self.standing = standing
        since = time
        isOverdueTold = false
        // An appointment is for the intake for which it was booked.
        if standing != .intake { appointment = nil }
        if !isOver { hasLeft = false }
    }

    /// When an intake should be over. A rule of this program; it has no published source.
    var intakeDue: Timestamp? { standing == .intake ? since.advanced(byHours: 7 * 24) : nil }

    func isIntakeToBeTold(at time: Timestamp) -> Bool {
        !isOverdueTold && intakeDue.map { $0 <= time } ?? false
    }
}
