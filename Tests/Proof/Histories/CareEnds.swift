package import Messages

/// What may still be asked of people about each client, as ends and returns are told: worked out from
/// the facts, and from no core.
///
/// By right there stay, whatever ended: what is open of a danger, until somebody takes charge and a
/// clinician closes it; who came to a session that was held; and a session that nobody leads. All
/// else ends with what it is for: the stay, the episode, or the contact with the client. The table
/// is in docs/clinical/duties.md, under *What an end ends*.
package struct CareEnds {
    private var told: [ClientID: [Fact]] = [:]
    private var standings: [ClientID: Standing] = [:]
    private var days: [SessionID: LocalDate] = [:]

    package init() {}

    /// Takes in what happened next. What was entered in error counts as if it had never been told.
    package mutating func apply(_ fact: Fact) {
        if let event = fact.event as? SessionScheduled { days[event.session] = event.start.date }
        if let correction = fact.event as? EnteredInError { return leaveOut(correction) }
        guard let client = fact.event.subject.map({ ClientID($0) }) else { return }
        var standing = standings[client] ?? Standing()
        guard standing.take(fact, on: days) else { return }
        standings[client] = standing
        told[client, default: []].append(fact)
    }

    private mutating func leaveOut(_ correction: EnteredInError) {
        guard let client = correction.client,
            let place = told[client]?.firstIndex(where: { $0.id == correction.event })
        else { return }
        told[client]?.remove(at: place)
        var standing = Standing()
        for fact in told[client] ?? [] { _ = standing.take(fact, on: days) }
        standings[client] = standing
    }

    /// Why nobody may be asked for a duty that is open; `nil` where somebody may.
    package func fault(of duty: OpenDuty) -> String? {
        guard let client = duty.client else { return nil }
        let standing = standings[client] ?? Standing()
        return standing.whyNot(duty).map {
            "\(client): \(duty.kind) about \(duty.about) is open, and \($0)"
        }
    }
}

/// Where one client stands, as far as an end may have come.
private struct Standing {
    /// The stay that is open.
    private var stay: EnrollmentID?
    /// Whether the last stay was completed, and aftercare follows.
    private var isCompleted = false
    /// Whether the client is treated, or on the way to it since the registration.
    private var isTreated = false
    /// Whether the assessment is over: declined, completed, discharged or gone.
    private var isOver = false
    /// Whether something was told since then that asks for a form.
    private var isAskedSince = false
    /// How and when the contact ended.
    private var end: (ending: FollowUpEnding, time: Timestamp)?
    /// When a stay or the contact ended last: what a therapy asked before ends with it.
    private var left: Timestamp?

    /// Takes in a fact of the client; `false` where it changes nothing.
    mutating func take(_ fact: Fact, on days: [SessionID: LocalDate]) -> Bool {
        switch fact.event {
        case is ClientRegistered: isTreated = true
        case let event as EnrollmentOpened:
            (stay, isTreated, isCompleted) = (event.enrollment, true, false)
            comeBack()
        case let event as EnrollmentClosed:
            left = fact.time
            guard event.enrollment == stay else { break }
            (stay, isTreated, isCompleted) = (nil, false, event.outcome == .completed)
        case is TreatmentDeclined, is EpisodeClosed, is ClientDischarged: finish(fact)
        case let event as FollowUpClosed where event.ending != .doNotCall:
            finish(fact)
            (end, left) = ((event.ending, fact.time), fact.time)
        case is QuestionnaireSubmitted: isAskedSince = true
        case let event as ReturnToUseReported:
            isAskedSince = true
            // Hearsay brings back nobody who has died.
            if event.contact == nil, end?.ending != .died { end = nil }
        case let event as ContactKept where event.direction == .incoming:
            if let end, end.time <= event.happened ?? fact.time { self.end = nil }
        case let event as AttendanceRecorded where event.status.isAttended:
            // What was before the end is only written down late.
            let day = days[event.session] ?? fact.time.dayInUTC
            if let end, end.time.dayInUTC < day { self.end = nil }
        case is ReassessmentOpened, is IntakeAnswered, is PlacementRecommended,
            is PlacementConfirmed:
            comeBack()
        default: return false
        }
        return true
    }

    private mutating func finish(_ fact: Fact) {
        // The end of an episode is told by assessment after what ended it.
        if !(fact.event is EpisodeClosed) { isTreated = stay != nil && isTreated }
        (isOver, isAskedSince) = (true, false)
    }

    private mutating func comeBack() { (isOver, end) = (false, nil) }

    /// Why a duty is asked for by nothing; `nil` where it may be.
    func whyNot(_ duty: OpenDuty) -> String? {
        switch Reach(of: duty.kind) {
        case nil: return "it is not said how far its kind reaches"
        case .whatever: return nil
        case .asked:
            return left.map { duty.since < $0 } ?? false ? "the stay or the contact has ended" : nil
        case _ where end != nil: return "the contact has ended: \(end?.ending.rawValue ?? "")"
        case .contact: return nil
        case .form: return !isOver || isCompleted || isAskedSince ? nil : "the episode is over"
        case .episode: return isOver ? "the episode is over" : nil
        case .stay: return stay == nil ? "no stay is open" : nil
        case .care: return stay != nil || isTreated ? nil : "the client is not in care"
        case .plan: return stay != nil || isCompleted ? nil : "no program was completed"
        }
    }
}

/// How far a kind of duty reaches: it ends with that, however that ends.
enum Reach: Hashable, CaseIterable {
    /// It stays, whatever ends.
    case whatever
    /// What a therapy asked ends with the stay in which it was asked, or with the contact.
    case asked
    /// As long as somebody keeps in touch with the client.
    case contact
    /// The assessment, up to a level of care and what is waited for.
    case episode
    /// The same, and what is told after it or falls due after a completed program.
    case form
    /// The stay in the program.
    case stay
    /// The stay and the aftercare that follows a completed one.
    case plan
    /// From the referral to the end of the stay.
    case care

    init?(of kind: DutyKind) {
        switch kind {
        case .acknowledgeAlert, .answerQuestion, .closeConcern, .recordAttendance, .coverSession,
            .reviewOverrides:
            self = .whatever
        case .flag: self = .asked
        case .contact, .followReferral, .screenAgain: self = .contact
        case .rate, .confirmPlacement, .clearGate, .interimCare, .transferContact,
            .recordAppointment, .moveAppointment:
            self = .episode
        case .fillForm: self = .form
        case .review, .signTreatmentPlan, .reviewTreatmentPlan, .certify, .collectTest,
            .recordResult, .judgeTest, .bookAppointment, .tellChange:
            self = .stay
        case .signPlan: self = .plan
        case .arrangeRefill: self = .care
        default: return nil
        }
    }
}
