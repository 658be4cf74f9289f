internal import Messages

/// Who is up, and who speaks another protocol, as far as heartbeats tell.
///
/// Invariants:
/// - Who was never heard is not up.
/// - Who starts is not up, even if an earlier process of it was: two that start at once would wait
///   for each other for ever.
/// - Each is judged by its last heartbeat. That one falls silent changes nothing here: silence is
///   the reader's and the supervisor's to judge.
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
