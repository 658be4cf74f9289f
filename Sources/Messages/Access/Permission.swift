/// What one identity may do on the bus, beyond what everyone may with their own.
///
/// Everyone may publish their own events, heartbeats and replies, read commands, queries and replies
/// to themselves and all heartbeats, and ask for a heartbeat. All else is granted here, by name.
public struct Permission: Codable, Hashable, Sendable {
    /// Streams that it may read, live, by replay and from the ledger: `scheduler.session`,
    /// `scheduler.*`, `*.*`.
    public var reads: Set<Grant>
    /// Commands that it may give, by receiver and verb: `scheduler.plan-week`.
    public var sends: Set<Grant>
    /// Queries that it may ask, by receiver and name: `ledger.timeline`.
    public var asks: Set<Grant>
    /// Whether it may see the commands and queries of others pass; never their replies.
    public var watches: Bool

    /// A permission; without arguments, one for nothing beyond one's own.
    public init(
        reads: Set<Grant> = [], sends: Set<Grant> = [], asks: Set<Grant> = [],
        watches: Bool = false
    ) {
        self.reads = reads
        self.sends = sends
        self.asks = asks
        self.watches = watches
    }

    /// Whether a message of that address may be published by this identity.
    public func allows(publishing address: Topic.Address, by identity: Identity) -> Bool {
        guard address.sender == identity else { return false }
        switch address {
        case .event(let stream): return !MessageCatalog.isIdentifying(stream)
        case .heartbeat, .inbox: return true
        case .command(let receiver, let verb, _):
            return sends.contains { $0.covers(receiver.text, verb) }
        case .query(let owner, let name, _):
            if name.count == 2, name[0] == "replay" { return mayRead(owner.text, name[1]) }
            // Everyone gets everyone's heartbeats, and may ask for one.
            if address.heartbeatRequested != nil { return true }
            // Whose history it is counts, not whose query: no grant to ask the ledger opens it.
            if let stream = address.historyStream {
                return mayRead(stream.owner.text, stream.entity)
            }
            return name.count == 1 && asks.contains { $0.covers(owner.text, name[0]) }
        }
    }

    /// Whether a message of that address may be delivered to this identity.
    public func allows(reading address: Topic.Address, by identity: Identity) -> Bool {
        switch address {
        case .heartbeat: true
        case .inbox(let asker, _, _): asker == identity
        case .command(let receiver, let verb, _):
            receiver == identity
                || watches && !MessageCatalog.isIdentifying(command: verb, to: receiver)
        case .query(let receiver, _, _): receiver == identity || watches
        case .event(let stream):
            !MessageCatalog.isIdentifying(stream) && mayRead(stream.owner.text, stream.entity)
        }
    }

    private func mayRead(_ owner: String, _ entity: String) -> Bool {
        reads.contains { $0.covers(owner, entity) }
    }

    /// This permission, with what an earlier one granted about some owners by name.
    ///
    /// It is kept only while all else is as it was: whoever changes roles keeps nothing that this
    /// build cannot judge.
    ///
    /// - Parameters:
    ///   - earlier: what stands in the list now.
    ///   - owners: services that another build knows and this one's catalog lacks.
    public func keeping(_ earlier: Permission, about owners: Set<Identity>) -> Permission {
        let names = Set(owners.map(\.text))
        func kept(_ grants: Set<Grant>, _ now: Set<Grant>) -> Set<Grant>? {
            let theirs = grants.filter { names.contains($0.first) }
            return grants.subtracting(theirs) == now ? theirs : nil
        }
        guard watches == earlier.watches, let reads = kept(earlier.reads, reads),
            let sends = kept(earlier.sends, sends), let asks = kept(earlier.asks, asks)
        else { return self }
        return Permission(
            reads: self.reads.union(reads), sends: self.sends.union(sends),
            asks: self.asks.union(asks), watches: watches)
    }
}

/// Two tokens joined by a dot, each of them a name or `*` for all: `scheduler.session`, `*.catalog`.
public struct Grant: Codable, Hashable, Sendable, Comparable, CustomStringConvertible {
    fileprivate let first: String
    private let second: String

    /// `nil` for what is not two tokens.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0 == "*" || Topic.isToken($0) }) else {
            return nil
        }
        (first, second) = (String(parts[0]), String(parts[1]))
    }

    init(_ first: String, _ second: String) { (self.first, self.second) = (first, second) }

    /// Everything there is of its kind.
    public static let all = Grant("*", "*")

    /// `first.second`, as it is written in files.
    public var description: String { "\(first).\(second)" }

    /// Whether it grants that pair of names.
    public func covers(_ first: some StringProtocol, _ second: some StringProtocol) -> Bool {
        (self.first == "*" || self.first == first) && (self.second == "*" || self.second == second)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let grant = Grant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A grant is two tokens joined by a dot.")
        }
        self = grant
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}

extension MessageCatalog {
    /// Whether a command carries names or contacts: nobody but its receiver sees it.
    static func isIdentifying(command verb: String, to receiver: Identity) -> Bool {
        commands.contains {
            $0.receiver == receiver && $0.verb == verb && $0.dataClass == .identifying
        }
    }
}
