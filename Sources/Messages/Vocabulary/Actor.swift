/// What a person does at the clinic, and so which commands they may give.
public struct Role: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Answers for the program.
    public static let director: Role = "director"
    /// Answers for the work of the clinicians.
    public static let clinicalSupervisor: Role = "clinical-supervisor"
    /// A licensed counselor or therapist, primary clinician of clients.
    public static let clinician: Role = "clinician"
    /// Arranges what a client needs around treatment, and keeps in touch.
    public static let caseManager: Role = "case-manager"
    /// A recovery worker with lived experience.
    public static let peerSpecialist: Role = "peer-specialist"
    /// A nurse.
    public static let nurse: Role = "nurse"
    /// Prescribes medication.
    public static let prescriber: Role = "prescriber"
    /// Meets clients at the desk and on the phone; judges nothing.
    public static let frontDesk: Role = "front-desk"
    /// Runs the system; no part in care.
    public static let administrator: Role = "administrator"
    public static let known: [Role] = [
        director, clinicalSupervisor, clinician, caseManager, peerSpecialist, nurse, prescriber,
        frontDesk, administrator,
    ]
}

extension Set<Role> {
    /// Those licensed to judge a client's state.
    public static let clinical: Set<Role> = [
        .director, .clinicalSupervisor, .clinician, .nurse, .prescriber,
    ]
    /// Everyone who meets clients.
    public static let care: Set<Role> = clinical.union([.caseManager, .peerSpecialist])
    /// Everyone on the clinic's staff but its technicians.
    public static let staff: Set<Role> = care.union([.frontDesk])
    /// Those who run the system.
    public static let operators: Set<Role> = [.director, .administrator]
}

/// The person who acts, and in which role: a staff member of this clinic.
public struct Actor: Hashable, Sendable, Codable {
    public var staff: StaffID
    /// The role in which the person acts now; a person may have several.
    public var role: Role

    public init(staff: StaffID, role: Role) {
        self.staff = staff
        self.role = role
    }
}
