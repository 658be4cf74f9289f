/// What a plan costs, by constraint, and which rules it breaks.
package struct ScoreAnalysis: Hashable, Sendable {
    /// Points by constraint; those that cost nothing are left out.
    package internal(set) var costs: [Constraint: Int] = [:]
    /// Rules that are broken; a plan that breaks any may not be used.
    package internal(set) var breaches: [Breach] = []

    /// The points altogether: the lower, the better.
    package var total: Int { costs.values.reduce(0, +) }

    /// The points of the constraints of a level.
    package func total(of level: Level) -> Int {
        costs.filter { $0.key.level == level }.values.reduce(0, +)
    }

    mutating func add(_ points: Int, for constraint: Constraint) {
        guard points != 0 else { return }
        costs[constraint, default: 0] += points
    }
}

/// A rule that a plan breaks, and where.
package struct Breach: Hashable, Sendable, CustomStringConvertible {
    /// What may not be, whatever it would gain.
    package enum Rule: String, Hashable, Sendable, CaseIterable {
        /// What the plan names is no part of the problem.
        case unknown
        case clinicianTwice, clinicianMayNotLead, clinicianAbsent, clinicianHours, clinicianDay
        case clinicianGroups, appointmentsFull, appointmentMayNot, appointmentTwice
        case appointmentNotDue
        case size, room, clientMayNotAttend, clientBusy, clientTwice, clientDay, tooManyBlocks
        case doNotPair, doNotMeet, held
    }

    package var rule: Rule
    /// Identifiers of what breaks it: the client, the clinician, the block.
    package var subjects: [String]

    package var description: String { "\(rule.rawValue): \(subjects.joined(separator: ", "))" }
}
