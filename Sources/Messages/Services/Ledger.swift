/// What happened with a client, in order: as many lines as a reply holds.
///
/// The next page begins after the last line's position; an empty one is the end.
public struct ClientTimeline: Query {
    public typealias View = [LedgerLine]
    public static let receiver: Identity = .ledger
    public static let name = "timeline"
    public static let marks: [String: Mark] = ["client": .identifies, "after": .open]
    public static let example = ClientTimeline(client: "c-0001", after: 0)

    public var client: ClientID
    /// The position of the last line that is known; from the first line on if it is left out.
    public var after: Int64?

    public init(client: ClientID, after: Int64? = nil) {
        self.client = client
        self.after = after
    }
}

/// The ledger's lines from a position on.
public struct LedgerExport: Query {
    public typealias View = [LedgerLine]
    public static let receiver: Identity = .ledger
    public static let name = "export"
    public static let marks: [String: Mark] = ["after": .open, "limit": .open]
    public static let example = LedgerExport(after: 0, limit: 3)

    /// Lines after this position; 0 for all.
    public var after: Int64
    /// The most lines wanted. A reply has at most 500, fewer where they are long.
    public var limit: Int

    public init(after: Int64, limit: Int) {
        self.after = after
        self.limit = limit
    }
}
