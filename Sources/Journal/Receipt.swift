package import Messages

/// The answer that a command was given, kept so that a repeat gets the same one.
package struct Receipt: Hashable, Sendable {
    /// Who gave the command.
    package var asker: Identity
    /// The command's id, chosen by the asker.
    package var message: MessageID
    /// The answer's body, as it was sent.
    package var answer: [UInt8]
    /// When no asker asks for it any more.
    package var expires: Timestamp

    package init(asker: Identity, message: MessageID, answer: [UInt8], expires: Timestamp) {
        self.asker = asker
        self.message = message
        self.answer = answer
        self.expires = expires
    }
}
