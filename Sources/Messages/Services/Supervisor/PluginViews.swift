/// The plugins, and how each stands.
public struct Plugins: Query {
    public typealias View = [PluginStatus]
    public static let type = "supervisor.plugins.v1"
    public static let dataClass: DataClass = .operational
}

/// How a plugin stands.
public struct PluginStatus: Hashable, Sendable, Codable {
    /// Its identity on the bus.
    public var plugin: Identity
    /// Whether it runs.
    public var state: State
    /// The content that is approved; `nil` for none.
    public var approved: PluginContent?
    /// The content of its folder, where it is another one, or none is approved.
    public var waiting: PluginContent?
    /// The content that it can go back to; `nil` where none is kept.
    public var previous: PluginContent?
    /// The content that was approved and left, as long as its folder holds it; `nil` otherwise.
    public var left: PluginContent?
    /// Why that was left.
    public var leftBecause: PluginRolledBack.Reason?
    /// Whether it may run where it cannot be confined.
    public var unconfined: Bool
    /// Why it does not run although it is approved; `nil` otherwise.
    public var problem: String?
    /// What to do then.
    public var remedy: String?

    /// Whether a plugin runs.
    public struct State: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let mark = Mark.open

        /// Nobody has approved it.
        public static let waits: State = "waits"
        /// It is approved, and the supervisor runs it.
        public static let runs: State = "runs"
        /// A person has disabled it.
        public static let disabled: State = "disabled"
        /// It is approved, and cannot be run.
        public static let fails: State = "fails"
        /// It is approved, and the clinic was started without plugins.
        public static let held: State = "held"
        public static let known: [State] = [waits, runs, disabled, fails, held]
    }
}

/// Some content of a plugin's folder.
public struct PluginContent: Hashable, Sendable, Codable {
    /// The plugin's version, as its contract says.
    public var version: String
    /// SHA-256 of all that it holds, as lower-case hex.
    public var hash: String
}
