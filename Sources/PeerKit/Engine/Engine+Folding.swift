internal import HashChain
package import Journal
internal import Messages

// The state is a fold over own and noted events, live and when a journal is read back.

extension Engine {
    /// Folds what is about to be recorded, as it will be read back.
    mutating func fold(_ effects: Effects) throws {
        if let noted = effects.noted { try fold(noted, isOwn: false) }
        for event in effects.events { try fold(event, isOwn: true) }
    }

    /// Folds one line of the journal, as when the service starts.
    package mutating func fold(_ entry: Entry) throws {
        try fold(try Envelope(entry.raw), isOwn: entry.isOwn)
    }

    private mutating func fold(_ envelope: Envelope, isOwn: Bool) throws {
        guard case .event(let stream) = envelope.address else { return }
        // Whatever it says, the next one comes behind it.
        if isOwn, let sequence = envelope.sequence {
            heads[stream] = Cursor(sequence: sequence, hash: HashChain.hash(of: envelope.raw))
        }
        guard let type = Engine.declared(envelope, in: stream) else { return }
        // A journal that was restored may hold more of the others than the core listens to.
        guard isOwn || type == EnteredInError.self || listens(to: type) else { return }
        guard !retracted.contains(envelope.id), isOwn || !Engine.isClock(type) else {
            if type == HourBegan.self { try takeHour(envelope) }
            return
        }
        let fact = try Engine.fact(of: envelope, owner: stream.owner, type: type)
        core.apply(fact)
        if let hour = fact.event as? HourBegan { clock = hour.moment }
    }

    private mutating func takeHour(_ envelope: Envelope) throws {
        clock = try JSONText.decode(HourBegan.self, from: envelope.raw.data).moment
    }

    static func fact(of envelope: Envelope, owner: Identity, type: any Event.Type) throws -> Fact {
        guard let event = try? JSONText.decode(type, from: envelope.raw.data) else {
            throw WireError.badData(type: envelope.type)
        }
        return fact(event, in: envelope, owner: owner)
    }

    /// What an event's body says, with what its attributes say of it.
    static func fact(_ event: any Event, in envelope: Envelope, owner: Identity) -> Fact {
        Fact(
            id: envelope.id, owner: owner, event: event, time: envelope.time,
            actor: envelope.person, cause: envelope.causationid)
    }

    /// The type of an event that is what its place says: of the stream's owner, and of that entity.
    /// `nil` for one that this version does not know, or that claims to be another's.
    static func declared(_ envelope: Envelope, in stream: EventStream) -> (any Event.Type)? {
        guard let type = MessageCatalog.event(type: envelope.type),
            type.type(by: stream.owner) == envelope.type,
            envelope.address == .event(stream), type.entity == stream.entity
        else { return nil }
        return type
    }

    static func isClock(_ type: any Event.Type) -> Bool {
        type == HourBegan.self || type == DayBegan.self
    }
}
