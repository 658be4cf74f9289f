internal import Messages

/// Who is up, as far as heartbeats tell.
///
/// A peer that starts is not up: two that start at once would wait for each other for ever.
struct Attendance {
    private var present: Set<Identity> = []

    func isUp(_ identity: Identity) -> Bool { present.contains(identity) }

    mutating func hear(_ sender: Identity, in state: Heartbeat.State) {
        if state == .starting { present.remove(sender) } else { present.insert(sender) }
    }
}
