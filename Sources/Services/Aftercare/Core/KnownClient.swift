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
    var attendance: [Attendance] = []
    /// When the last stay was completed.
    var completed: Timestamp?
    var followUp: FollowUp?
    /// Whether this core ever took care: then a missing registration was a correction.
    var wasFollowed = false
    var plan: Plan?

    /// A continuing-care plan, as drafted or signed.
    struct Plan: Equatable, Codable {
        var id: CarePlanID
        /// The event of the last draft.
        var draft: MessageID
        var sections: [String: String]
        var isSigned: Bool
    }

    /// Where the client stands who is not in treatment; none in treatment, or when unknown.
    var situation: Situation? {
        guard registrar != nil else { return nil }
        guard enrollment != nil, standing != .declined, standing != .discharged else {
            return standing
        }
        guard seat != nil else { return .waiting }
        return Attendance.isAbsent(attendance) ? .noShow : nil
    }

    /// Folds an event of another service.
    mutating func foldOther(_ event: any Event, at time: Timestamp, sessionDays: SessionDays) {
        switch event {
        case let event as ClientRegistered:
            registrar = event.owner
            stand(.intake, at: time)
        case is ReassessmentOpened: stand(.intake, at: time)
        case let event as PlacementConfirmed:
            stand(event.placed == .intensiveOutpatient ? .waiting : .referredOut, at: time)
        case is TreatmentDeclined: stand(.declined, at: time)
        case let event as EnrollmentOpened:
            enrollment = event.enrollment
            phase = event.phase
            clinician = event.clinician
            plan = nil
            attendance.removeAll { $0.recorded < time }
            stand(.waiting, at: time)
        case let event as PhaseChanged where event.enrollment == enrollment: phase = event.to
        case let event as ClinicianChanged where event.enrollment == enrollment:
            clinician = event.to
        case let event as EnrollmentClosed where event.enrollment == enrollment:
            enrollment = nil
            if event.outcome == .completed { completed = time }
            stand(KnownClient.standing(after: event.outcome), at: time)
        case let event as AttendanceRecorded:
            attendance = Attendance.adding(event, at: time, to: attendance, days: sessionDays)
            // A client who comes has not declined any more.
            if event.status.isAttended, standing == .declined { standing = .waiting }
        case let event as MemberJoined: seat = event.group
        case let event as MemberLeft where event.group == seat: seat = nil
        default: break
        }
    }

    /// Streams of two services may come in either order: what was decided last counts.
    private mutating func stand(_ situation: Situation, at time: Timestamp) {
        guard time >= standingSince else { return }
        standing = situation
        standingSince = time
    }

    private static func standing(after outcome: EnrollmentOutcome) -> Situation {
        switch outcome {
        case .completed: .aftercare
        case .transferred: .referredOut
        default: .discharged
        }
    }
}
