/// How protected a message's body is.
public struct DataClass: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Says nothing about a client.
    public static let operational: DataClass = "operational"
    /// Describes a client by pseudonym: protected by 42 CFR Part 2.
    public static let clinical: DataClass = "clinical"
    /// Names or reaches a client; it never leaves its one service.
    public static let identifying: DataClass = "identifying"
    public static let known: [DataClass] = [operational, clinical, identifying]
}

/// What a field of a message tells about a client, and so whether it may be shown unasked.
public enum Mark: String, Sendable, Codable {
    /// Nothing about a client: shown.
    case open
    /// Describes a client (an answer, a score, a reason): masked.
    case describes
    /// Names a client, or is a client's pseudonym: masked.
    case identifies
}
