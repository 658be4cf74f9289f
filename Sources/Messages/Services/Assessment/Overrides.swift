/// Says what a look at the override rates found: who chose another level than the indicated one
/// hardly ever, or very often.
public struct ReviewOverrides: Command {
    public static let type = "assessment.review-overrides.v1"
    public static let roles: Set<Role> = [.clinicalSupervisor, .director]

    /// What was found, and what is done about it; not empty. It names no client.
    public var words: String
}

/// Somebody looked at the override rates that asked for it.
///
/// A rate that stays outside the limits asks for a look again after as many decisions as alarm at
/// all, and one that comes to the other limit at once.
public struct OverridesReviewed: Event {
    public static let type = "assessment.overrides.reviewed.v1"

    /// The rates that asked for a look then, by person.
    public var rates: [OverrideRate]
    /// What was found, and what is done about it.
    public var words: String
}
