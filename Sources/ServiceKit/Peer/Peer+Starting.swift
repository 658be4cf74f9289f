internal import Bus
internal import HashChain
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
        (engine, beginning) = try begun()
        position = try fold(into: &engine, after: beginning.snapshot ?? 0)
        engine.parked = ParkedPlaces(try journal.parked())
        // What is only kept is not folded, and so its own streams are read from their ends.
        if settings.keepsAllStreams { engine.heads = try journal.heads() }
        cursors = try journal.cursors()
        waiting = [:]
        waitingSince = [:]
        overflowed = []
        isConclusionOwed = true
        follow(builtInStreams + cursors.keys)
        requests.load(try journal.outbox())
    }

    /// Where folding begins: at the last snapshot if it fits, or at nothing.
    private func begun() throws -> (Engine<Service>, Beginning) {
        var blank = fresh
        // What is kept for others says nothing about the state, and may be long.
        guard !settings.keepsAllStreams else { return (blank, Beginning()) }
        blank.retracted = try corrections()
        guard let author else { return (blank, Beginning()) }
        switch journal.snapshot(by: author) {
        case .nothing: return (blank, Beginning())
        case .unfit(let reason): return (blank, Beginning(unfit: reason))
        case .usable(let snapshot):
            var kept = blank
            guard (try? kept.restore(snapshot.state)) != nil else {
                return (blank, Beginning(unfit: "its state cannot be read"))
            }
            guard kept.retracted == blank.retracted else {
                return (blank, Beginning(unfit: "an event was entered in error since"))
            }
            return (kept, Beginning(snapshot: snapshot.position))
        }
    }

    /// Folds what comes after a position; the last position, or that one if nothing does.
    func fold(into engine: inout Engine<Service>, after start: Int64) throws -> Int64 {
        guard !settings.keepsAllStreams else { return start }
        var position = start
        while true {
            let entries = try journal.entries(after: position, limit: 1000)
            guard let last = entries.last else { return position }
            for entry in entries { try engine.fold(entry) }
            position = last.position
        }
    }

    /// The events that the journal says were entered in error.
    private func corrections() throws -> Set<MessageID> {
        var found: Set<MessageID> = []
        for entry in try journal.entries(ofEntity: EnteredInError.entity) {
            let envelope = try Envelope(entry.frames)
            guard case .event(_, EnteredInError.fact) = envelope.address,
                let correction = try? JSONText.decode(EnteredInError.self, from: entry.frames.data)
            else { continue }
            found.insert(correction.event)
        }
        return found
    }
}
