package import Messages

/// A wish for what only the disk can tell: it is read beside the loop.
package struct PageRequest: Sendable {
    /// What is wished for.
    package enum Wish: Sendable {
        /// A page of one of the peer's own streams, from a sequence on: what a reader missed.
        case replay(EventStream, from: Int64)
        /// A page of any stream that was kept.
        case history(EventStream, from: Int64)
        /// A view of what was kept.
        case view(any Query)
    }

    package var wish: Wish
    /// The query, for the reply's topic and attributes.
    package var request: Envelope

    /// Whether a service that misses something asks, and asks again by itself.
    package var isRepair: Bool {
        if case .replay = wish { true } else { false }
    }
}
