internal import Bus
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
    func gatherCorrections(in inputs: inout [Input], from start: Int)
        -> [(event: StreamEvent, correction: Correction)]
    {
        // Who only keeps what comes keeps it as it came.
        guard !settings.keepsAllStreams else { return [] }
        let folded = folds.leftOut
        var found: [(event: StreamEvent, correction: Correction)] = []
        for index in start..<inputs.count {
            guard case .event(let event) = inputs[index], !event.isClock else { break }
            // One that came while a fold was made waits for the next.
            guard let correction = Correction(anyOf: event.envelope),
                folded?.contains(correction.wrong) ?? true
            else {
                if found.isEmpty { break }
                continue
            }
            inputs.insert(inputs.remove(at: index), at: start + found.count)
            found.append((event, correction))
        }
        return found
    }

    /// Takes in several corrections, and derives the state again once for all of them.
    ///
    /// - Returns: `false`, with nothing changed, where there is but one, or one of them has to be
    ///   looked at alone: its stream waits, or it cannot be taken in.
    mutating func correct(
        _ corrections: [(event: StreamEvent, correction: Correction)],
        in slice: inout Slice<Service>
    ) -> Bool {
        guard corrections.count > 1, !settings.keepsAllStreams else { return false }
        guard let first = corrections.first?.event,
            corrections.allSatisfy({ isFree($0.event, in: slice.engine) })
        else { return false }
        defer { decided(first.name, in: slice) }
        var candidate = slice.candidate
        do {
            try begin(first.name)
            let effects = try together(corrections, in: &candidate)
            slice.keep(effects, of: consume candidate)
            return true
        } catch let long as LongFold {
            slice.wait(for: AwaitedFold(for: first.name, without: long.retracted))
            return true
        } catch {
            return false
        }
    }

    /// Whether nothing keeps an event from being taken in now.
    private func isFree(_ event: StreamEvent, in engine: Engine<Service>) -> Bool {
        !waitingEvents.holdsBack(event.stream) && !reader.isStopped(event.stream)
            && !engine.parked.holdBack(stream: event.stream, subject: event.subject)
    }

    /// What several corrections bring about: they are noted first, and what follows comes behind
    /// them, in the journal as in the state.
    private func together(
        _ corrections: [(event: StreamEvent, correction: Correction)],
        in candidate: inout Candidate<Service>
    ) throws -> [Effects] {
        var effects = corrections.map { event, _ in
            Effects(noted: event.envelope, cursors: [event.stream: event.cursor])
        }
        let wrong = corrections.map { $0.correction.wrong }
        candidate.engine.retracted.formUnion(wrong)
        try leaveOut(wrong, of: &candidate, with: effects)
        for (_, correction) in corrections {
            effects.append(try candidate.engine.consequences(of: correction, now: candidate.now))
        }
        return effects
    }

    /// Derives the state again without what was entered in error, and draws the consequences.
    ///
    /// Both are effects of the correction, and so in the journal together or not at all.
    func correct(
        _ candidate: inout Candidate<Service>, with effects: inout Effects,
        upon correction: Correction
    ) throws {
        try leaveOut([correction.wrong], of: &candidate, with: [effects])
        let more = try candidate.engine.consequences(of: correction, now: candidate.now)
        effects.events += more.events
        effects.outgoing += more.outgoing
    }

    /// Derives the state again without what the core took back by itself: what it is when the
    /// journal is read back. Where that is long, it is folded beside the loop before all else.
    mutating func foldOwnCorrections(in slice: inout Slice<Service>) {
        guard slice.fault == nil, !slice.engine.unfolded.isEmpty else { return }
        var candidate = slice.candidate
        do {
            try leaveOut(Array(candidate.engine.unfolded), of: &candidate, with: [])
            candidate.engine.unfolded = []
            slice.keep([], of: candidate)
        } catch is LongFold {
            slice.oweFold()
        } catch {
            slice.fail(error)
        }
    }

    /// Makes a state what it is without some events, which it knows to be entered in error.
    ///
    /// - Parameter effects: the corrections, which are not in the state yet.
    private func leaveOut(
        _ events: [MessageID], of candidate: inout Candidate<Service>, with effects: [Effects]
    ) throws {
        // What never came in is not in the state: the core is only told.
        guard try events.contains(where: { try isHeld($0, with: candidate.earlier) }) else {
            for known in effects { try candidate.engine.fold(known) }
            return
        }
        let retracted = candidate.engine.retracted
        var state = try beginning(without: retracted)
        state.engine.retracted = retracted
        let start = state.position
        try state.fold(journal) { state in
            settings.folding(state.position - start, max(position, state.position) - start)
        }
        for known in candidate.earlier + effects { try state.engine.fold(known) }
        candidate.engine.goOn(from: state.engine)
    }

    /// From where the loop itself folds a history without some events.
    ///
    /// - Throws: ``LongFold`` where that is long, and somebody folds beside the loop.
    private func beginning(without retracted: Set<MessageID>) throws -> FoldedState<Service> {
        let passed =
            try folds.checkpoints.newest(without: retracted, at: journal.position(of:))
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
                || known.noted?.id == event
        }
    }
}
