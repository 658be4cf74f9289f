internal import Bus
internal import Journal
internal import Messages

// What a core concludes is owed by its state: it goes into the journal with the inputs that it
// follows from, or, where the process ended in between, when the next one starts.

extension Peer {
    /// Adds to a batch what follows from all that it took in.
    ///
    /// A conclusion that ended the process twice is left out, and said: the inputs are recorded
    /// without it, and it is tried again once they have brought something about.
    mutating func conclude(in batch: inout Batch, now: Moment?) {
        guard batch.fault == nil, isConclusionOwed || !batch.effects.isEmpty else { return }
        let input = batch.engine.conclusionID.text
        defer { attempts?.end(input) }
        var draft = batch.engine
        do {
            try begin(input)
            let effects = try draft.conclude(upon: batch.lastEvent, now: now)
            health.conclusionFault = nil
            isConclusionOwed = !effects.events.isEmpty
            guard isConclusionOwed else { return }
            batch.engine = draft
            batch.effects.append(effects)
        } catch {
            isConclusionOwed = false
            health.conclusionFault = Advice(
                "What follows from the last inputs could not be worked out; they are recorded.",
                remedy: "See the log of \(identity), and report what ended it.")
        }
    }

    /// Concludes in a batch of its own what streams that had waited brought.
    mutating func concludeLate(now: Moment?, into turn: inout Turn) {
        guard health.storageFault == nil else { return }
        isConclusionOwed = true
        guard !isAwaitingFold else { return }
        var batch = Batch(engine: engine)
        conclude(in: &batch, now: now)
        settle(batch, into: &turn)
    }
}

extension Peer.Batch {
    /// The last event that was taken in or decided.
    fileprivate var lastEvent: Envelope? {
        for effects in effects.reversed() {
            if let event = effects.events.last { return event }
            if let noted = effects.noted { return try? Envelope(noted) }
        }
        return nil
    }
}
