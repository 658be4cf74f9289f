package import Messages

/// Decides when a rehearsal's clock may go on: when nobody has anything left to do.
///
/// It looks at heartbeats alone. Everyone's committed positions are at the owners' heads, everyone
/// has taken in the current hour, and nothing is open or queued: then no event or command is on its
/// way, because each was announced before the positions that tell that it was handled.
package struct ClockDriver: Sendable {
    private var heartbeats: [Identity: Heartbeat] = [:]
    private var participants: Set<Identity>
    private let start: Timestamp

    /// - Parameters:
    ///   - participants: everyone who is configured, and the simulator itself.
    ///   - start: the first hour of the rehearsal.
    package init(participants: Set<Identity>, start: Timestamp) {
        self.participants = participants
        self.start = start
    }

    /// What somebody said of itself, or the simulator of itself.
    package mutating func take(_ heartbeat: Heartbeat) {
        heartbeats[heartbeat.identity] = heartbeat
    }

    /// A service that was given up is waited for no longer; one that is back is.
    package mutating func leaves(_ identity: Identity) { participants.remove(identity) }
    package mutating func joins(_ identity: Identity) { participants.insert(identity) }

    /// The hour that everyone has taken in, or `nil` while somebody has something to do.
    ///
    /// Before the first hour was struck it is the hour before ``start``.
    package var settledHour: Timestamp? {
        guard let clock = heartbeats[.supervisor]?.heads[EventStream.clock] else {
            return isQuiet ? start.advanced(byHours: -1) : nil
        }
        guard clock.sequence > 0, let hour = heartbeats[.supervisor]?.clock, isQuiet else {
            return nil
        }
        return hour
    }

    /// Who keeps the clock waiting, for people who wonder why nothing happens.
    package var waitingFor: [Identity] {
        participants.filter { !isQuiet($0) }.sorted()
    }

    private var isQuiet: Bool { participants.allSatisfy { isQuiet($0) } }

    private func isQuiet(_ identity: Identity) -> Bool {
        guard let beat = heartbeats[identity], beat.state == .ready || beat.state == .degraded,
            beat.openRequests == 0, beat.queued == 0
        else { return false }
        return beat.positions.allSatisfy { stream, position in
            guard participants.contains(stream.owner) else { return true }
            guard let owner = heartbeats[stream.owner] else { return false }
            return position >= owner.heads[stream]?.sequence ?? 0
        }
    }
}
