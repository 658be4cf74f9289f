package import Messages
internal import PluginHostCore
package import TherapyContract

/// What a host records of what a therapy answers: the host's own core says it, at the desk and in the
/// tools too. What is so already is not recorded, and so not told again.
package struct RecordingHost: Sendable {
    private let contract: PluginContract
    private var core: HostedTherapy
    /// The number of the last fact that it made, in an earlier run too.
    private var count = 0
    private static let prefix = "own-"

    package init(_ contract: PluginContract) {
        self.contract = contract
        core = HostedTherapy(contract: contract, hash: "desk")
    }

    /// Takes in a fact that the therapy is told.
    package mutating func note(_ fact: PluginFact) {
        if fact.id.text.hasPrefix(Self.prefix),
            let number = Int(fact.id.text.dropFirst(Self.prefix.count))
        {
            count = max(count, number)
        }
        // As the clinic's host knows everybody who is registered.
        if let client = fact.client { core.meet(client) }
        // Of what this version does not know a host's core is told nothing.
        guard let kind = MessageCatalog.event(type: "\(fact.type).v1"), let event = fact.event(kind)
        else { return }
        core.apply(Fact(id: fact.id, owner: fact.owner, event: event, time: fact.time))
    }

    /// The facts that actions become, as the therapy is told them; noted already.
    ///
    /// - Throws: an ``ActionFault`` for the first that is not taken.
    package mutating func record(
        _ actions: [Action], time: Timestamp, date: LocalDate
    ) throws -> [PluginFact] {
        try core.events(for: actions).map { event in
            let kind = type(of: event)
            let fact = PluginFact(
                id: MessageID("\(Self.prefix)\(count + 1)"),
                type: "\(contract.id).\(kind.entity).\(kind.fact)", owner: contract.id, time: time,
                date: date, client: event.subject.map { ClientID($0) },
                data: try JSONText.encode(event))
            note(fact)
            return fact
        }
    }
}

extension PluginFact {
    fileprivate func event(_ kind: any Event.Type) -> (any Event)? {
        func read<Body: Event>(_ kind: Body.Type) -> (any Event)? { `as`(kind) }
        return read(kind)
    }
}
