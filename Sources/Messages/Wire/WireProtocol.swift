/// Which protocols this version speaks: peers tell theirs in heartbeats and when they join.
public enum WireProtocol {
    /// The lowest and the highest.
    public static let spoken = 2...2

    /// What to do about a peer that speaks none of them; `nil` where both can talk.
    ///
    /// - Parameters:
    ///   - peer: who it is.
    ///   - theirs: the lowest and the highest that it speaks.
    public static func advice(on peer: Identity, speaking theirs: ClosedRange<Int>) -> Advice? {
        guard !theirs.overlaps(spoken) else { return nil }
        let older = theirs.upperBound < spoken.lowerBound ? "\(peer)" : "this program"
        return Advice(
            "\(peer) speaks protocol \(text(of: theirs)), and this program \(text(of: spoken)):"
                + " neither understands the other.",
            remedy: "Upgrade \(older), which is the older one, and start it again.")
    }

    private static func text(of range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}

/// What a peer sends to itself until the hub brings it back: then it has joined.
public struct Probe: Hashable, Sendable, Codable {
    /// The type attribute of a probe.
    public static let type = "probe.v1"

    /// The lowest and the highest protocol that its sender speaks.
    public var protocols: ClosedRange<Int>

    public init(protocols: ClosedRange<Int> = WireProtocol.spoken) { self.protocols = protocols }
}
