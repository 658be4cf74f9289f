internal import Messages

/// One client's treatment, as it was recorded.
struct Chart: Equatable, Codable {
    var isRegistered = false
    /// Whether the clinic cares for the client who is not enrolled, as it was told last.
    var standing = Standing()
    var stay: Stay?
    /// The plan that was written last in this stay, signed or not.
    var written: Plan?
    /// The plan that was signed last in this stay, and counts.
    var signed: SignedPlan?
    /// In the order in which they were recorded.
    var medications: [Prescribed] = []
    /// In the order in which they were ordered.
    var tests: [Test] = []
    var collector: Collector?
    var requirement: Requirement?
    /// The last certification of this stay.
    var certified: Certified?

    /// Whether a client who is not enrolled is on the way to treatment, and since when.
    struct Standing: Equatable, Codable {
        var isOpen = false
        var since = Timestamp(milliseconds: 0)
    }

    /// One stay in the program.
    struct Stay: Equatable, Codable {
        var enrollment: EnrollmentID
        var opened: Timestamp
        var phase: PhaseID
        var clinician: StaffID
    }

    /// A plan as it was written.
    struct Plan: Equatable, Codable {
        var event: MessageID
        var time: Timestamp
        var problems: [String]
        var goals: [String]
        var objectives: [PlanObjective]
    }

    /// A plan that counts.
    struct SignedPlan: Equatable, Codable {
        var plan: Plan
        var signed: Timestamp
        var signer: StaffID
        var isAgreed: Bool
        /// When it was signed or reviewed last.
        var looked: Timestamp
        var review: LocalDate
    }

    /// The client's wish for who collects.
    struct Collector: Equatable, Codable {
        var event: MessageID
        var gender: Gender?
    }

    /// What the payer wants.
    struct Requirement: Equatable, Codable {
        var event: MessageID
        var time: Timestamp
        var payer: String
        var isRequired: Bool
    }

    /// A certification.
    struct Certified: Equatable, Codable {
        var time: Timestamp
        var through: LocalDate
    }

    /// Whether the client is treated here, or on the way to it.
    var isInCare: Bool { stay != nil || isRegistered && standing.isOpen }

    /// Folds an event of another service.
    mutating func foldOther(_ event: any Event, at time: Timestamp) {
        switch event {
        case is ClientRegistered:
            isRegistered = true
            stand(true, at: time)
        case is TreatmentDeclined, is ClientDischarged: stand(false, at: time)
        case let event as FollowUpClosed where event.ending != .doNotCall: stand(false, at: time)
        case let event as EnrollmentOpened:
            stay = Stay(
                enrollment: event.enrollment, opened: time, phase: event.phase,
                clinician: event.clinician)
            (written, signed, certified) = (nil, nil, nil)
            Test.beginStay(&tests, beside: medications)
            stand(true, at: time)
        case let event as PhaseChanged where event.enrollment == stay?.enrollment:
            stay?.phase = event.to
        case let event as ClinicianChanged where event.enrollment == stay?.enrollment:
            stay?.clinician = event.to
        case let event as EnrollmentClosed where event.enrollment == stay?.enrollment:
            stay = nil
            stand(false, at: time)
        default: break
        }
    }

    /// Streams of two services may come in either order: what was decided last counts.
    private mutating func stand(_ isOpen: Bool, at time: Timestamp) {
        guard standing.since <= time else { return }
        standing = Standing(isOpen: isOpen, since: time)
    }
}
