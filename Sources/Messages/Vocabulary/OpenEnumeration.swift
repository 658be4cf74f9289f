/// A closed list of words that a later version may extend.
///
/// A reader keeps a word that it does not know as it came, so that an older service passes on what
/// a newer one said. ``isKnown`` tells whether this version defines the word.
public protocol OpenEnumeration: RawRepresentable<String>, Hashable, Sendable, Codable,
    CustomStringConvertible, ExpressibleByStringLiteral, Marked
{
    /// The words that this version defines, in their order.
    static var known: [Self] { get }
    init(rawValue: String)
}

extension OpenEnumeration {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// Whether this version defines the word.
    public var isKnown: Bool { Self.known.contains(self) }
    public var description: String { rawValue }
}
