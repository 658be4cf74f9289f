/// Values by topic, found without copying the topic: open addressing, and a bound.
struct TopicTable<Value: Sendable>: Sendable {
    private struct Entry {
        var key: Range<Int>
        var value: Value
    }

    /// The topics themselves, one behind the other.
    private var keys: [UInt8] = []
    private var entries: [Entry] = []
    /// Places in `entries`, by hash; `-1` for a free one.
    private var slots: [Int]
    private let limit: Int
    private let salt: UInt64

    init(limit: Int, salt: UInt64) {
        self.limit = limit
        self.salt = salt
        slots = Array(repeating: -1, count: Self.size(for: limit))
    }

    var count: Int { entries.count }

    /// The value of a topic, without the bytes that `skipped` names.
    func value(for topic: Span<UInt8>, skipping skipped: Range<Int>) -> Value? {
        var slot = start(topic, skipped)
        while slots[slot] >= 0 {
            let entry = entries[slots[slot]]
            if isEqual(entry.key, topic, skipped) { return entry.value }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Remembers a value; a full table remembers no more.
    mutating func insert(_ value: Value, for topic: Span<UInt8>, skipping skipped: Range<Int>) {
        guard entries.count < limit else { return }
        var slot = start(topic, skipped)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        let first = keys.count
        for index in topic.indices where !skipped.contains(index) { keys.append(topic[index]) }
        slots[slot] = entries.count
        entries.append(Entry(key: first..<keys.count, value: value))
    }

    /// Twice the bound at least, so that a free place is always near.
    private static func size(for limit: Int) -> Int {
        var size = 16
        while size < limit * 2 { size *= 2 }
        return size
    }

    private func isEqual(_ key: Range<Int>, _ topic: Span<UInt8>, _ skipped: Range<Int>) -> Bool {
        guard key.count == topic.count - skipped.count else { return false }
        var place = key.lowerBound
        for index in topic.indices where !skipped.contains(index) {
            guard keys[place] == topic[index] else { return false }
            place += 1
        }
        return true
    }

    /// FNV-1a, 64 bits (Fowler, Noll & Vo), from a secret start.
    private func start(_ topic: Span<UInt8>, _ skipped: Range<Int>) -> Int {
        var hash = 0xcbf2_9ce4_8422_2325 ^ salt
        for index in topic.indices where !skipped.contains(index) {
            hash = (hash ^ UInt64(topic[index])) &* 0x100_0000_01b3
        }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
    }
}
