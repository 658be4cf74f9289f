package import Messages

/// Where the answers for one process arrive: its identity and 128 random bits.
///
/// The bits keep an old process of the same identity from reading the answers of a new one.
package struct Inbox: Hashable, Sendable {
    /// Whose answers arrive here.
    package let owner: Identity
    /// 32 hexadecimal digits; the `replytoken` of every request.
    package let token: String

    /// - Parameters:
    ///   - high: 64 random bits, drawn by the shell.
    ///   - low: 64 more.
    package init(of owner: Identity, high: UInt64, low: UInt64) {
        self.owner = owner
        token = Hexadecimal.text(of: high) + Hexadecimal.text(of: low)
    }

    /// Subscribed when the process joins.
    package var prefix: String { "inbox.\(owner).\(token)." }

    /// Where a process sends a probe to itself, to prove that the hub brings it back.
    package var probe: Topic { .inbox(of: owner, token: token, from: owner) }

    /// Whether a message was sent here.
    package func receives(_ envelope: Envelope) -> Bool {
        guard case .inbox(owner, token, _) = envelope.address else { return false }
        return true
    }
}
