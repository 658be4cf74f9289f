internal import Bus
internal import Messages

// What a plugin does wrong is the plugin's: it is counted against it, and holds up nobody else.
extension Peer {
    /// Events of one plugin that may be parked; at the bound its streams are read no further.
    static var parkedOfPluginLimit: Int { 100 }

    /// Whether somebody is a therapy of the clinic's own, and no service of it.
    func isPlugin(_ owner: Identity) -> Bool {
        owner != identity && owner != .supervisor && owner != .hub
            && !engine.clinic.services.contains(owner)
            && MessageCatalog.permission(of: owner) == nil
    }

    /// Whether no more of a stream can be parked.
    func isParkingFull(for stream: EventStream, in engine: Engine<Service>) -> Bool {
        isPlugin(stream.owner)
            ? engine.parked.count(of: stream.owner) >= Self.parkedOfPluginLimit
            : engine.parked.count { !isPlugin($0) } >= ParkedPlaces.limit
    }

    /// What a person has to look at at this peer itself: parked events, and streams that stopped.
    var ownParkedCount: Int { engine.parked.count { !isPlugin($0) } }
    var ownStops: [StreamStop] { health.stops.filter { !isPlugin($0.stream.owner) } }

    /// What plugins did that this peer cannot take, for its heartbeat.
    var pluginCounters: [String: Int64] {
        var counters: [String: Int64] = [:]
        for (owner, count) in engine.parked.counts where isPlugin(owner) {
            counters[Heartbeat.parked(of: owner)] = Int64(count)
        }
        for stop in health.stops
        where isPlugin(stop.stream.owner) && stop.reason == .parkedFull {
            counters[Heartbeat.stopped(of: stop.stream.owner), default: 0] += 1
        }
        return counters
    }
}
