/// How much passed the hub, by class of topic and sender.
///
/// A pair has a place once it was seen, so that a message costs one addition. The table is
/// bounded: pairs beyond it are counted together, so that no peer can fill the memory.
package struct TrafficCounts: Sendable {
    private struct Count {
        var name: String
        var messages: Int64 = 0
    }

    /// The first is for all that are not told apart.
    private var entries = [Count(name: "other-senders")]
    private let limit: Int
    /// Messages that passed.
    package private(set) var messages: Int64 = 0
    /// Bytes in their frames.
    package private(set) var bytes: Int64 = 0

    /// - Parameter limit: How many pairs of class and sender are told apart.
    package init(limit: Int = 256) { self.limit = limit }

    /// Where a class of topic and a sender are counted.
    package mutating func place(of kind: String, from sender: String) -> Int {
        let name = "from-\(kind)-\(sender)"
        if let place = entries.firstIndex(where: { $0.name == name }) { return place }
        guard entries.count <= limit else { return 0 }
        entries.append(Count(name: name))
        return entries.count - 1
    }

    /// A message passed.
    package mutating func passed(at place: Int, byteCount: Int) {
        messages += 1
        bytes += Int64(byteCount)
        entries[place].messages += 1
    }

    /// For the heartbeat: `from-event-scheduler` and so on, with totals.
    package var counters: [String: Int64] {
        var counters = ["messages": messages, "bytes": bytes]
        for entry in entries { counters[entry.name] = entry.messages }
        return counters
    }
}
