internal import Messages

/// Who is up, and who speaks another protocol, as far as heartbeats tell.
///
/// A peer that starts is not up: two that start at once would wait for each other for ever.
struct Attendance {
    private var present: Set<Identity> = []
    /// Who speaks no protocol that this peer speaks, with the lowest and the highest of theirs.
    private(set) var foreign: [Identity: ClosedRange<Int>] = [:]

    func isUp(_ identity: Identity) -> Bool { present.contains(identity) }

    mutating func hear(_ sender: Identity, in state: Heartbeat.State) {
        if state == .starting { present.remove(sender) } else { present.insert(sender) }
    }

    /// Takes note of the protocols that a heartbeat tells.
    mutating func note(_ protocols: ClosedRange<Int>, of sender: Identity) {
        foreign[sender] = protocols.overlaps(WireProtocol.spoken) ? nil : protocols
    }
}
