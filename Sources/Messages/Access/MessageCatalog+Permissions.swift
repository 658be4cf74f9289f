extension MessageCatalog {
    /// What a built-in service may do on the bus; `nil` for an identity that is none.
    public static func permission(of service: Identity) -> Permission? {
        service == .hub ? Permission() : contract(of: service)?.permission
    }

    /// What a member of the staff may do at the command line, by role.
    ///
    /// A command or query is granted to whoever may give it; each service checks the role again.
    public static func permission(of roles: Set<Role>, isRehearsal: Bool) -> Permission {
        let maySeeClients = !roles.isDisjoint(with: Set<Role>.care.union(Set.operators))
        let commands = commands.filter { type in
            !roles.isDisjoint(with: type.roles) && (isRehearsal || type != AdvanceClock.self)
        }
        let queries = queries.filter { type in
            type.roles.map { !roles.isDisjoint(with: $0) }
                ?? (maySeeClients || type.dataClass == .operational)
        }
        let everyones =
            peerCommands.filter { !roles.isDisjoint(with: $0.roles) }.map { $0.verb }
            + therapyCommands.filter { !roles.isDisjoint(with: $0.roles) }.map { $0.verb }
        let views = peerQueries.filter { !roles.isDisjoint(with: $0.roles) }
        return Permission(
            reads: maySeeClients ? [.all] : operationalStreams,
            sends: Set(
                commands.map { Grant($0.receiver.text, $0.verb) }
                    + everyones.map { Grant("*", $0) }),
            asks: Set(
                queries.map { Grant($0.receiver.text, $0.name) }
                    + views.map { Grant("*", $0.name) }),
            watches: maySeeClients)
    }

    /// The streams of some events, with the corrections of those who own them.
    static func grants(reading events: [any Event.Type]) -> Set<Grant> {
        var grants: Set<Grant> = []
        for event in events {
            grants.insert(Grant(event.owner?.text ?? "*", event.entity))
            if let owner = event.owner { grants.insert(Grant(owner.text, EnteredInError.entity)) }
        }
        return grants
    }

    /// The streams that say nothing about clients.
    private static var operationalStreams: Set<Grant> {
        let owned = events.filter { $0.owner != nil }
        let clinical = Set(
            owned.filter { $0.dataClass != .operational }.map {
                Grant($0.owner?.text ?? "", $0.entity)
            })
        return Set(owned.map { Grant($0.owner?.text ?? "", $0.entity) }).subtracting(clinical)
    }
}
