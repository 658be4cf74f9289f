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
