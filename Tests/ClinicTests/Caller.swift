import Journal
import Messages

/// A core that gives commands: it keeps each client apart from another, and offers a session to
/// those who speak Spanish.
struct Caller: Core, Equatable {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [SessionOffered.self]
        static let reads: [any Event.Type] = [ClientRegistered.self]
    }

    var clients: [ClientID] = []

    mutating func apply(_ fact: Fact) {
        if let event = fact.event as? ClientRegistered { clients.append(event.client) }
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        guard let event = fact.event as? ClientRegistered else { return Decision() }
        let wish = ForbidPairing(first: event.client, second: "c-0", reason: event.language)
        let wishes = Array(repeating: wish, count: event.language == "twice" ? 2 : 1)
        return try Decision(
            event.language == "es" ? [SessionOffered.example] : [],
            commands: wishes.map { ($0, Actor(staff: "t01", role: .clinician)) })
    }

    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        clients.map(\.text)
    }
}
