internal import Bus
internal import HashChain
internal import Journal
internal import Messages

// What was entered in error is left out of the state: it is derived again from the journal, from
// the newest state before the event, and once for corrections that come together. Where that is
// long, somebody folds beside the loop (`FoldTask`), and the correction waits with all behind it.

extension Peer {
    /// Brings the corrections of others that come with one to its side, up to an hour or a command.
    ///
    /// They overtake events of other streams, as they may on the bus.
    ///
    /// - Returns: all of them, from a place on; none where another input stands there.
    func gatherCorrections(in inputs: inout [Input], from start: Int) -> [Envelope] {
        // Who only keeps what comes keeps it as it came.
        guard !settings.keepsAllStreams else { return [] }
        let folded = awaited?.retracted
        var found: [Envelope] = []
        for index in start..<inputs.count {
            guard case .event(let envelope) = inputs[index],
                case .event(let stream, let fact) = envelope.address, stream != StreamReader.clock
            else { break }
            // One that came while a fold was made waits for the next.
            let event =
                fact == EnteredInError.fact ? Self.eventInError(named: envelope.frames) : nil
            guard let event, folded?.contains(event) ?? true else {
                if found.isEmpty { break }
                continue
            }
            inputs.insert(inputs.remove(at: index), at: start + found.count)
            found.append(envelope)
        }
        return found
    }

    /// The event that a correction names; `nil` for any other event.
    static func eventInError(named frames: Frames) -> MessageID? {
        guard let envelope = try? Envelope(frames),
            case .event(_, EnteredInError.fact) = envelope.address
        else { return nil }
        return try? JSONText.decode(EnteredInError.self, from: frames.data).event
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
        let input = Self.name(of: taken[0].envelope, in: taken[0].stream)
        defer { decided(input, in: batch) }
        do {
            try begin(input)
            let effects = try together(taken, in: &draft, after: batch.effects, now: now)
            batch.engine = draft
            for known in effects { batch.cursors.merge(known.cursors) { _, new in new } }
            batch.effects += effects
            return true
        } catch let long as LongFold {
            batch.awaited = AwaitedFold(for: input, without: long.retracted)
            return true
        } catch {
            return false
        }
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

    /// Derives the state again without what the core took back by itself: what it is when the
    /// journal is read back. Where that is long, it is folded beside the loop before all else.
    mutating func foldOwnCorrections(in batch: inout Batch) {
        guard batch.fault == nil, !batch.engine.unfolded.isEmpty else { return }
        do {
            try leaveOut(
                Array(batch.engine.unfolded), of: &batch.engine, after: batch.effects, with: [])
            batch.engine.unfolded = []
        } catch is LongFold {
            batch.owesFold = true
        } catch {
            batch.fault = error as? JournalError ?? .closed
        }
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
        var state = try beginning(without: draft.retracted)
        state.engine.retracted = draft.retracted
        let start = state.position
        try state.fold(journal) { state in
            settings.folding(state.position - start, max(position, state.position) - start)
        }
        for known in earlier + effects { try state.engine.fold(known) }
        draft.goOn(from: state.engine)
    }

    /// From where the loop itself folds a history without some events.
    ///
    /// - Throws: ``LongFold`` where that is long, and somebody folds beside the loop.
    private func beginning(without retracted: Set<MessageID>) throws -> FoldedState<Service> {
        let passed =
            try checkpoints.newest(without: retracted, at: journal.position(of:))
            ?? origin.nothing(without: retracted)
        guard let limit = settings.loopFoldLimit else {
            if case .usable(let kept, _) = try origin.kept(without: retracted),
                kept.position > passed.position
            {
                return kept
            }
            return passed
        }
        guard position - passed.position <= limit else { throw LongFold(retracted: retracted) }
        return passed
    }

    /// Whether an event is in the journal, or about to be.
    private func isHeld(_ event: MessageID, with earlier: [Effects]) throws -> Bool {
        if try journal.position(of: event) != nil { return true }
        return earlier.contains { known in
            known.events.contains { $0.id == event }
                || known.noted.flatMap { try? Envelope($0).id } == event
        }
    }
}
