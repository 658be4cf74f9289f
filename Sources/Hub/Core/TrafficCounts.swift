internal import Messages

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
    /// Messages whose topic is none of the protocol's. They are forwarded like any other:
    /// receivers drop and count them.
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

/// The class and the sender of a topic, as ranges of its bytes.
private struct TopicParts {
    private static let dot = UInt8(ascii: ".")
    private let kind: Range<Int>
    private let sender: Range<Int>
    let key: UInt64

    init?(_ topic: Span<UInt8>) {
        guard topic.count <= Topic.limitBytes, let first = Self.dot(in: topic, after: 0) else {
            return nil
        }
        kind = 0..<first
        let isSentByFirst =
            Self.holds(topic, 0..<first, "event") || Self.holds(topic, 0..<first, "status")
        let isSentByLast =
            Self.holds(topic, 0..<first, "command") || Self.holds(topic, 0..<first, "query")
            || Self.holds(topic, 0..<first, "inbox")
        guard isSentByFirst || isSentByLast, let second = Self.dot(in: topic, after: first + 1)
        else { return nil }
        var last = second
        while let next = Self.dot(in: topic, after: last + 1) { last = next }
        sender = isSentByFirst ? (first + 1)..<second : (last + 1)..<topic.count
        guard !sender.isEmpty, Self.isToken(topic, sender) else { return nil }
        key = Self.hash(topic, sender, after: Self.hash(topic, kind, after: 0xcbf2_9ce4_8422_2325))
    }

    func name(in topic: Span<UInt8>) -> String {
        let bytes = [kind, sender].map { range in range.map { topic[$0] } }
        return bytes.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    private static func dot(in topic: Span<UInt8>, after start: Int) -> Int? {
        for index in start..<topic.count where topic[index] == dot { return index }
        return nil
    }

    private static func holds(
        _ topic: Span<UInt8>, _ range: Range<Int>, _ word: StaticString
    ) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            for index in range where topic[index] != letters[index - range.lowerBound] {
                return false
            }
            return true
        }
    }

    private static func isToken(_ topic: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range {
            let byte = topic[index]
            let isAllowed =
                (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
            guard isAllowed else { return false }
        }
        return true
    }

    /// FNV-1a, 64 bits (Fowler, Noll & Vo), of the bytes and an end mark.
    private static func hash(
        _ topic: Span<UInt8>, _ range: Range<Int>, after start: UInt64
    ) -> UInt64 {
        var hash = start
        for index in range { hash = (hash ^ UInt64(topic[index])) &* 0x100_0000_01b3 }
        return (hash ^ 0xff) &* 0x100_0000_01b3
    }
}
