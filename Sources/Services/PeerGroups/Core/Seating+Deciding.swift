package import Messages

extension Seating {
    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        switch command {
        case let command as ForbidPairing: try forbid(command, in: context)
        case let command as AllowPairing: try allow(command, in: context)
        default:
            throw Refusal(
                "Peer groups do not take this command.",
                remedy: "See `cairn send --list` for the commands of each service.")
        }
    }

    package func react(to fact: Fact, in context: inout Context) throws -> Decision {
        switch fact.event {
        case is DayBegan: return rearranged(in: context, byClock: true, isNewDay: true)
        case is HourBegan:
            guard wanted(in: context.clinic) != groups else { return Decision() }
            return rearranged(in: context, byClock: true)
        case let event as CommitmentsChanged: try requireKnown(event.client)
        case let event as EnrollmentOpened: try requireKnown(event.client)
        case let event as PhaseChanged:
            try requireKnown(event.client)
            guard stays[event.client] != nil else { throw NotYetKnown("enrollment") }
        case is EnrollmentClosed, is EnteredInError: break
        default: return Decision()
        }
        return rearranged(in: context)
    }

    /// Groups that are not those of `clinic.yaml` any more, as after a reload, change at once. The
    /// first ones are formed by the clock.
    package func conclude(in context: inout Context) -> [any Event] {
        guard !groups.isEmpty, wanted(in: context.clinic) != groups else { return [] }
        return rearranged(in: context, byClock: true).events
    }

    package func permitRetraction(of fact: Fact) throws {
        switch fact.event {
        case is GroupFormed, is GroupClosed:
            throw Refusal(
                "Groups follow from the clinic's configuration.",
                remedy: "Change clinic.yaml, and `cairn reload`: the groups follow.")
        case is MemberLeft:
            throw Refusal(
                "A seat that was given up may be another client's by now.",
                remedy: "Correct what caused it, such as the end of the stay; "
                    + "the client is then seated again.")
        case is MemberWaitlisted:
            throw Refusal(
                "A place on the waiting list follows from others.",
                remedy: "Correct what it followed from: the stay, the phase, or a do-not-pair rule."
            )
        case let event as MemberJoined where seats[event.client]?.group != event.group:
            throw Refusal(
                "The client does not sit in that group any more.",
                remedy: "Correct what the later seat followed from: the stay, the phase, or a "
                    + "do-not-pair rule.")
        default: break
        }
    }

    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        guard query is Memberships else {
            throw Refusal(
                "Peer groups do not answer this query.",
                remedy: "See `cairn ask --list` for the queries of each service.")
        }
        let apart = rules.sorted { $0.key < $1.key }.map {
            KeptApart(first: $0.key.low, second: $0.key.high, rule: $0.value)
        }
        return groups.keys.sorted().map { RosterLine(group: $0, members: members(of: $0).sorted()) }
            + waiting(in: context.clinic).compactMap { wait in
                stays[wait.client].map { RosterLine(waiting: wait, since: $0.since) }
            }
            + apart.map { RosterLine(apart: $0) }
    }

    private func forbid(_ command: ForbidPairing, in context: Context) throws -> Decision {
        let pair = Pair(command.first, command.second)
        guard pair.low != pair.high else {
            throw Refusal("A do-not-pair rule is for two clients.", remedy: "Name two clients.")
        }
        guard people[pair.low] != nil, people[pair.high] != nil else {
            throw Refusal(
                "One of the two clients is not registered.",
                remedy: "Check both ids, or register the client first.")
        }
        guard rules[pair] == nil else {
            throw Refusal("These two are kept apart already.", remedy: "There is nothing to do.")
        }
        let event = PairingForbidden(
            first: command.first, second: command.second, reason: command.reason)
        return rearranged(in: context, after: event)
    }

    private func allow(_ command: AllowPairing, in context: Context) throws -> Decision {
        guard let rule = rules[Pair(command.first, command.second)] else {
            throw Refusal(
                "No do-not-pair rule keeps these two apart.",
                remedy: "Check both ids; there is nothing to do if they are right.")
        }
        guard rule == command.rule else {
            throw Refusal(
                "Another rule keeps these two apart than the one that is ended.",
                remedy: "Now it is \(rule): look it up with `cairn client timeline`, and end it "
                    + "if its reason is gone.")
        }
        let event = PairingAllowed(
            first: command.first, second: command.second, reason: command.reason)
        return rearranged(in: context, after: event)
    }

    private func rearranged(
        in context: Context, after event: (any Event)? = nil, byClock: Bool = false,
        isNewDay: Bool = false
    ) -> Decision {
        var draft = Draft(self, in: context)
        if let event { draft.record(event) }
        if byClock { draft.formGroups() }
        draft.vacate()
        draft.serve()
        draft.announce(isNewDay: isNewDay)
        return Decision(draft.events, guidance: event == nil ? [] : draft.guidance)
    }

    private func requireKnown(_ client: ClientID) throws {
        guard people[client] != nil else { throw NotYetKnown("client") }
    }
}

extension Draft<Seating> {
    /// What a person who changed a rule should know: that somebody must now be told.
    fileprivate var guidance: [String] {
        let moved = Set(events.compactMap { ($0 as? MemberJoined)?.client })
        let waiting = events.compactMap { ($0 as? MemberWaitlisted)?.client }
        return moved.sorted().map { "\($0) has a seat in another group now: tell the client." }
            + waiting.map { "\($0) lost a seat and waits for another one: tell the client." }
    }
}
