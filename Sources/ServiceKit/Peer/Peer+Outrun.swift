internal import Bus
internal import Journal
internal import Messages

// A journal that was put back from earlier, or that began anew on another computer, lacks events
// that others have taken in. Whatever it recorded now would be a second history of its streams.

extension Peer {
    /// A stream of its own of which a reader has taken in more than the journal holds.
    struct Outrun: Remediable, Hashable {
        var stream: EventStream
        var reader: Identity
        /// How far the reader is, and how far the journal.
        var read: Int64
        var held: Int64

        var advice: Advice {
            Advice(
                "\(reader) has read \(stream) up to \(read), and the journal of"
                    + " \(stream.owner) ends at \(held): it is an old one, or began anew."
                    + " Nothing is recorded.",
                remedy: "End \(stream.owner) (`cairn stop \(stream.owner)`), and put its newest"
                    + " journal in its place: from the computer where it ran last, or by `cairn"
                    + " restore BACKUP \(stream.owner)`; then start it again.")
        }
    }

    /// What a person should look at, and since when where that is known.
    var troubles: [(advice: Advice, since: SteadyInstant?)] {
        // That too much of a plugin is parked stands in the plugin's own line.
        let stops = health.stops.filter { !isPlugin($0.stream.owner) || $0.reason != .parkedFull }
        var found: [(Advice, SteadyInstant?)] = stops.map { ($0.advice, nil) }
        if let advice = health.conclusionFault { found.append((advice, nil)) }
        if let advice = health.foldFault { found.append((advice, nil)) }
        if let advice = foldAdvice { found.append((advice, nil)) }
        if let advice = health.storageFault { found.append((advice, health.storageFaultSince)) }
        return found
    }

    /// The streams that lack something that their owner, who is there, has told of, with how far
    /// each was read. An hour that is here and waits for others lacks nothing.
    var laggingStreams: [EventStream: Int64] {
        let positions = reader.positions
        let lagging = reader.lacking.filter { stream in
            heard[stream.owner] != nil && !reader.isStopped(stream)
                && !(stream == StreamReader.clock && reader.isClockHeld)
        }
        return Dictionary(uniqueKeysWithValues: lagging.map { ($0, positions[$0] ?? 0) })
    }

    /// Whether its readers know more than its journal.
    var isBehind: Bool { !health.outrun.isEmpty }

    /// How often one peer's heartbeat is looked at for this alone.
    private static var outrunInterval: Duration { .seconds(5) }

    /// Whether a peer's word on its own streams counts, and was not looked at for a while.
    ///
    /// A plugin's does not: it could put a service out of work by a number.
    mutating func mayOutrun(_ sender: Identity) -> Bool {
        guard sender != identity,
            sender == .supervisor || engine.clinic.services.contains(sender),
            health.outrun[sender] != nil
                || outrunLooks[sender].map({ time.now - $0 >= Self.outrunInterval }) ?? true
        else { return false }
        outrunLooks[sender] = time.now
        return true
    }

    /// Compares how far a peer has read its streams with where the journal ends.
    mutating func compare(_ heartbeat: Heartbeat, from sender: Identity) {
        let wasBehind = isBehind
        let beyond = heartbeat.positions.filter { stream, position in
            stream.owner == identity && position > engine.heads[stream]?.sequence ?? 0
        }
        health.outrun[sender] = beyond.keys.min().map { stream in
            Outrun(
                stream: stream, reader: sender, read: beyond[stream] ?? 0,
                held: engine.heads[stream]?.sequence ?? 0)
        }
        guard let found = health.outrun.min(by: { $0.key < $1.key })?.value else {
            // What came meanwhile was not taken in: the journal is read again.
            if wasBehind { health.retryAt = time.now }
            return
        }
        if !wasBehind { failed(found) }
        health.storageFault = found.advice
    }
}
