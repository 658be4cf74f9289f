package import Messages

/// What a hub does besides forwarding. It runs on the forwarding thread: whatever takes long
/// here, the clinic waits for.
package protocol ForwarderObserver: Sendable {
    /// The first frame of a message came: its topic, if it keeps the protocol.
    mutating func began(topic: Span<UInt8>)

    /// A frame of that message passed, the first one included.
    mutating func passed(byteCount: Int)

    /// A second has passed: messages that the hub itself sends to its subscribers.
    mutating func second() -> [Frames]
}
