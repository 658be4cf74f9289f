/// Clears a gate: says what was done, and what was found.
///
/// Who may, and by which act, the placement policy says for each gate. What comes to be known later
/// and finds the same danger opens the gate again.
public struct ClearGate: Command, AboutClient {
    public static let type = "assessment.clear-gate.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    /// Which gate, such as `withdrawal`: see ``PlacementView``.
    public var gate: String
    /// What was done, as the policy names it: `medical-review`.
    public var act: String
    /// What was found, in words; not empty.
    public var finding: String
}

/// Somebody looked at what holds a level of care up, and cleared it.
public struct GateCleared: Event, AboutClient {
    public static let type = "assessment.placement.gate-cleared.v1"

    public var client: ClientID
    /// Which gate, such as `withdrawal`.
    public var gate: String
    /// What was done, as the policy names it: `medical-review`.
    public var act: String
    /// What was found, in words.
    public var finding: String
    /// What had opened the gate: `ciwa-ar 12`.
    public var opened: String
    /// The rules by which it was open, by the id of their data file.
    public var policy: String
}

/// A gate that is open for a client.
public struct HeldGate: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// Its name in the placement policy, such as `withdrawal`.
    public var gate: String
    /// Whether it is told at once, whatever else is missing.
    public var isEmergency: Bool
    /// What it finds, in a few words.
    public var finding: String
    /// By which values: `ciwa-ar 12`.
    public var value: String
    /// When the newest of them was found.
    public var at: Timestamp
    /// What clears it, as the policy names it: any of them.
    public var acts: [String]
    /// Who may clear it, best first.
    public var clearedBy: [Role]
    /// The levels that treat it: at these a client may be placed while it is open.
    public var satisfiedBy: [LevelOfCare]
}

/// A gate that was cleared, and would be open otherwise or was.
public struct ClearedGate: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// Its name in the placement policy.
    public var gate: String
    /// What was done.
    public var act: String
    /// Who did it; `nil` where that was not recorded.
    public var by: Optional<StaffID>
    /// When.
    public var at: Timestamp
    /// The event by which it stands: to retract it, name this.
    public var event: MessageID
}

/// What would change the level of care.
public struct LevelChange: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// The dimension that would be rated otherwise, or that is not rated yet.
    public var dimension: Int?
    /// How it would be rated, as its edition says it; `nil` for one that is not rated yet.
    public var rating: String?
    /// The gate that would be cleared.
    public var gate: String?
    /// The level that would follow; `nil` where too little is known for one.
    public var level: LevelOfCare?
    /// Of a dimension that is not rated yet: up to which level.
    public var upTo: LevelOfCare?
}

/// Where a client's placement stands: what holds it, what is missing, what was decided.
public struct PlacementView: Query {
    public typealias View = PlacementStanding
    public static let type = "assessment.placement.v1"
    public static let roles: Set<Role>? = .care

    public var client: ClientID
}

/// Where a client's placement stands.
public struct PlacementStanding: Hashable, Sendable, Codable {
    /// The edition of this assessment, `asam-3` or `asam-4`.
    public var edition: String
    /// The client's language, as registered.
    public var language: String
    /// What a recommendation still needs, by name of form, question or dimension.
    public var missing: [String]
    /// The gates that are open now.
    public var gates: [HeldGate]
    /// The gates that were cleared in this assessment.
    public var cleared: [ClearedGate]
    /// The latest recommendation of this assessment.
    public var recommended: Optional<PlacementRecommended>
    /// When it was made.
    public var recommendedAt: Optional<Timestamp>
    /// What a clinician made of it.
    public var confirmed: Optional<PlacementConfirmed>
    /// Whether the clinic has a phase of the level that was chosen.
    public var isOurs: Optional<Bool>
}
