/// What happened with a client, in order.
public struct ClientTimeline: PagedQuery {
    public typealias Item = LedgerLine
    public static let receiver: Identity = .ledger
    public static let name = "timeline"
    public static let marks: [String: Mark] = [
        "client": .identifies, "after": .open, "limit": .open,
    ]
    public static let example = ClientTimeline(client: "c-0001", after: 0, limit: 100)

    public var client: ClientID
    /// The position in the ledger to go on after.
    public var after: Int64?
    /// The most lines that the asker wants.
    public var limit: Int?

    public init(client: ClientID, after: Int64? = nil, limit: Int? = nil) {
        (self.client, self.after, self.limit) = (client, after, limit)
    }
}

/// The ledger's lines from a position on.
public struct LedgerExport: PagedQuery {
    public typealias Item = LedgerLine
    public static let receiver: Identity = .ledger
    public static let name = "export"
    public static let marks: [String: Mark] = ["after": .open, "limit": .open]
    public static let example = LedgerExport(after: 0, limit: 3)

    /// The position to go on after; 0 for all.
    public var after: Int64?
    /// The most lines that the asker wants.
    public var limit: Int?

    public init(after: Int64? = nil, limit: Int? = nil) {
        (self.after, self.limit) = (after, limit)
    }
}
