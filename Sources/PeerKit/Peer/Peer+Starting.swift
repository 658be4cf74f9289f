internal import Bus
internal import Journal
internal import Messages

extension Peer {
    /// How a state came about when its journal was opened.
    package struct Beginning: Hashable, Sendable {
        /// The last entry that a snapshot spared; `nil` where all were folded.
        package var snapshot: Int64?
        /// Why the snapshot that is there was not used; the rest of a sentence.
        package var unfit: String?
    }

    /// Derives the state: at start and after a failed commit.
    mutating func rebuild() throws {
        leaveFold()
        folds.reset()
        let state = try begun()
        position = state.position
        engine = state.engine
        backlog.dropEvents()
        engine.parked = ParkedPlaces(try journal.parked())
        // What is only kept is not folded, and so its own streams are read from their ends.
        if settings.keepsAllStreams { engine.heads = try journal.heads() }
        cursors = try journal.cursors()
        waitingEvents.reset()
        isConclusionOwed = true
        follow(builtInStreams + cursors.keys.filter(isStillRead))
        requests.load(try journal.outbox())
    }

    /// The state as the journal has it, from the kept one if that fits, or from nothing.
    private mutating func begun() throws -> FoldedState<Service> {
        beginning = Beginning()
        // What is kept for others says nothing about the state, and may be long.
        guard !settings.keepsAllStreams else { return origin.nothing(without: []) }
        let retracted = try eventsInError()
        var state = origin.nothing(without: retracted)
        switch try origin.kept(without: retracted) {
        case .nothing: break
        case .unfit(let reason): beginning.unfit = reason
        case .usable(let kept, let author):
            state = kept
            beginning.snapshot = kept.position
            // Until it is confirmed, what follows from it is the other build's too.
            folds.goOn(from: kept, of: author)
        }
        state.engine.retracted = retracted
        try follow(&state)
        return state
    }

    /// Where a fold of the journal can begin.
    var origin: FoldOrigin<Service> {
        FoldOrigin(fresh: fresh, journal: journal, fold: folds.author?.fold)
    }

    /// Folds what comes after a state, and says how far it is.
    mutating func follow(_ state: inout FoldedState<Service>) throws {
        let start = state.position
        let total = max(0, try journal.count() - start)
        try state.fold(journal) { state in
            folds.pass(state, at: state.position)
            let done = state.position - start
            settings.folding(done, max(done, total))
        }
    }

    /// The events that the journal says were entered in error.
    private func eventsInError() throws -> Set<MessageID> {
        var found: Set<MessageID> = []
        for entry in try journal.entries(ofEntity: EnteredInError.entity) {
            let envelope = try Envelope(entry.raw)
            if let wrong = Correction(anyOf: envelope)?.wrong { found.insert(wrong) }
        }
        return found
    }
}
