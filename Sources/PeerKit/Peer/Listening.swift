internal import Messages

/// Whom a peer that starts hears out before it takes anything in.
///
/// A journal cannot know that it is an old one: only its readers do. So a service that has just
/// joined listens to their heartbeats, or its first word would begin a second history.
///
/// Invariants:
/// - It is over once every member was heard, or ``limit`` after the peer joined.
/// - Before the peer has joined it is never over: nobody can be heard.
struct Listening {
    /// How long it lasts at most: who is up is heard each second.
    static let limit: Duration = .seconds(3)

    private enum State {
        /// The hub does not deliver yet; who was not heard.
        case joining(Set<Identity>)
        case hearing(Set<Identity>, since: SteadyInstant)
        case over
    }

    private var state: State

    /// - Parameter members: whom it listens for; `nil` to begin without listening.
    init(for members: Set<Identity>?) { state = members.map(State.joining) ?? .over }

    var isOver: Bool { if case .over = state { true } else { false } }

    /// Whether a member's heartbeat is one that it listens for.
    func awaits(_ sender: Identity) -> Bool {
        switch state {
        case .joining(let awaited), .hearing(let awaited, _): awaited.contains(sender)
        case .over: false
        }
    }

    /// A member was heard.
    mutating func hear(_ sender: Identity) {
        switch state {
        case .joining(let awaited): state = .joining(awaited.subtracting([sender]))
        case .hearing(let awaited, let since):
            state = .hearing(awaited.subtracting([sender]), since: since)
        case .over: break
        }
    }

    /// The turn's messages were heard.
    mutating func endTurn(isJoined: Bool, at now: SteadyInstant) {
        if isJoined, case .joining(let awaited) = state { state = .hearing(awaited, since: now) }
        guard case .hearing(let awaited, let since) = state else { return }
        if awaited.isEmpty || now - since >= Self.limit { state = .over }
    }
}
