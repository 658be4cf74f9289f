package import Messages

/// A command of its own that is sent until it is answered or past its deadline.
package struct Outgoing: Hashable, Sendable {
    /// The command's id, which stays the same when it is sent again.
    package var id: MessageID
    /// As it is sent, but for token and deadline, which are the process's own.
    package var raw: RawMessage
    /// When to stop sending it: then its outcome is unknown.
    package var deadline: Timestamp

    package init(id: MessageID, raw: RawMessage, deadline: Timestamp) {
        self.id = id
        self.raw = raw
        self.deadline = deadline
    }
}
