/// What a plan's faults cost, in points: the lower the total, the better the plan.
///
/// The levels are far apart (1000, 60, 12, 3), so that no gain of comfort outweighs a seat; they
/// are numbers and not ranks, so that a clinic can move them. See ``Level``.
package struct Weights: Hashable, Sendable, Codable {
    /// Placement: a block that a client is owed and does not get, by phase from the first.
    package var unplacedBlock: [Int]
    /// Placement: an individual appointment that is due and has no place.
    package var unplacedIndividual: Int
    /// Placement: a family appointment that is due and has no place.
    package var unplacedFamily: Int
    /// Clinical: a required block of a therapy type that is missing.
    package var missingType: Int
    /// Resources: a session.
    package var openSession: Int
    /// Resources: an empty seat below a template's target.
    package var undersizePerClient: Int
    /// Stability: points off for a session that the plan before had.
    package var repeatBonus: Int
    /// Stability: a client keeps the block but has another clinician.
    package var sameBlockNewClinician: Int
    /// Stability: a client keeps the day but comes in another block.
    package var sameDayNewBlock: Int
    /// Stability: a client comes on a day that was free before.
    package var newDay: Int
    /// Stability: an appointment that the plan before had is at another time or with another person.
    package var appointmentMoved: Int
    /// Comfort: the first, second, … block of a client that is not in the preferred track, times
    /// one more than ``Client/inconvenienceHistory``. The last holds for all further ones.
    package var inconvenient: [Int]
    /// Comfort: a day on which a client comes for an appointment alone.
    package var extraVisitDay: Int

    /// For a new week: what is inconvenient may change.
    package static let planning = Weights(
        unplacedBlock: [1000, 800, 600], unplacedIndividual: 250, unplacedFamily: 200,
        missingType: 60, openSession: 12, undersizePerClient: 6, repeatBonus: 4,
        sameBlockNewClinician: 3, sameDayNewBlock: 6, newDay: 9, appointmentMoved: 0,
        inconvenient: [4, 6, 9], extraVisitDay: 5)

    /// For a week that people know already: each published fact that changes is paid for.
    package static let replanning = Weights(
        unplacedBlock: [1000, 800, 600], unplacedIndividual: 250, unplacedFamily: 200,
        missingType: 60, openSession: 24, undersizePerClient: 6, repeatBonus: 10,
        sameBlockNewClinician: 10, sameDayNewBlock: 40, newDay: 60, appointmentMoved: 30,
        inconvenient: [4, 6, 9], extraVisitDay: 5)

    /// The points for each block short, by the phase's place in the list: the last for all further.
    package func unplacedBlock(inPhase place: Int) -> Int {
        unplacedBlock.isEmpty ? 0 : unplacedBlock[min(place, unplacedBlock.count - 1)]
    }

    /// The points for a client's n-th inconvenient block, from 0.
    package func inconvenient(at place: Int) -> Int {
        inconvenient.isEmpty ? 0 : inconvenient[min(place, inconvenient.count - 1)]
    }
}

/// How a constraint is weighed against others: which matter first.
package enum Level: String, Hashable, Sendable, Codable, CaseIterable {
    case placement, clinical, resources, stability, comfort
}

/// What costs points, by the name of its weight.
package enum Constraint: String, Hashable, Sendable, Codable, CaseIterable {
    case unplacedBlock, unplacedIndividual, unplacedFamily
    case missingType
    case openSession, undersizePerClient
    case repeatBonus, continuity, appointmentMoved
    case inconvenient, extraVisitDay

    package var level: Level {
        switch self {
        case .unplacedBlock, .unplacedIndividual, .unplacedFamily: .placement
        case .missingType: .clinical
        case .openSession, .undersizePerClient: .resources
        case .repeatBonus, .continuity, .appointmentMoved: .stability
        case .inconvenient, .extraVisitDay: .comfort
        }
    }
}
