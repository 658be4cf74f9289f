public import Messages

extension PluginContract {
    /// The events of its own streams that a therapy may react to, without their owner.
    public static let ownEvents: [String] =
        (MessageCatalog.pluginEvents.map { "\($0.entity).\($0.fact)" } + ["record.added"])
        .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }

    /// What may be read of an owner: a service's own events, but for those that identify people.
    static func readable(of owner: Identity) -> [String] {
        let events = MessageCatalog.contract(of: owner)?.publishes ?? []
        return events.map { "\(owner).\($0.entity).\($0.fact)" }.filter { name in
            EventName(name).map { !MessageCatalog.isIdentifying($0.stream) } ?? false
        }.sorted()
    }

    /// All that its program is told of others: what it declares, and what its curriculum goes by. The
    /// one rule of host, kits and tools.
    public var told: [ReadDeclaration] {
        let needed = curriculum.isEmpty ? [] : Self.neededForCurriculum
        return reads + needed.filter { need in !reads.contains { $0.event == need.event } }
    }

    /// What tells that a client was in a session of a therapy's.
    static let neededForCurriculum = taught.compactMap { type in
        type.owner.flatMap { EventName(type: type.type(by: $0)) }.map {
            ReadDeclaration(event: $0, because: "its modules are finished by attending")
        }
    }
    private static let taught: [any Event.Type] = [SessionScheduled.self, AttendanceRecorded.self]

    /// The events of others that its host takes in: those that the program is told, and those that the
    /// host itself goes by: the clock, who is a client, whose treatment or follow-up has ended, who of
    /// the staff is away, and who has taken over what the therapy asked for.
    public var hostReads: [any Event.Type] {
        var own: [any Event.Type] = [
            HourBegan.self, DayBegan.self, ClientRegistered.self, EnrollmentClosed.self,
            FollowUpClosed.self, StaffAway.self, StaffBack.self,
        ]
        if acts.contains(.alert) { own += [ConcernOpened.self, ConcernRaised.self] }
        if acts.contains(.proposeReview) || acts.contains(.proposeStepUp) {
            own.append(ProposalTaken.self)
        }
        let names = Set(told.map(\.event))
        let others = MessageCatalog.contracts.flatMap { $0.publishes }.filter { type in
            guard type.dataClass != .identifying, let owner = type.owner else { return false }
            return EventName(type: type.type(by: owner)).map(names.contains) ?? false
        }
        return own + others.filter { type in !own.contains { $0 == type } }
    }

    /// What the clinic lets its host read on the bus: the streams of ``hostReads``, with their owners'
    /// corrections. It sends nothing, and asks nobody.
    public var permission: Permission {
        let streams = hostReads.compactMap { type in
            type.owner.flatMap { EventStream(owner: $0, entity: type.entity) }
        }
        let corrections = Set(streams.map(\.owner)).compactMap {
            EventStream(owner: $0, entity: EnteredInError.entity)
        }
        return Permission(
            reads: Set((streams + corrections).compactMap { Grant($0.description) }))
    }
}
