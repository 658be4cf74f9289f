/// A week to plan, as values: who needs what, who can give it, and where and when it can happen.
///
/// Read from a file of schema `iop-week/1` (``ProblemReader``), so that all that refers to something
/// refers to what is there. Identifiers are those of the file. A *block* is a stretch of one day in
/// which a client attends one group, or a clinician leads one or sees a few clients.
package struct Problem: Hashable, Sendable, Encodable {
    package static let schemaName = "iop-week/1"

    private let schema = Problem.schemaName
    package var name: String
    /// The week's blocks, in order of time.
    package var blocks: [Block]
    /// Names of the days, by ``Block/day``.
    package var days: [String]
    /// Names of the tracks, by ``Block/track``.
    package var tracks: [String]
    /// Hours of treatment that a block counts for.
    package var hoursPerBlock: Int
    /// Clients that a clinician can see one after the other in one block.
    package var appointmentsPerBlock: Int
    package var phases: [Phase]
    package var sites: [String]
    package var rooms: [Room]
    package var clinicians: [Clinician]
    package var groupTemplates: [GroupTemplate]
    package var clients: [Client]
    /// The sessions of the plan that this one follows: last week's, or the published one.
    package var lastWeekSessions: [SessionKey]
    /// Sessions that the engine may not move, or may only fill.
    package var heldSessions: [HeldSession]
    /// Rules of a state or a payer that tighten group sizes.
    package var rulePacks: [RulePack]
    package var weights: Weights
}

/// A stretch of one day, the unit of the plan.
package struct Block: Hashable, Sendable, Codable {
    package var id: String
    /// Index into ``Problem/days``.
    package var day: Int
    /// Index into ``Problem/tracks``: morning, afternoon, evening.
    package var track: Int
    /// Local time of day, `HH:MM`.
    package var start: String
    package var end: String
}

/// A phase of treatment and its dose.
package struct Phase: Hashable, Sendable, Codable {
    package var id: Int
    package var blocksPerWeek: Int
    package var maxBlocksPerDay: Int
    /// Blocks a week that must be of a therapy type, by type.
    package var requiredTypes: [String: Int]
}

/// A room that groups meet in.
package struct Room: Hashable, Sendable, Codable {
    package var id: String
    package var site: String
    /// Clients that it seats.
    package var capacity: Int
    /// Blocks in which nobody can use it.
    package var closed: [String]
    /// What it has, such as `step-free`.
    package var features: [String]
}

/// Somebody who leads groups and sees clients.
package struct Clinician: Hashable, Sendable, Codable {
    package var id: String
    package var credential: String
    package var therapyTypes: [String]
    package var languages: [String]
    package var site: String
    package var telehealthLicensed: Bool
    package var familyCredential: Bool
    /// Blocks in which the clinician works and is there.
    package var available: [String]
    /// Blocks a week with a group or with appointments.
    package var maxBlocks: Int
    /// Blocks a week with a group.
    package var maxGroupBlocks: Int
    /// Blocks a day with a group or with appointments: the others are for breaks and notes.
    package var maxBlocksPerDay: Int?
}

/// A kind of group session that the clinic offers.
package struct GroupTemplate: Hashable, Sendable, Codable {
    /// Where a group meets: in a room, or by video.
    package enum Modality: String, Hashable, Sendable, Codable, CaseIterable {
        case inPerson = "in_person"
        case telehealth
    }

    package var id: String
    package var therapyType: String
    package var phases: [Int]
    package var language: String
    /// The only gender that it is for, if it is for one.
    package var genderFocus: String?
    package var modality: Modality
    /// Where it meets; none for telehealth.
    package var site: String?
    /// Fewer clients than this are no group.
    package var hardMinSize: Int
    /// Below this each seat that is empty costs ``Weights/undersizePerClient``.
    package var targetMinSize: Int
    package var maxSize: Int
    /// The credentials of which a leader needs one; empty where any will do.
    package var credentials: [String]
    /// What its room must have.
    package var roomFeatures: [String]
    /// A closed cohort: the only clients that may sit in it.
    package var closedTo: [String]?
    /// Conditions that a client must meet, such as a consent that a therapy asks for.
    package var requires: [String]
    /// Conditions under which a client may not take part.
    package var excludes: [String]
}

/// A session by what distinguishes it: a clinician leads one group in a block.
package struct SessionKey: Hashable, Sendable, Codable, Comparable {
    package var template: String
    package var block: String
    package var clinician: String

    package static func < (left: SessionKey, right: SessionKey) -> Bool {
        (left.block, left.clinician, left.template)
            < (right.block, right.clinician, right.template)
    }
}
