/// Somebody in treatment, with what the plan must know and no more.
package struct Client: Hashable, Sendable, Codable {
    package var id: String
    package var phase: Int
    package var site: String
    package var language: String
    package var speaksAlso: [String]
    package var gender: String
    package var telehealthOk: Bool
    /// What keeps the client away, such as `day_job`.
    package var commitment: String
    /// Blocks in which the client cannot come.
    package var unavailable: [String]
    /// Tracks, the preferred one first.
    package var trackPreference: [Int]
    /// Weeks lately in which the plan was inconvenient for this client: it then weighs more.
    package var inconvenienceHistory: Int
    package var primaryClinician: String?
    package var individualDue: Bool
    package var familyDue: Bool
    /// Clients who may not sit in the same session.
    package var doNotPair: [String]
    /// Clients who may not be at the same site in the same block.
    package var doNotMeet: [String]
    /// Blocks that are owed from earlier weeks, on top of the phase's.
    package var makeUpBlocks: Int
    /// Conditions that hold for the client, such as a consent.
    package var conditions: [String]
    /// Where the plan that this one follows seats the client.
    package var lastWeek: [Attendance]
    /// The client's appointments in that plan.
    package var lastAppointments: [AppointmentPlace]
}

/// A client's place in a group of the plan before.
package struct Attendance: Hashable, Sendable, Codable {
    package var block: String
    package var clinician: String
}

/// A kind of appointment of one client with a clinician.
package enum AppointmentKind: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case family, individual

    package static func < (left: AppointmentKind, right: AppointmentKind) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// An appointment of the plan before.
package struct AppointmentPlace: Hashable, Sendable, Codable {
    package var kind: AppointmentKind
    package var block: String
    package var clinician: String
}
