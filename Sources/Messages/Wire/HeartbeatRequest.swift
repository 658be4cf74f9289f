/// Asks a peer for its heartbeat now: whoever has just joined need not wait for the next second.
///
/// It has no answer of its own, and a peer that was heard a moment ago does not repeat itself: see
/// ``spacing``.
public struct HeartbeatRequest: Hashable, Sendable, Codable {
    /// The type attribute.
    public static let type = "heartbeat-request.v1"
    /// How long a peer leaves at least between two heartbeats, however often it is asked.
    public static let spacing: Duration = .milliseconds(50)

    public init() {}
}
