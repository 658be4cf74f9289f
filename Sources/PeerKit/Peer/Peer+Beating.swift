internal import Bus
internal import Journal
package import Messages

extension Peer {
    /// What the peer says of itself now. The shell adds what only the process knows.
    package func heartbeat(incarnation: String, version: String, state: Heartbeat.State)
        -> Heartbeat
    {
        var beat = Heartbeat(
            identity: identity, incarnation: incarnation, version: version, state: state)
        // What may be an old journal's ends would stop those who have read on.
        if !isListening, state != .starting || !isBehind {
            beat.heads = engine.heads.filter { !MessageCatalog.isIdentifying($0.key) }
                .mapValues { .init(sequence: $0.sequence, hash: $0.hash) }
        }
        beat.positions = reader.positions
        beat.openRequests = requests.count + pageAsks.count { reader.awaits($0) }
        beat.queued = waitingEvents.count + waitingCommands.count + backlog.count
        beat.clockReceived = clockStanding.received
        beat.clock = engine.clock.utc
        beat.hourWait = hourWait
        beat.configuration = configuration
        var counters = counters
        if ownParkedCount > 0 { counters[Heartbeat.parked] = Int64(ownParkedCount) }
        counters.merge(pluginCounters) { $1 }
        if health.conclusionFault != nil { counters["conclusion.missing"] = 1 }
        if isAwaitingFold { counters[Heartbeat.folding] = 1 }
        for owner in reader.overdue { counters[Heartbeat.missing(owner)] = 1 }
        beat.counters = counters.merging(reader.ledger.counters) { own, _ in own }
        settings.telling(&beat)
        return beat
    }

    /// A heartbeat as a message.
    package func message(_ heartbeat: Heartbeat, at wall: Timestamp) -> Frame? {
        let id = MessageID("\(heartbeat.incarnation)-\(heartbeat.progress)-\(wall.milliseconds)")
        var attributes = attributes(id: id, type: "heartbeat.v1")
        attributes.time = wall
        attributes.dataclassification = .operational
        guard let data = try? JSONText.encode(heartbeat) else { return nil }
        return try? Envelope(
            topic: .heartbeat(of: identity), attributes: attributes, data: data
        ).frame
    }
}
