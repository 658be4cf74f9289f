internal import ClinicalRules
internal import Messages

/// A client's stay in treatment, or the aftercare after it, as scheduler and aftercare tell it.
struct Treatment: Equatable, Codable {
    let enrollment: EnrollmentID
    let opened: Timestamp
    let firstPhase: PhaseID
    var phase: PhaseID
    /// When the present phase began.
    var since: Timestamp
    /// The primary clinician.
    var clinician: StaffID
    /// When the program was completed.
    var completed: Timestamp?
    /// Whether the client stays away.
    var away = StayingAway()

    init(_ event: EnrollmentOpened, at time: Timestamp) {
        enrollment = event.enrollment
        opened = time
        firstPhase = event.phase
        phase = event.phase
        since = time
        clinician = event.clinician
    }
}

extension Chart {
    /// Who is asked first about the client: the primary clinician, or before there is one, whoever
    /// keeps in touch since the referral.
    var keeper: StaffID { treatment?.clinician ?? registration.owner }

    /// Folds what another service tells of the client.
    mutating func follow(_ fact: Fact) {
        switch fact.event {
        case let event as EnrollmentOpened:
            treatment = Treatment(event, at: fact.time)
            hasLeft = false
        case let event as PhaseChanged where event.enrollment == treatment?.enrollment:
            treatment?.phase = event.to
            treatment?.since = fact.time
        case let event as ClinicianChanged where event.enrollment == treatment?.enrollment:
            treatment?.clinician = event.to
        case let event as EnrollmentClosed where event.enrollment == treatment?.enrollment:
            if event.outcome == .completed {
                treatment?.completed = fact.time
            } else {
                treatment = nil
            }
        case let event as FollowUpAssigned:
            treatment?.away.follow(event.situation, at: fact.time)
            hasLeft = false
        case is FollowUpEnded:
            treatment?.away.follow(nil, at: fact.time)
            // Where nobody is treated, it ended because whoever came back did so in error.
            if treatment == nil { hasLeft = true }
        case is ClientDischarged: if treatment?.completed != nil { treatment = nil }
        case let event as FollowUpClosed: close(event.ending)
        case is ReturnToUseReported: history.tellReturnToUse(at: fact.time)
        case is AlertRaised: lastAct = fact.id
        default: followAppointment(fact.event)
        }
    }

    /// Whoever is gone, and whose aftercare is over, is asked for no form. A client who asked not to
    /// be called is none whom a form is sent to.
    private mutating func close(_ ending: FollowUpEnding) {
        // Nobody can be screened who is gone.
        if ending != .doNotCall {
            concerns.leave()
            hasLeft = true
        }
        let isGone = [.moved, .died, .prison].contains(ending)
        if isGone { history.end() }
        if isGone || treatment?.completed != nil { treatment = nil }
    }

    /// Where the client stands, as far as forms fall due by it.
    func formStage(in clinic: Clinic) -> FormStage {
        let place = { (phase: PhaseID) in
            clinic.phases.firstIndex { $0.id == phase }.map { $0 + 1 } ?? 0
        }
        if let treatment, let completed = treatment.completed {
            // A completed program that is followed by a new intake has no aftercare any more.
            return standing == .ended ? .aftercare(since: completed) : .elsewhere
        }
        if let treatment, !treatment.away.isAway, ![.declined, .ended].contains(standing) {
            return .treatment(
                FormStage.Stay(
                    opened: treatment.opened, firstPhase: place(treatment.firstPhase),
                    phase: place(treatment.phase), since: treatment.since,
                    returned: treatment.away.returned))
        }
        return .elsewhere
    }
}
