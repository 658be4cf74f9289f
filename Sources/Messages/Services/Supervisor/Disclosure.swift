/// Says, before unmasked health data is shown, who looks at whose and why.
public struct RecordReveal: Command {
    public static let type = "supervisor.record-reveal.v1"
    public static let roles: Set<Role> = .staff.union(Set.operators)
    public static let markedOtherwise: [String: Mark] = ["scope": .open]

    /// What is to be shown: a stream pattern or the name of a command.
    public var scope: String
    /// Why the person must see it.
    public var reason: String
    /// Whose data it is, where it is one client's.
    public var client: ClientID?
    /// Whether it is shown now, or was refused; `nil` is shown.
    public var outcome: HealthDataRevealed.Outcome?

    public var subject: String? { client?.text }
}

/// A person looked at unmasked health data, or was refused it, and said why.
public struct HealthDataRevealed: Event {
    public static let type = "supervisor.disclosure.revealed.v1"
    public static let markedOtherwise: [String: Mark] = ["scope": .open]

    /// What was asked for: a stream pattern or the name of a command.
    public var scope: String
    /// In the words of whoever looked.
    public var reason: String
    /// Whose data it was, where it was one client's.
    public var client: ClientID?
    /// What became of it; `nil` in what was recorded before outcomes were, and then it was shown.
    public var outcome: Outcome?

    public var subject: String? { client?.text }

    /// What became of the wish to look.
    public struct Outcome: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let mark = Mark.open

        /// It was there, and is shown as soon as this is recorded.
        public static let shown: Outcome = "shown"
        /// Whoever has it refused it, or had nothing: nobody saw anything.
        public static let refused: Outcome = "refused"
        public static let known: [Outcome] = [shown, refused]
    }
}
