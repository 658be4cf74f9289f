internal import Messages

/// What a plugin publishes, and what its therapy reads.
enum PluginContract<Therapy: TherapyPlugin>: CoreContract {
    static var publishes: [any Event.Type] { MessageCatalog.pluginEvents }
    static var reads: [any Event.Type] { Therapy.listens }
}

/// A therapy inside the core that every plugin process runs: the catalog is kept for it.
struct PluginCore<Therapy: TherapyPlugin>: Core {
    typealias Contract = PluginContract<Therapy>
    static var foldVersion: Int { Therapy.foldVersion }

    private(set) var therapy = Therapy()
    /// What the catalog offers, by the plugin's own name.
    private var offered: [String: SessionOffered] = [:]

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let offer as SessionOffered: offered[offer.offering] = offer
        case let offer as OfferingWithdrawn: offered[offer.offering] = nil
        default: break
        }
        therapy.apply(fact)
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        throw Refusal("The plugin takes no commands.", remedy: "See its README.")
    }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        try therapy.react(to: fact, in: &context)
    }

    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        throw Refusal("The plugin has no views.", remedy: "See its README.")
    }

    /// What to publish so that the catalog says what the manifest says.
    func catalogChanges(to sessions: [SessionOffered]) -> [any Event] {
        let wanted = Set(sessions.map(\.offering))
        let withdrawn = offered.keys.filter { !wanted.contains($0) }.sorted()
        return withdrawn.map { OfferingWithdrawn(offering: $0) }
            + sessions.filter { offered[$0.offering] != $0 }.map { $0 as any Event }
    }
}
