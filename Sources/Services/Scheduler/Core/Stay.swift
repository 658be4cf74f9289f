internal import Messages

/// A client's enrollment as it stands: the phase, since when, and with whom.
struct Stay: Equatable, Sendable, Codable {
    let enrollment: EnrollmentID
    let ages: AgeBand
    let opened: Timestamp
    var clinician: StaffID
    var phase: PhaseID
    var level: LevelOfCare
    /// When the phase began.
    var since: Timestamp
    /// When a review of this phase last fell due, by direction.
    var reviews: [PhaseDirection: Timestamp] = [:]
    /// The phase change that waits for a person.
    var pending: PhaseDirection?
    /// The event that proposed it.
    var review: MessageID?
    /// What speaks for it.
    var reasons: [String] = []
    /// Why the last review could not take place, until one does.
    var notHeld: NotHeld?
    /// When a person last left the phase as it is: signs of danger of before were judged then.
    var kept: Timestamp?

    /// Why a review could not take place.
    struct NotHeld: Equatable, Sendable, Codable {
        var reason: String
        var time: Timestamp
    }

    /// Nobody has to decide on the phase: what proposed it was wrong.
    mutating func withdrawReview() {
        if let direction = pending { reviews[direction] = nil }
        (pending, review, reasons) = (nil, nil, [])
    }
}
