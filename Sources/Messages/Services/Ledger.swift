/// Everything that happened with a client, in order.
public struct ClientTimeline: Query {
    public typealias View = [LedgerLine]
    public static let receiver: Identity = .ledger
    public static let name = "timeline"
    public static let marks: [String: Mark] = ["client": .identifies]
    public static let example = ClientTimeline(client: "c-0001")

    public var client: ClientID

    public init(client: ClientID) {
        self.client = client
    }
}

/// The ledger's lines from a position on.
public struct LedgerExport: Query {
    public typealias View = [LedgerLine]
    public static let receiver: Identity = .ledger
    public static let name = "export"
    public static let marks: [String: Mark] = ["after": .open, "limit": .open]
    public static let example = LedgerExport(after: 0, limit: 3)

    public var after: Int64
    public var limit: Int

    public init(after: Int64, limit: Int) {
        self.after = after
        self.limit = limit
    }
}
