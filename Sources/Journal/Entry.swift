package import Messages

/// One line of a journal: an own event, or a noted message of another.
///
/// The state is the fold over all entries in the order of ``position``, and nothing else.
package struct Entry: Hashable, Sendable {
    /// Place in the journal, from 1 without holes.
    package var position: Int64
    /// Whether the journal's owner decided it; else it is an input that changed the state.
    package var isOwn: Bool
    /// The bytes as they were published.
    package var raw: RawMessage

    package init(position: Int64, isOwn: Bool, raw: RawMessage) {
        self.position = position
        self.isOwn = isOwn
        self.raw = raw
    }
}
