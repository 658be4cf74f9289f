internal import Bus
internal import Journal
package import Messages

extension Peer {
    /// What a person should look at, and since when where that is known.
    package var troubles: [(advice: Advice, since: SteadyInstant?)] {
        // That too much of a plugin is parked stands in the plugin's own line.
        let stops = health.stops.filter { !isPlugin($0.stream.owner) || $0.reason != .parkedFull }
        var found: [(Advice, SteadyInstant?)] = stops.map { ($0.advice, nil) }
        if let advice = health.conclusionFault { found.append((advice, nil)) }
        if let advice = health.foldFault { found.append((advice, nil)) }
        if let advice = foldAdvice { found.append((advice, nil)) }
        found += foreignAdvice.map { ($0, nil) }
        if let failing = health.storage.failing { found.append((failing.advice, failing.since)) }
        return found
    }

    /// The streams that lack something that their owner, who is there, has told of, with how far
    /// each was read. An hour that is here and waits for others lacks nothing.
    package var laggingStreams: [EventStream: Int64] {
        let positions = reader.positions
        let lagging = reader.incomplete.filter { stream in
            attendance.isUp(stream.owner) && !reader.isStopped(stream)
                && !(stream == .clock && reader.isClockHeld)
        }
        return Dictionary(uniqueKeysWithValues: lagging.map { ($0, positions[$0] ?? 0) })
    }

    /// Whether its streams are whole, as far as anybody announced.
    package var isWhole: Bool { reader.isWhole && waitingEvents.isEmpty && !hasBacklog }

    /// Whether it may be called ready: joined, and whole in every stream whose owner is there.
    ///
    /// An owner that is not up, or starts as well, is not waited for: services read each other's
    /// streams, and one of them has to be first. Its clock waits for the others all the same.
    package var isReady: Bool {
        isJoined && !isListening && !health.storage.isFailing && !isBehind && !hasBacklog
            && !isAwaitingFold
            && !reader.lagging.contains { attendance.isUp($0.owner) }
    }

    /// Whether a person should look: no journal, one that its readers know more than, a conclusion
    /// that cannot be drawn, a stream that stopped, a parked subject, hours that were judged
    /// without an owner who stays away, a fold that all waits for, or a kept state that was wrong.
    package var isDegraded: Bool {
        health.storage.isFailing || isBehind || health.conclusionFault != nil
            || !ownStops.isEmpty || ownParkedCount > 0
            || !reader.overdue.isEmpty || isAwaitingFold || health.foldFault != nil
    }
}
