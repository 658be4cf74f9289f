/// Who the clients are whose name or contact has these words: only for those who must know.
public struct FindClients: Query {
    public typealias View = [FoundClient]
    public static let type = "assessment.find-clients.v1"
    public static let roles: Set<Role>? = .care
    public static let dataClass: DataClass = .identifying
    public static let markedOtherwise: [String: Mark] = ["text": .identifies]

    /// Words of a name, or digits of a telephone number; three letters or digits at the least.
    public var text: String

    /// The most clients that are told: whoever gets as many asks for more words.
    public static let most = 20
}

/// A client, with who it is.
public struct FoundClient: Hashable, Sendable, Codable {
    public var client: ClientID
    /// The client's name, as given at registration.
    public var name: String
    /// Phone, address or other way to reach the client.
    public var contact: String
}
