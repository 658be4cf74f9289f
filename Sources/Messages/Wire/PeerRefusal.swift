/// Whom the hub turned away or silenced, and why: part of its heartbeat.
public struct PeerRefusal: Hashable, Sendable, Codable {
    /// Whose key it is; `nil` for keys that the clinic does not know.
    public var identity: Identity?
    /// Why.
    public var reason: Reason
    /// How often since ``since``.
    public var count: Int64
    /// When it happened first, in wall time.
    public var since: Timestamp
    /// When it happened last, in wall time.
    public var last: Timestamp
    /// Where the last one came from, as the hub sees it; `nil` where it has no address.
    public var address: String?

    /// A first refusal.
    public init(identity: Identity?, reason: Reason, at time: Timestamp, address: String? = nil) {
        self.identity = identity
        self.reason = reason
        count = 1
        since = time
        last = time
        self.address = address
    }

    /// Why somebody was turned away, or a message was.
    public struct Reason: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A key that is nobody's.
        public static let unknownKey: Reason = "unknown-key"
        /// A key that was taken away.
        public static let revokedKey: Reason = "revoked-key"
        /// A key at the door of another identity.
        public static let wrongDoor: Reason = "wrong-door"
        /// A message in another's name.
        public static let forged: Reason = "forged"
        /// A message that its sender may not publish.
        public static let forbidden: Reason = "forbidden"
        /// A message whose topic is none of the protocol's.
        public static let badTopic: Reason = "bad-topic"
        /// A message of several parts, as protocol 1 had them.
        public static let partCount: Reason = "part-count"
        /// A reader that sent what no reader sends, or asked for too many topics: it hears nothing
        /// until the hub opens its doors anew.
        public static let suspended: Reason = "suspended"
        public static let known: [Reason] = [
            unknownKey, revokedKey, wrongDoor, forged, forbidden, badTopic, partCount,
            suspended,
        ]
    }
}
