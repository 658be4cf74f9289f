/// What happened with a client, in order.
public struct ClientTimeline: PagedQuery {
    public typealias Item = LedgerLine
    public static let type = "ledger.timeline.v1"
    public static let markedOtherwise: [String: Mark] = ["after": .open, "limit": .open]

    public var client: ClientID
    /// The position in the ledger to go on after.
    public var after: Int64?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// The ledger's lines from a position on.
public struct LedgerExport: PagedQuery {
    public typealias Item = LedgerLine
    public static let type = "ledger.export.v1"
    public static let markedOtherwise: [String: Mark] = ["after": .open, "limit": .open]

    /// The position to go on after; 0 for all.
    public var after: Int64?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// One event as the ledger keeps it: the bytes as published, as text.
public struct LedgerLine: Hashable, Sendable, Codable {
    /// The line's place in the ledger, from 1, with gaps where something may not be shown.
    public var position: Int64
    /// The topic, which is its stream's.
    public var topic: String
    /// The attributes: a JSON object.
    public var attributes: String
    /// The body, as JSON.
    public var data: String
}
