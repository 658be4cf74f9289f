internal import Messages

// Of a peer that speaks another protocol nothing is taken but its heartbeats: whatever its messages
// look like, this version cannot know what they mean.

extension Peer {
    /// Whether somebody speaks no protocol that this peer speaks.
    func isForeign(_ sender: Identity) -> Bool { attendance.foreign[sender] != nil }

    /// Whether a message may be understood; one that may not is counted.
    mutating func canTalk(to envelope: Envelope) -> Bool {
        if case .heartbeat = envelope.address { return true }
        guard isForeign(envelope.address.sender) else { return true }
        counted["dropped.other-protocol", default: 0] += 1
        return false
    }

    /// What to do about each peer that speaks another protocol.
    var foreignAdvice: [Advice] {
        attendance.foreign.sorted { $0.key < $1.key }.compactMap {
            WireProtocol.advice(on: $0.key, speaking: $0.value)
        }
    }
}
