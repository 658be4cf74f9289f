package import Messages

/// What a peer wants done after it took in some messages, in this order.
package struct Turn: Sendable {
    /// Prefixes to subscribe to from now on.
    package var subscriptions: [String] = []
    /// Events, then answers, then requests: all that they tell is committed.
    package var messages: [Frames] = []
    /// Pages to read beside the loop, and to send.
    package var pages: [PageRequest] = []
    /// Whether the process has done what it was started for.
    package var isFinished = false

    package init() {}

    /// Adds what another turn wants, behind what this one wants.
    package mutating func append(_ other: Turn) {
        subscriptions += other.subscriptions
        messages += other.messages
        pages += other.pages
        isFinished = isFinished || other.isFinished
    }
}

/// A wish for a page: of what a reader missed, or of what the ledger has kept.
package struct PageRequest: Sendable {
    /// One of the peer's own streams, or for history any.
    package var stream: EventStream
    /// The first sequence wanted.
    package var from: Int64
    /// The query, for the reply's topic and attributes.
    package var request: Envelope
    /// Whether it is answered from what was kept of the stream.
    package var isHistory = false
}
