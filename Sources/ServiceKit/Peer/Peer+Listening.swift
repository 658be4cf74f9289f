internal import Bus
internal import Messages

// A journal cannot know that it is an old one: only its readers do. So a service that has just
// joined hears them out before it takes anything in, or its first word would begin a second history.

extension Peer {
    /// Whose heartbeats a peer wants to hear before it decides anything.
    struct Listening: Hashable {
        /// Members of the clinic that were not heard yet.
        var awaited: Set<Identity>
        /// When it joined.
        var since: SteadyInstant?
    }

    /// How long it listens at most: who is up is heard each second.
    private static var listeningLimit: Duration { .seconds(3) }

    /// Whether it still listens, and takes in neither events nor commands.
    var isListening: Bool { listening != nil }

    /// Whom a peer of the clinic listens for.
    func listeningAtStart() -> Listening? {
        guard settings.listensFirst else { return nil }
        let members = Set(engine.clinic.services + [.supervisor]).subtracting([identity])
        return Listening(awaited: members)
    }

    /// Ends the listening once everybody was heard, or for long enough.
    mutating func endListening() {
        guard isJoined, var state = listening else { return }
        let since = state.since ?? time.now
        state.since = since
        let isOver = state.awaited.isEmpty || time.now - since >= Self.listeningLimit
        listening = isOver ? nil : state
    }

    /// Takes one message in while it listens: questions are answered, commands wait, and events are
    /// left to be repaired like any that came before the subscription.
    mutating func listen(to envelope: Envelope, turn: inout Turn) throws {
        switch envelope.address {
        case .heartbeat(let sender):
            guard sender == .hub || listening?.awaited.contains(sender) == true else { return }
            let heartbeat = try JSONText.decode(Heartbeat.self, from: envelope.frames.data)
            if sender == .hub { _ = reader.heartbeat(heartbeat, from: sender) }
            listening?.awaited.remove(sender)
            if mayOutrun(sender) { compare(heartbeat, from: sender) }
        case .command(identity, _, _): put(off: envelope)
        case .query: try takeQuestion(envelope, turn: &turn)
        case .inbox(identity, token, let responder): isJoined = isJoined || responder == identity
        default: break
        }
    }
}
