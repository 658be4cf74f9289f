package import Messages

/// The next event of a stream, in order and without a hole before it.
package struct Delivery: Sendable, Equatable {
    package let envelope: Envelope
    /// Its chain hash, which the reader holds the next event against.
    package let hash: String

    package init(_ envelope: Envelope, hash: String) {
        (self.envelope, self.hash) = (envelope, hash)
    }
}
