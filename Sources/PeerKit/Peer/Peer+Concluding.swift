internal import Bus
internal import Journal
internal import Messages

// What a core concludes is owed by its state: it goes into the journal with the inputs that it
// follows from, or, where the process ended in between, when the next one starts.

extension Peer {
    /// Adds to a slice what follows from all that it took in.
    ///
    /// A conclusion that ended the process twice is left out, and said: the inputs are recorded
    /// without it, and it is tried again once they have brought something about.
    mutating func conclude(in slice: inout Slice<Service>) {
        guard slice.fault == nil, isConclusionOwed || !slice.effects.isEmpty else { return }
        let input = slice.engine.conclusionID.text
        defer { attempts?.end(input) }
        var candidate = slice.candidate
        do {
            try begin(input)
            let effects = try candidate.engine.conclude(upon: slice.lastEvent, now: candidate.now)
            health.conclusionFault = nil
            isConclusionOwed = !effects.events.isEmpty
            guard isConclusionOwed else { return }
            slice.keep([effects], of: consume candidate)
        } catch {
            isConclusionOwed = false
            health.conclusionFault = Advice(
                "What follows from the last inputs could not be worked out; they are recorded.",
                remedy: "See the log of \(identity), and report what ended it.")
        }
    }

    /// Concludes in a slice of its own what streams that had waited brought.
    mutating func concludeLate(in turn: inout OpenTurn) {
        guard !health.storage.isFailing else { return }
        isConclusionOwed = true
        guard !isAwaitingFold else { return }
        var slice = Slice(engine: engine, now: turn.now)
        conclude(in: &slice)
        settle(slice, in: &turn)
    }
}
