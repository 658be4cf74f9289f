internal import Bus
internal import HashChain
internal import Journal
internal import Messages

// What was entered in error is left out of the state: it is derived again from the journal, from
// the last snapshot if that is older, and once for corrections that come together.

extension Peer {
    /// The corrections of others that some inputs begin with.
    static func corrections(before inputs: ArraySlice<Input>) -> [Envelope] {
        var found: [Envelope] = []
        for input in inputs {
            guard case .event(let envelope) = input,
                case .event(_, EnteredInError.fact) = envelope.address
            else { break }
            found.append(envelope)
        }
        return found
    }

    /// Takes in several corrections, and derives the state again once for all of them.
    ///
    /// - Returns: `false`, with nothing changed, where there is but one, or one of them has to be
    ///   looked at alone: its stream waits, or it cannot be taken in.
    mutating func correct(_ corrections: [Envelope], in batch: inout Batch, now: Moment?) -> Bool {
        guard corrections.count > 1, !settings.keepsAllStreams else { return false }
        var draft = batch.engine
        var taken: [(stream: EventStream, envelope: Envelope)] = []
        for envelope in corrections {
            guard case .event(let stream, _) = envelope.address, waiting[stream] == nil,
                !overflowed.contains(stream), !reader.isStopped(stream),
                !draft.parked.holdBack(stream: stream, subject: envelope.attributes.subject)
            else { return false }
            taken.append((stream, envelope))
        }
        guard let effects = try? together(taken, in: &draft, after: batch.effects, now: now) else {
            return false
        }
        batch.engine = draft
        for known in effects { batch.cursors.merge(known.cursors) { _, new in new } }
        batch.effects += effects
        return true
    }

    /// What several corrections bring about: they are noted first, and what follows comes behind
    /// them, in the journal as in the state.
    private func together(
        _ corrections: [(stream: EventStream, envelope: Envelope)],
        in draft: inout Engine<Service>, after earlier: [Effects], now: Moment?
    ) throws -> [Effects] {
        var effects: [Effects] = []
        var events: [MessageID] = []
        for (stream, envelope) in corrections {
            let frames = envelope.frames
            var noted = Effects()
            noted.noted = frames
            noted.cursors[stream] = Cursor(
                sequence: envelope.attributes.sequence ?? 0, hash: HashChain.hash(of: frames))
            effects.append(noted)
            events.append(try JSONText.decode(EnteredInError.self, from: frames.data).event)
        }
        let input = Self.name(of: corrections[0].envelope, in: corrections[0].stream)
        defer { attempts?.end(input) }
        try begin(input)
        draft.retracted.formUnion(events)
        try leaveOut(events, of: &draft, after: earlier, with: effects)
        for (stream, envelope) in corrections {
            effects.append(try draft.consequences(of: envelope, owner: stream.owner, now: now))
        }
        return effects
    }

    /// An input as the file of attempts names it.
    static func name(of event: Envelope, in stream: EventStream) -> String {
        "\(stream) \(event.attributes.sequence ?? 0)"
    }

    /// Derives the state again without what was entered in error, and draws the consequences.
    ///
    /// Both are effects of the correction, and so in the journal together or not at all.
    func correct(
        _ draft: inout Engine<Service>, after earlier: [Effects], with effects: inout Effects,
        correction: Envelope, owner: Identity, now: Moment?
    ) throws {
        let said = try JSONText.decode(EnteredInError.self, from: correction.frames.data)
        try leaveOut([said.event], of: &draft, after: earlier, with: [effects])
        let more = try draft.consequences(of: correction, owner: owner, now: now)
        effects.events += more.events
        effects.outgoing += more.outgoing
    }

    /// Makes a state what it is without some events, which it knows to be entered in error.
    ///
    /// - Parameter effects: the corrections, which are not in the state yet.
    private func leaveOut(
        _ events: [MessageID], of draft: inout Engine<Service>, after earlier: [Effects],
        with effects: [Effects]
    ) throws {
        // What never came in is not in the state: the core is only told.
        guard try events.contains(where: { try isHeld($0, with: earlier) }) else {
            for known in effects { try draft.fold(known) }
            return
        }
        var (rebuilt, base) = try begun(without: draft.retracted)
        _ = try fold(into: &rebuilt, after: base.snapshot ?? 0)
        rebuilt.parked = draft.parked
        for known in earlier + effects { try rebuilt.fold(known) }
        draft = rebuilt
    }

    /// Whether an event is in the journal, or about to be.
    private func isHeld(_ event: MessageID, with earlier: [Effects]) throws -> Bool {
        if try journal.eventWithID(event) != nil { return true }
        return earlier.contains { known in
            known.events.contains { $0.id == event }
                || known.noted.flatMap { try? Envelope($0).id } == event
        }
    }
}
