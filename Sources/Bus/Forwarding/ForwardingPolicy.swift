package import Messages

/// What a hub does besides moving bytes: who may come in, who may say what, and to whom it goes.
///
/// It runs on the forwarding thread: whatever takes long here, the clinic waits for.
package protocol ForwardingPolicy: Sendable {
    /// Judges a key that knocks.
    ///
    /// - Parameters:
    ///   - door: the identity whose messages are taken there; `nil` for the publishers' door.
    ///   - peer: where it comes from, for the log.
    mutating func admit(key: String, at door: Identity?, from peer: String) -> Identity?

    /// Decides where a message goes, by its topic, as places in the list of identities that the
    /// hub was started with.
    ///
    /// - Parameters:
    ///   - sender: the identity that its key proves, as the bytes of its name; empty when nothing
    ///     is proven.
    ///   - byteCount: the bytes of its frame.
    mutating func route(topic: Span<UInt8>, from sender: Span<UInt8>, byteCount: Int) -> [Int]

    /// An identity, by its place, sent what no reader sends, or asked for too many topics: its door
    /// was closed, and stays so until the hub opens its doors again.
    mutating func suspended(_ place: Int)

    /// A message of more than one part came, and was dropped.
    ///
    /// - Parameters:
    ///   - sender: as in ``route(topic:from:byteCount:)``.
    ///   - count: how many parts it had.
    mutating func droppedParts(_ count: Int, from sender: Span<UInt8>)

    /// A second has passed.
    mutating func second()

    /// Whether somebody asked for the hub's own word since it spoke last.
    var isAskedToBeat: Bool { get }

    /// What the hub itself says to everyone: each second, and when it is asked.
    mutating func beat() -> [Frame]
}
