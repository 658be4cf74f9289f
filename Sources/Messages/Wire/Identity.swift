/// The name of a peer on the bus: one token, `[a-z0-9-]+`, such as `assessment` or `cli-anna`.
public struct Identity: Hashable, Comparable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    /// The token itself.
    public let text: String

    /// Nothing for what is not one token of `[a-z0-9-]`.
    public init?(_ text: String) {
        guard Topic.isToken(text) else { return nil }
        self.text = text
    }

    /// A text that is known to be a token.
    init(token: String) { text = token }

    /// A literal must be a valid token: anything else is a slip of the programmer.
    public init(stringLiteral value: String) {
        precondition(Topic.isToken(value), "an identity is one token of [a-z0-9-]")
        text = value
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Identity(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "An identity is one token of [a-z0-9-].")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    /// Runs the processes, and strikes the clock.
    public static let supervisor: Identity = "supervisor"
    /// Forwards messages to those who may read them, and keeps nothing.
    public static let hub: Identity = "hub"
    /// Intake, scores, placement, safety alerts.
    public static let assessment: Identity = "assessment"
    /// Enrolment, phases and the weekly plan.
    public static let scheduler: Identity = "scheduler"
    /// Who sits in which peer group.
    public static let peerGroups: Identity = "peer-groups"
    /// Follow-up, and the continuing-care plan.
    public static let aftercare: Identity = "aftercare"
    /// The audit trail.
    public static let ledger: Identity = "ledger"
    /// Plays a rehearsal's clients and staff.
    public static let simulator: Identity = "simulator"
}
