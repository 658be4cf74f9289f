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
        // The reader brings events again; commands and answers come but once.
        backlog.removeAll { if case .event = $0 { true } else { false } }
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
        // What is kept for others says nothing about the state, and may be long.
        guard !settings.keepsAllStreams else { return (fresh, Beginning()) }
        return try begun(without: try corrections())
    }

    /// Where folding begins if some events are to be left out.
    func begun(without retracted: Set<MessageID>) throws -> (Engine<Service>, Beginning) {
        var blank = fresh
        blank.retracted = retracted
        guard let author else { return (blank, Beginning()) }
        switch journal.snapshot(by: author) {
        case .nothing: return (blank, Beginning())
        case .unfit(let reason): return (blank, Beginning(unfit: reason))
        case .usable(let snapshot):
            var kept = blank
            guard (try? kept.restore(snapshot.state)) != nil else {
                return (blank, Beginning(unfit: "its state cannot be read"))
            }
            guard try !holds(kept, upTo: snapshot.position, oneOf: retracted) else {
                return (blank, Beginning(unfit: "an event before it was entered in error since"))
            }
            kept.retracted = retracted
            return (kept, Beginning(snapshot: snapshot.position))
        }
    }

    /// Whether a kept state holds an event that is to be left out, or lacks one that is not.
    private func holds(
        _ kept: Engine<Service>, upTo position: Int64, oneOf retracted: Set<MessageID>
    ) throws -> Bool {
        guard kept.retracted.isSubset(of: retracted) else { return true }
        return try retracted.subtracting(kept.retracted).contains { id in
            guard let entry = try journal.eventWithID(id) else { return false }
            return entry.position <= position
        }
    }

    /// Folds what comes after a position; the last position, or that one if nothing does.
    func fold(into engine: inout Engine<Service>, after start: Int64) throws -> Int64 {
        guard !settings.keepsAllStreams else { return start }
        var position = start
        var done: Int64 = 0
        let total = max(0, try journal.count() - start)
        while true {
            let entries = try journal.entries(after: position, limit: 1000)
            guard let last = entries.last else { return position }
            for entry in entries { try engine.fold(entry) }
            position = last.position
            done += Int64(entries.count)
            settings.folding(done, max(done, total))
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
