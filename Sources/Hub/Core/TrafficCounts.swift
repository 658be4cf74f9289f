/// How much passed the hub, by class of topic and sender.
///
/// It looks at each topic in place and makes no copy of it, for this happens once per message. The
/// table is bounded: senders beyond it are counted together, so that no peer can fill the memory.
package struct TrafficCounts: Sendable {
    private struct Entry {
        var name: String
        var messages: Int64
    }

    /// By a hash of class and sender. Two that collide would be counted as one, and no more.
    private var entries: [UInt64: Entry] = [:]
    private let limit: Int
    private var others: Int64 = 0
    /// Messages that passed.
    package private(set) var messages: Int64 = 0
    /// Bytes in all their frames.
    package private(set) var bytes: Int64 = 0
    /// Messages whose topic is none of the protocol's. The hub refuses them
    /// before they are counted here.
    package private(set) var badTopics: Int64 = 0

    /// - Parameter limit: How many pairs of class and sender are told apart.
    package init(limit: Int = 256) { self.limit = limit }

    /// A message begins; `topic` is its first frame.
    package mutating func began(topic: Span<UInt8>) {
        messages += 1
        guard let parts = TopicParts(topic) else {
            badTopics += 1
            return
        }
        if let place = entries.index(forKey: parts.key) {
            entries.values[place].messages += 1
        } else if entries.count < limit {
            entries[parts.key] = Entry(name: parts.name(in: topic), messages: 1)
        } else {
            others += 1
        }
    }

    /// A frame of that message passed.
    package mutating func passed(byteCount: Int) { bytes += Int64(byteCount) }

    /// For the heartbeat: `event-scheduler` and so on, with totals.
    package var counters: [String: Int64] {
        var counters = [
            "messages": messages, "bytes": bytes, "bad-topics": badTopics, "other-senders": others,
        ]
        for entry in entries.values { counters["from-\(entry.name)", default: 0] += entry.messages }
        return counters
    }
}
