internal import Bus
internal import Journal
internal import Messages

extension Peer {
    /// Whether its readers know more than its journal.
    package var isBehind: Bool { outrun.isBehind }

    /// Whether a peer's word on its own streams counts, and was not looked at for a while.
    ///
    /// A plugin's does not: it could put a service out of work by a number.
    mutating func mayOutrun(_ sender: Identity) -> Bool {
        guard sender != identity,
            sender == .supervisor || engine.clinic.services.contains(sender)
        else { return false }
        return outrun.isDue(sender, at: time.now)
    }

    /// Compares how far a peer has read its streams with where the journal ends.
    mutating func compare(_ heartbeat: Heartbeat, from sender: Identity) {
        let finding = outrun.compare(
            heartbeat.positions, of: sender, with: engine.heads, of: identity)
        switch finding {
        case .level: break
        // What came meanwhile was not taken in: the journal is read again.
        case .caughtUp: health.storage.retry(at: time.now)
        case .behind(let found, isNew: true): failed(found)
        case .behind(let found, isNew: false): health.storage.explain(found.advice)
        }
    }
}
