internal import HashChain
internal import Journal
internal import Messages

// What a core decided becomes events with sequence and chain, and commands for the outbox.

extension Engine {
    /// What a command's identifiers follow from: its asker chose its id, and another may choose
    /// the same one.
    func cause(of command: Envelope) -> MessageID {
        MessageID("\(command.address.sender)/\(command.id)\(salt)")
    }

    /// - Parameter cause: what identifiers follow from.
    /// - Parameter time: when it was recorded. In a rehearsal its owner may be an hour ahead, and
    ///   what follows from it is not dated before it.
    func context(for cause: MessageID, now: DecisionTime, notBefore time: Timestamp? = nil)
        -> Context
    {
        let moment: Moment =
            switch now {
            case .world(let shown): shown
            case .lastHour:
                time.flatMap { $0 > clock.utc ? Moment($0, timeZone: clinic.timeZone) : nil }
                    ?? clock
            }
        return Context(
            now: moment, clinic: clinic,
            identifiers: mode.identifiers(cause: cause, identity: identity, at: moment.utc),
            clinicDigest: clinicDigest, isRehearsal: mode.isRehearsal)
    }

    mutating func record(
        _ decision: Decision, upon origin: OutgoingIDs.Cause, cause: Envelope?, actor: Actor?,
        context: inout Context, into effects: inout Effects
    ) throws {
        for event in decision.events {
            let made = try append(event, cause: cause, actor: actor, context: &context)
            effects.events.append(made)
            if let hour = event as? HourBegan { clock = hour.moment }
            // What the core takes back by itself counts as if a person had retracted it.
            if let correction = event as? EnteredInError {
                retracted.insert(correction.event)
                unfolded.insert(correction.event)
            }
            core.apply(
                Fact(
                    id: made.id, owner: identity, event: event, time: context.now.utc,
                    actor: actor, cause: cause?.id))
        }
        var ids = OutgoingIDs(upon: origin, digest: digest)
        for (command, person) in decision.commands {
            let kind = type(of: command)
            let address = (to: kind.receiver, verb: kind.verb, type: kind.type)
            effects.outgoing.append(
                try outgoing(command, address, by: person, cause: cause, at: context.now.utc, &ids))
        }
        for order in decision.told {
            let kind = type(of: order.command)
            let address = (
                to: order.therapy, verb: kind.verb, type: kind.type(for: order.therapy)
            )
            effects.outgoing.append(
                try outgoing(
                    order.command, address, by: order.actor, cause: cause, at: context.now.utc,
                    &ids))
        }
    }

    mutating func append(
        _ event: any Event, cause: Envelope?, actor: Actor?, context: inout Context
    ) throws -> Envelope {
        let kind = type(of: event)
        guard let stream = EventStream(owner: identity, entity: kind.entity) else {
            throw WireError.badTopic
        }
        // What is written down must be read back as what it was: nobody tells another's facts.
        guard MessageCatalog.event(type: kind.type(by: identity)).map({ $0 == kind }) ?? false
        else { throw UndeclaredEvent(type: kind.localType, by: identity) }
        let head = heads[stream]
        let id = context.identifier(MessageKind.self)
        var attributes = Attributes(
            id: id, source: "/\(mode.clinic)/\(identity)", type: kind.type(by: identity),
            time: context.now.utc)
        attributes.subject = event.subject
        attributes.dataclassification = kind.dataClass
        attributes.sequence = (head?.sequence ?? 0) + 1
        attributes.prevhash = head?.hash ?? HashChain.origin
        attributes.causationid = cause?.id
        attributes.correlationid = cause?.correlationid ?? cause?.id
        attributes.actor = actor?.staff
        attributes.role = actor?.role
        let envelope = try Envelope(
            topic: .event(stream), attributes: attributes,
            data: try JSONText.encode(event))
        heads[stream] = Cursor(
            sequence: (head?.sequence ?? 0) + 1, hash: HashChain.hash(of: envelope.raw))
        return envelope
    }

    private func outgoing(
        _ command: any Message, _ address: (to: Identity, verb: String, type: String),
        by actor: Actor, cause: Envelope?, at time: Timestamp, _ ids: inout OutgoingIDs
    ) throws -> Outgoing {
        let topic = Topic.command(to: address.to, verb: address.verb, from: identity)
        let body = try JSONText.encode(command)
        let id = ids.next(to: topic, by: actor, body)
        var attributes = Attributes(
            id: id, source: "/\(mode.clinic)/\(identity)", type: address.type, time: time)
        attributes.subject = command.subject
        attributes.dataclassification = type(of: command).dataClass
        attributes.causationid = cause?.id
        attributes.correlationid = cause?.correlationid ?? cause?.id
        attributes.actor = actor.staff
        attributes.role = actor.role
        let envelope = try Envelope(topic: topic, attributes: attributes, data: body)
        // The shell sets token and wall-clock deadline when it sends: both are the process's own.
        return Outgoing(id: id, raw: envelope.raw, deadline: time)
    }
}
