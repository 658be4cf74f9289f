internal import HashChain
package import Journal
internal import Messages

// The state is a fold over own and noted events, live and when a journal is read back.

extension Engine {
    /// Folds what is about to be recorded, as it will be read back.
    mutating func fold(_ effects: Effects) throws {
        if let noted = effects.noted {
            try fold(Entry(position: 0, isOwn: false, frames: noted))
        }
        for event in effects.events {
            try fold(Entry(position: 0, isOwn: true, frames: event.frames))
        }
    }

    /// Folds one line of the journal, as when the service starts.
    package mutating func fold(_ entry: Entry) throws {
        let envelope = try Envelope(entry.frames)
        guard case .event(let stream, _) = envelope.address else { return }
        // Whatever it says, the next one comes behind it.
        if entry.isOwn, let sequence = envelope.attributes.sequence {
            heads[stream] = Cursor(sequence: sequence, hash: HashChain.hash(of: entry.frames))
        }
        guard let type = Engine.declared(envelope, in: stream) else { return }
        // A journal that was restored may hold more of the others than the core listens to.
        guard entry.isOwn || type == EnteredInError.self || listens(to: type) else { return }
        guard !retracted.contains(envelope.id), entry.isOwn || !Engine.isClock(type) else {
            if type == HourBegan.self { try takeHour(envelope) }
            return
        }
        core.apply(try Engine.fact(of: envelope, owner: stream.owner, type: type))
        if type == HourBegan.self { try takeHour(envelope) }
    }

    private mutating func takeHour(_ envelope: Envelope) throws {
        clock = try JSONText.decode(HourBegan.self, from: envelope.frames.data).moment
    }

    static func fact(of envelope: Envelope, owner: Identity, type: any Event.Type) throws -> Fact {
        guard let event = try? JSONText.decode(type, from: envelope.frames.data) else {
            throw WireError.badData(type: envelope.attributes.type)
        }
        return Fact(
            id: envelope.id, owner: owner, event: event, time: envelope.attributes.time,
            actor: envelope.attributes.person, cause: envelope.attributes.causationid)
    }

    /// The type of an event that is what its place says: of the stream's owner, and of that entity
    /// and fact. `nil` for one that this version does not know, or that claims to be another's.
    static func declared(_ envelope: Envelope, in stream: EventStream) -> (any Event.Type)? {
        guard let type = MessageCatalog.event(type: envelope.attributes.type),
            type.type(by: stream.owner) == envelope.attributes.type,
            envelope.address == .event(stream, fact: type.fact), type.entity == stream.entity
        else { return nil }
        return type
    }

    static func isClock(_ type: any Event.Type) -> Bool {
        type == HourBegan.self || type == DayBegan.self
    }
}
