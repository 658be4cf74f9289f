internal import Bus
internal import Messages

extension Peer {
    /// Whether it still listens, and takes in neither events nor commands.
    var isListening: Bool { !listening.isOver }

    /// Whom a peer of the clinic listens for when it starts.
    static func listening(
        in clinic: Clinic, as identity: Identity, settings: PeerSettings
    ) -> Listening {
        guard settings.listensFirst else { return Listening(for: nil) }
        return Listening(for: Set(clinic.services + [.supervisor]).subtracting([identity]))
    }

    /// Takes one message in while it listens: questions are answered, commands wait, and events are
    /// left to be repaired like any that came before the subscription.
    mutating func listen(to envelope: Envelope, in turn: inout OpenTurn) throws {
        switch envelope.address {
        case .heartbeat(let sender):
            guard sender == .hub || listening.awaits(sender) else { return }
            let heartbeat = try JSONText.decode(Heartbeat.self, from: envelope.raw.data)
            if sender == .hub { _ = reader.heartbeat(heartbeat, from: sender) }
            attendance.note(heartbeat.protocols, of: sender)
            // Whoever was heard has streams, and one that comes late is not ready without them.
            if settings.joinsLate { attendance.hear(sender, in: heartbeat.state) }
            takeClock(of: heartbeat, from: sender)
            listening.hear(sender)
            if mayOutrun(sender) { compare(heartbeat, from: sender) }
        case .command(identity, _, _): put(off: envelope)
        case .query: try takeQuestion(envelope, in: &turn)
        case .inbox(identity, token, let responder): isJoined = isJoined || responder == identity
        default: break
        }
    }
}
