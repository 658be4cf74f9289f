/// A place in a stream: the last event there, with its chain hash.
package struct Cursor: Hashable, Sendable, Codable {
    /// The event's place in its stream, from 1.
    package var sequence: Int64
    /// Chain hash of that event, as lower-case hex.
    package var hash: String

    package init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }
}
