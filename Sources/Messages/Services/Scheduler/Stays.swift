/// A client was admitted, on a clinician's confirmed placement, to the first phase of that level.
public struct EnrollmentOpened: Event, AboutClient {
    public static let type = "scheduler.enrollment.opened.v1"

    public var client: ClientID
    public var enrollment: EnrollmentID
    public var phase: PhaseID
    /// The level of care of the phase.
    public var level: LevelOfCare
    /// Whom the client belongs with, as the placement was confirmed.
    public var ages: AgeBand
    /// The primary clinician.
    public var clinician: StaffID
}

/// A phase change, or a judgement of the level anew, is proposed; a person decides within 72 hours.
public struct PhaseReviewDue: Event, AboutClient {
    public static let type = "scheduler.enrollment.review-due.v1"

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// Down, up, or above the program.
    public var direction: PhaseDirection
    /// What speaks for it, a sentence each.
    public var reasons: [String]
}

/// Moves a client to another phase; refused if the client is not in the one that it names any more.
public struct ChangePhase: Command, AboutClient {
    public static let type = "scheduler.change-phase.v1"
    public static let roles: Set<Role> = [.director, .clinicalSupervisor, .clinician]

    public var client: ClientID
    /// The phase in which the client is, as ``Enrollments`` shows it.
    public var from: PhaseID
    /// A phase next to the present one, or the first.
    public var to: PhaseID
    /// Why; it goes into the event.
    public var reason: String
}

/// A person moved a client to another phase.
public struct PhaseChanged: Event, AboutClient {
    public static let type = "scheduler.enrollment.phase-changed.v1"

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// The phase before.
    public var from: PhaseID
    /// The phase from now on.
    public var to: PhaseID
    /// Whether that is less care or more.
    public var direction: PhaseDirection
    /// The level of care of the new phase.
    public var level: LevelOfCare
    /// Why, in a person's words, or that a reassessment placed the client so.
    public var reason: String
}

/// Leaves a client in the phase after a review; refused where no review is due.
public struct KeepPhase: Command, AboutClient {
    public static let type = "scheduler.keep-phase.v1"
    public static let roles: Set<Role> = [.director, .clinicalSupervisor, .clinician]

    public var client: ClientID
    /// The phase in which the client is and stays, as ``Enrollments`` shows it.
    public var phase: PhaseID
    /// Why, or why the review could not take place; not empty.
    public var reason: String
    /// Whether the review could not take place, so that nobody has decided; one that is left out was
    /// held.
    public var wasNotHeld: Bool?
}

/// A person reviewed a client's phase, and left it as it is.
public struct PhaseKept: Event, AboutClient {
    public static let type = "scheduler.enrollment.phase-kept.v1"

    public var client: ClientID
    public var enrollment: EnrollmentID
    public var phase: PhaseID
    /// What had been proposed.
    public var direction: PhaseDirection
    /// Why, in a person's words.
    public var reason: String
    /// Whether the review could not take place: nobody has decided then, and what asked for it asks
    /// again.
    public var wasNotHeld: Bool?
}

/// Gives a client, or a clinician's whole caseload, another primary clinician.
public struct ChangeClinician: Command {
    public static let type = "scheduler.change-clinician.v1"
    public static let roles: Set<Role> = [.director, .clinician]

    /// The client; the whole caseload of ``from`` if left out.
    public var client: ClientID?
    /// The primary clinician now, who may have left the clinic.
    public var from: StaffID
    /// The next one. If left out, one is chosen for each client, by language and free caseload.
    public var to: StaffID?
    /// Why; it goes into the event.
    public var reason: String

    public var subject: String? { client?.text }
}

/// A client has another primary clinician: by a person, or because the one before is gone.
public struct ClinicianChanged: Event, AboutClient {
    public static let type = "scheduler.enrollment.clinician-changed.v1"

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// The primary clinician before.
    public var from: StaffID
    /// The primary clinician from now on.
    public var to: StaffID
    /// Why, in a person's words, or that the one before is gone.
    public var reason: String
}

/// Ends a stay as completed: aftercare follows.
public struct CompleteProgram: Command, AboutClient {
    public static let type = "scheduler.complete-program.v1"
    public static let roles: Set<Role> = [.director, .clinician]

    public var client: ClientID
    /// Why; it goes into the event.
    public var reason: String
}

/// A stay ended.
public struct EnrollmentClosed: Event, AboutClient {
    public static let type = "scheduler.enrollment.closed.v1"

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// Whether it was completed.
    public var outcome: EnrollmentOutcome
    /// Why it ended then.
    public var reason: String
}

/// Which way a phase change goes.
public struct PhaseDirection: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// To fewer hours a week.
    public static let stepDown: PhaseDirection = "step-down"
    /// To more hours a week.
    public static let stepUp: PhaseDirection = "step-up"
    /// To more than the first phase gives: the level of care is to be judged anew.
    public static let higherLevel: PhaseDirection = "higher-level"
    /// No phase is proposed: somebody is to look at the client's course.
    public static let course: PhaseDirection = "course"
    public static let known: [PhaseDirection] = [stepDown, stepUp, higherLevel, course]
}

/// How a stay ended.
public struct EnrollmentOutcome: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The program was finished in its last phase.
    public static let completed: EnrollmentOutcome = "completed"
    /// The client declined, or a person discharged the client.
    public static let discharged: EnrollmentOutcome = "discharged"
    /// A reassessment placed the client at another level of care.
    public static let transferred: EnrollmentOutcome = "transferred"
    public static let known: [EnrollmentOutcome] = [completed, discharged, transferred]
}

/// Who is enrolled, in which phase.
public struct Enrollments: PagedQuery {
    public typealias Item = EnrollmentStatus
    public static let type = "scheduler.enrollments.v1"

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// One stay as it stands.
public struct EnrollmentStatus: Hashable, Sendable, Codable {
    public var client: ClientID
    public var enrollment: EnrollmentID
    public var phase: PhaseID
    /// When the phase began.
    public var since: Timestamp
    /// The peer group; `nil` without a seat.
    public var group: Optional<GroupID>
    /// The primary clinician.
    public var clinician: StaffID
    /// A phase change that waits for a person.
    public var review: Optional<PhaseDirection>
    /// Why the last review could not take place; `nil` where it did, or none was due.
    public var reviewNotHeld: String?
}
