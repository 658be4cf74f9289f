/// The name of a peer on the bus: one token, `[a-z0-9-]+`, such as `assessment` or `cli-anna`.
public struct Identity: Hashable, Comparable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    public let text: String

    public init?(_ text: String) {
        guard Topic.isToken(text) else { return nil }
        self.text = text
    }

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

    public static let supervisor: Identity = "supervisor"
    public static let hub: Identity = "hub"
    public static let assessment: Identity = "assessment"
    public static let scheduler: Identity = "scheduler"
    public static let peerGroups: Identity = "peer-groups"
    public static let aftercare: Identity = "aftercare"
    public static let ledger: Identity = "ledger"
    public static let simulator: Identity = "simulator"
}
