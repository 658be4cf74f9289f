/// `<identity>.<entity>`: the unit of order, of gap detection and of permission. One writer.
public struct EventStream: Hashable, Comparable, Sendable, Codable, CodingKeyRepresentable,
    CustomStringConvertible
{
    /// The one who writes it.
    public let owner: Identity
    /// What its events are about: one token, such as `session`.
    public let entity: String

    /// Nothing for an entity that is not one token of `[a-z0-9-]`.
    public init?(owner: Identity, entity: String) {
        guard Topic.isToken(entity) else { return nil }
        self.owner = owner
        self.entity = entity
    }

    /// An entity that is known to be a token.
    init(owner: Identity, token entity: String) {
        self.owner = owner
        self.entity = entity
    }

    /// The clinic's clock.
    public static let clock = EventStream(owner: .supervisor, token: "clock")

    /// Reads `scheduler.session`.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let owner = Identity(String(parts[0])) else { return nil }
        self.init(owner: owner, entity: String(parts[1]))
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = EventStream(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A stream looks like scheduler.session.")
        }
        self = value
    }

    public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var codingKey: any CodingKey { TextKey(stringValue: description) }
    public var description: String { owner.text + "." + entity }
    /// The subscription that takes the whole stream. It ends where its topic's line does: libzmq
    /// matches bytes, and would take in a neighbour whose name goes on.
    public var subscription: String { "event.\(owner).\(entity)\n" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.owner, left.entity) < (right.owner, right.entity)
    }
}
