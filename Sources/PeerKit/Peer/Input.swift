internal import Journal
internal import Messages

/// One thing to decide on.
enum Input {
    case event(StreamEvent)
    case command(Envelope)
    case answer(Answer, Outgoing)
    case observed([any Event], MessageID)
    /// What was decided beside the loop, upon an event.
    case decided([any Event], MessageID, upon: Envelope?)

    /// Whether the reader brings it again after a failed commit. All else comes but once.
    var isRepaired: Bool { if case .event = self { true } else { false } }

    /// The command by whom and under which id, for one.
    var asked: Asked? {
        guard case .command(let envelope) = self else { return nil }
        return Asked(asker: envelope.address.sender, id: envelope.id)
    }
}

/// A command as its answer is kept: two askers may choose the same id.
struct Asked: Hashable {
    let asker: Identity
    let id: MessageID
}
