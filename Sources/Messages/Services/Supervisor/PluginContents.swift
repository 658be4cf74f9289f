/// What is approved of a plugin has got to work: its host is ready, and its program was told all that
/// it may read. From now on this is the content that is rolled back to, should a later one never get
/// so far.
public struct PluginCaughtUp: Event {
    public static let type = "supervisor.plugin.caught-up.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["version": .open, "hash": .open]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// The plugin's version, as its contract says.
    public var version: String
    /// SHA-256 of the content, as lower-case hex.
    public var hash: String
}

/// A plugin leaves a content that was approved, and goes back to the one before: the approval of that
/// follows right behind, so that whoever reads approvals alone is told which contract holds.
public struct PluginRolledBack: Event {
    public static let type = "supervisor.plugin.rolled-back.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["version": .open, "hash": .open]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// The version that is left, as its contract says.
    public var version: String
    /// SHA-256 of the content that is left, as lower-case hex.
    public var hash: String
    /// Why.
    public var reason: Reason
    /// Who had it rolled back; `nil` where the supervisor did.
    public var by: StaffID?

    /// Why a content is left.
    public struct Reason: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let mark = Mark.open

        /// Its host ended too often, or in a way that another start only repeats.
        public static let hostFailed: Reason = "host-failed"
        /// Its program failed too often before it was told all.
        public static let programFailed: Reason = "program-failed"
        /// Its program may not run on this machine.
        public static let refused: Reason = "refused"
        /// Its copy cannot be made or run, or what the clinic sets does not fit its contract.
        public static let unfit: Reason = "unfit"
        /// A person had it so.
        public static let person: Reason = "person"
        public static let known: [Reason] = [hostFailed, programFailed, refused, unfit, person]
    }
}
