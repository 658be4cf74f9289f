/// What a therapy may ask of the clinic. Each is a proposal: a person decides.
public enum PluginAct: String, Codable, Hashable, Sendable, CaseIterable {
    /// Raises an alert for staff.
    case alert
    /// Proposes that a client's treatment is reviewed.
    case proposeReview = "propose-review"
    /// Proposes more intensive care for a client.
    case proposeStepUp = "propose-step-up"
    /// Opens a duty of a person, and closes it again.
    case duty
    /// Adds a line to a client's plan for afterwards.
    case planLine = "plan-line"
}
