package import Messages

/// Decides when a rehearsal's clock may go on: when nobody has anything left to do.
///
/// It looks at heartbeats alone. Everyone's committed positions are at the owners' heads, everyone
/// has taken in the current hour, and nothing is open or queued: then no event or command is on its
/// way, because each was announced before the positions that tell that it was handled.
package struct ClockDriver: Sendable {
    private var heartbeats: [Identity: Heartbeat] = [:]
    private var participants: Set<Identity>
    /// Who left, with the incarnation that did; empty if none was heard.
    private var left: [Identity: String] = [:]
    private let start: Timestamp

    /// - Parameters:
    ///   - participants: everyone who is configured, and the simulator itself.
    ///   - start: the first hour of the rehearsal.
    package init(participants: Set<Identity>, start: Timestamp) {
        self.participants = participants
        self.start = start
    }

    /// What somebody said of itself, or the simulator of itself.
    package mutating func hear(_ heartbeat: Heartbeat) {
        heartbeats[heartbeat.identity] = heartbeat
    }

    /// One that was given up, or that an operator stopped, is waited for no longer; but if it is
    /// heard again, as when somebody starts it by hand, it takes part until it says that it stops.
    package mutating func leaves(_ identity: Identity) {
        left[identity] = heartbeats[identity]?.incarnation ?? ""
    }

    /// One that is ready, again or for the first time, is waited for.
    package mutating func joins(_ identity: Identity) {
        left[identity] = nil
        participants.insert(identity)
    }

    /// Whether somebody left and has not been heard since.
    package var hasAbsent: Bool { participants.contains(where: isAbsent) }

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

    private var present: Set<Identity> { participants.filter { !isAbsent($0) } }

    private func isAbsent(_ identity: Identity) -> Bool {
        guard let incarnation = left[identity] else { return false }
        guard let beat = heartbeats[identity] else { return true }
        return beat.incarnation == incarnation || beat.state == .stopping
    }

    private var isQuiet: Bool {
        let present = present
        return present.allSatisfy { isQuiet($0, among: present) }
    }

    private func isQuiet(_ identity: Identity, among present: Set<Identity>) -> Bool {
        guard let beat = heartbeats[identity], beat.state == .ready || beat.state == .degraded,
            beat.openRequests == 0, beat.queued == 0,
            // What a therapy's program makes of the hour belongs to the hour.
            beat.therapy?.program != .catchingUp
        else { return false }
        return beat.positions.allSatisfy { stream, position in
            guard present.contains(stream.owner) else { return true }
            guard let owner = heartbeats[stream.owner] else { return false }
            return position >= owner.heads[stream]?.sequence ?? 0
        }
    }
}
