/// What a person does at the clinic, and so which commands they may give.
public struct Role: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let director: Role = "director"
    public static let clinician: Role = "clinician"
    public static let caseManager: Role = "case-manager"
    public static let peerSpecialist: Role = "peer-specialist"
    public static let nurse: Role = "nurse"
    public static let prescriber: Role = "prescriber"
    public static let frontDesk: Role = "front-desk"
    public static let administrator: Role = "administrator"
    public static let known: [Role] = [
        director, clinician, caseManager, peerSpecialist, nurse, prescriber, frontDesk,
        administrator,
    ]
}

extension Set<Role> {
    /// Those licensed to judge a client's state.
    public static let clinical: Set<Role> = [.director, .clinician, .nurse, .prescriber]
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
    public var role: Role

    public init(staff: StaffID, role: Role) {
        self.staff = staff
        self.role = role
    }
}
