/// A named thing that keeps somebody from a place: what a person could change.
package enum Obstacle: Hashable, Sendable {
    /// The client cannot come then.
    case clientBusy(client: String, block: String)
    /// The group is not for the client.
    case ineligible(client: String, Ineligibility, template: String)
    /// The client has as many blocks that day as the phase allows.
    case dayFull(client: String, block: String)
    /// The client has an appointment then.
    case appointment(client: String, AppointmentKind)
    /// All seats of the session are taken.
    case sessionFull(SessionKey)
    /// The session's room seats no more.
    case roomFull(SessionKey)
    /// Somebody sits there whom the client may not sit with, or meet.
    case keptApart(client: String, from: String)
    /// The clinician does not work then.
    case clinicianAbsent(clinician: String, block: String)
    /// The clinician leads a group then.
    case clinicianLeads(clinician: String, block: String)
    /// The clinician has no more blocks, that day or that week.
    case clinicianHours(clinician: String)
    /// The clinician's block has as many appointments as it holds.
    case blockFull(clinician: String, block: String)
    /// The client sits in a group then.
    case seated(client: String, block: String)
}

/// A least set of obstacles: without all of them a need has a place, and without fewer it has none.
package struct BlockingSet: Hashable, Sendable {
    package var obstacles: [Obstacle]
    /// The place that would be free: the block and the clinician.
    package var place: Attendance
}

/// A need that a plan does not meet, and what stands in its way.
package struct UnplacedNeed: Hashable, Sendable {
    /// What is missing.
    package enum Kind: Hashable, Sendable {
        /// Blocks of group that are missing of the dose.
        case blocks(Int)
        case appointment(AppointmentKind)
    }

    package var client: String
    package var kind: Kind
    /// The smallest sets first. Each was tried: without these obstacles the need is placed into the
    /// plan as it stands, and without any fewer it is not. It is no proof about other plans.
    package var sets: [BlockingSet]
}
