internal import Messages

/// What is known of one client, and so whether the client is in treatment.
struct KnownClient: Equatable, Codable {
    /// Who keeps in touch until treatment begins; none while no registration is known.
    var registrar: StaffID?
    /// Where the client stands when not enrolled.
    var standing: Situation = .intake
    var standingSince = Timestamp(milliseconds: 0)
    var enrollment: EnrollmentID?
    var phase: PhaseID?
    /// The primary clinician, of the last stay too.
    var clinician: StaffID?
    var seat: GroupID?
    /// The level of care where the client was placed last.
    var placed: LevelOfCare?
    var attendance: [Attendance] = []
    /// When it was last told that nobody writes down whether the client comes.
    var unrecorded: Timestamp?
    /// When a return to use was told, until the client is reached after it; and whether nobody has
    /// tried since.
    var returned: Timestamp?
    var isUrgent = false
    /// The returns to use that were told last, by which corrections find them.
    var reports: [Report] = []
    /// When the newest contact or attempt happened.
    var lastTold: Timestamp?
    /// When the client was reached last: by a contact, at a session, or as they came.
    var lastReached: Timestamp?
    /// The contact that was recorded last, and when.
    var recorded: ContactID?
    var lastRecorded: Timestamp?
    var closing: Closing?
    /// The dangers that are cases: while one is open, contacts come twice as often.
    var concerns = ConcernBook()
    var followUp: FollowUp?
    /// Whether this core ever took care: then a missing registration was a correction.
    var wasFollowed = false
    var plan: Plan?
    /// What therapies propose for the plan.
    var lines = PlanLines()
    /// What is booked, in order of when it was booked; without intakes that are over.
    var appointments: [BookedAppointment] = []
    /// How the client agreed to be contacted.
    var agreement: ContactAgreement?

    /// A continuing-care plan, as drafted or signed.
    struct Plan: Equatable, Codable {
        var id: CarePlanID
        /// The event of the last draft.
        var draft: MessageID
        var drafted: Timestamp
        var sections: [String: String]
        var isSigned: Bool
        /// Whether a person wrote what it says.
        var isPersons: Bool
    }

    /// How a person ended the contact.
    struct Closing: Equatable, Codable {
        var ending: FollowUpEnding
        var time: Timestamp
    }

    /// Whether it is recorded that the client died: hearsay brings nobody back then.
    var hasDied: Bool { closing?.ending == .died }

    /// Whether a person ended the contact. Who only asked not to be called is written to.
    var isClosed: Bool { closing.map { $0.ending != .doNotCall } ?? false }

    /// Whether something happened once a person had ended the contact.
    func isFromAfterTheEnd(_ time: Timestamp) -> Bool { closing.map { $0.time <= time } ?? false }

    /// Where the client stands who is followed up; none in treatment, or when unknown.
    func situation(at clinic: Clinic) -> Situation? {
        guard registrar != nil else { return nil }
        guard enrollment != nil, standing != .declined, standing != .discharged else {
            let isOurs = placed.map { clinic.entry(at: $0) != nil } ?? false
            return standing == .referredOut && isOurs ? .waiting : standing
        }
        guard seat != nil else { return .waiting }
        if Attendance.isAbsent(attendance) { return .noShow }
        if unrecorded != nil { return .unrecorded }
        return returned == nil ? nil : .returnToUse
    }

    /// Folds an event of another service.
    mutating func foldOther(_ event: any Event, at time: Timestamp, sessionDays: SessionDays) {
        switch event {
        case let event as ClientRegistered:
            registrar = event.owner
            reach(at: time)
            stand(.intake, at: time)
        case is ReassessmentOpened: stand(.intake, at: time)
        case let event as PlacementConfirmed:
            placed = event.placed
            stand(.referredOut, at: time)
        case is any DangerTold, is ConcernClosed: concerns.apply(event, at: time)
        case is TreatmentDeclined: stand(.declined, at: time)
        case let event as EnrollmentOpened:
            enrollment = event.enrollment
            phase = event.phase
            clinician = event.clinician
            plan = nil
            lines.begin(at: time)
            attendance.removeAll { $0.recorded < time }
            if let told = unrecorded, told < time { unrecorded = nil }
            stand(.waiting, at: time)
        case let event as PhaseChanged where event.enrollment == enrollment: phase = event.to
        case let event as ClinicianChanged where event.enrollment == enrollment:
            clinician = event.to
        case let event as EnrollmentClosed where event.enrollment == enrollment:
            enrollment = nil
            unrecorded = nil
            stand(KnownClient.standing(after: event.outcome), at: time)
        case let event as AttendanceRecorded:
            attendance = Attendance.adding(event, at: time, to: attendance, days: sessionDays)
            unrecorded = nil
            guard event.status.isAttended else { break }
            reach(at: time)
            comeBack(on: sessionDays.day(of: event.session, recorded: time))
        case is AttendanceUnrecorded: unrecorded = time
        case let event as MemberJoined: seat = event.group
        case let event as MemberLeft where event.group == seat: seat = nil
        default: break
        }
    }

    /// Notes that somebody spoke with the client, or saw them.
    mutating func reach(at time: Timestamp) { lastReached = max(lastReached ?? time, time) }

    /// Streams of two services may come in either order: what was decided last counts.
    ///
    /// Whoever comes back to be assessed, placed or enrolled opens the door again.
    private mutating func stand(_ situation: Situation, at time: Timestamp) {
        guard time >= standingSince else { return }
        standing = situation
        standingSince = time
        if situation != .intake { dropIntakes() }
        let isBack = [.intake, .waiting, .referredOut].contains(situation)
        if isBack, let closing, closing.time <= time { self.closing = nil }
    }

    /// A client who comes has not declined any more, and is not gone. A session of before is only
    /// written down late: it brings nobody back, least of all who has died.
    private mutating func comeBack(on day: LocalDate) {
        if standing == .declined, standingSince.dayInUTC < day { standing = .waiting }
        if let closing, closing.time.dayInUTC < day { self.closing = nil }
    }

    private static func standing(after outcome: EnrollmentOutcome) -> Situation {
        switch outcome {
        case .completed: .aftercare
        case .transferred: .referredOut
        default: .discharged
        }
    }
}
