internal import Messages

/// The word that an event was entered in error, read once for all that is done about it.
struct Correction {
    let envelope: Envelope
    /// Whose event it is.
    let owner: Identity
    let event: EnteredInError

    /// The event that it takes back.
    var wrong: MessageID { event.event }

    /// - Parameter owner: the one of the stream that it came in.
    init(_ envelope: Envelope, owner: Identity) throws {
        (self.envelope, self.owner) = (envelope, owner)
        do { event = try JSONText.decode(EnteredInError.self, from: envelope.raw.data) } catch {
            throw WireError.badData(type: envelope.type)
        }
    }

    /// `nil` for any other event, and for one that cannot be read.
    init?(anyOf envelope: Envelope) {
        guard envelope.fact == EnteredInError.fact[...],
            case .event(let stream) = envelope.address,
            let event = try? JSONText.decode(EnteredInError.self, from: envelope.raw.data)
        else { return nil }
        (self.envelope, owner, self.event) = (envelope, stream.owner, event)
    }
}
