/// Values by topic, found without copying the topic: open addressing, and a bound.
struct TopicTable<Value: Sendable>: Sendable {
    private struct Row {
        var key: Range<Int>
        var value: Value
    }

    /// The topics themselves, one behind the other.
    private var keys: [UInt8] = []
    private var entries: [Row] = []
    /// Places in `entries`, by hash; `-1` for a free one.
    private var slots: [Int]
    private let limit: Int
    private let salt: UInt64

    init(limit: Int, salt: UInt64) {
        self.limit = limit
        self.salt = salt
        slots = Array(repeating: -1, count: Self.size(for: limit))
    }

    /// The value of a topic, without the bytes that `skipped` names.
    func value(for topic: Span<UInt8>, skipping skipped: Range<Int>) -> Value? {
        topic.withUnsafeBytes { bytes in
            let parts = Parts(bytes, skipped)
            var slot = start(parts)
            while slots[slot] >= 0 {
                let entry = entries[slots[slot]]
                if isEqual(entry.key, parts) { return entry.value }
                slot = (slot + 1) & (slots.count - 1)
            }
            return nil
        }
    }

    /// Remembers a value; a full table remembers no more.
    mutating func insert(_ value: Value, for topic: Span<UInt8>, skipping skipped: Range<Int>) {
        guard entries.count < limit else { return }
        topic.withUnsafeBytes { bytes in
            let parts = Parts(bytes, skipped)
            var slot = start(parts)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            let first = keys.count
            keys.append(contentsOf: parts.head)
            keys.append(contentsOf: parts.tail)
            slots[slot] = entries.count
            entries.append(Row(key: first..<keys.count, value: value))
        }
    }

    /// What is before and what is behind the bytes that are left out.
    private struct Parts {
        var head: UnsafeRawBufferPointer
        var tail: UnsafeRawBufferPointer
        var count: Int { head.count + tail.count }

        init(_ bytes: UnsafeRawBufferPointer, _ skipped: Range<Int>) {
            let cut = skipped.isEmpty ? bytes.count..<bytes.count : skipped
            head = UnsafeRawBufferPointer(rebasing: bytes[..<cut.lowerBound])
            tail = UnsafeRawBufferPointer(rebasing: bytes[cut.upperBound...])
        }
    }

    /// Twice the bound at least, so that a free place is always near.
    private static func size(for limit: Int) -> Int {
        var size = 16
        while size < limit * 2 { size *= 2 }
        return size
    }

    private func isEqual(_ key: Range<Int>, _ parts: Parts) -> Bool {
        guard key.count == parts.count else { return false }
        return keys.withUnsafeBytes { keys in
            let middle = key.lowerBound + parts.head.count
            return Self.isSame(keys[key.lowerBound..<middle], parts.head)
                && Self.isSame(keys[middle..<key.upperBound], parts.tail)
        }
    }

    private static func isSame(
        _ one: Slice<UnsafeRawBufferPointer>, _ other: UnsafeRawBufferPointer
    ) -> Bool {
        let one = UnsafeRawBufferPointer(rebasing: one)
        guard one.count == other.count else { return false }
        return stride(from: 0, to: one.count, by: 8).allSatisfy {
            word(at: $0, of: one) == word(at: $0, of: other)
        }
    }

    /// Eight bytes, or what is left of them.
    private static func word(at place: Int, of bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard bytes.count - place < 8 else {
            return bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        }
        var word: UInt64 = 0
        for index in place..<bytes.count { word |= UInt64(bytes[index]) << (8 * (index - place)) }
        return word
    }

    /// Where to look first. The hash starts from a secret, so that nobody can choose topics that
    /// fall together; eight bytes at a time, for it is taken once for each message.
    private func start(_ parts: Parts) -> Int {
        let hash = Self.hash(parts.tail, after: Self.hash(parts.head, after: salt))
        return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
    }

    /// A multiply and a fold for each word, as in wyhash (Wang Yi).
    private static func hash(_ bytes: UnsafeRawBufferPointer, after start: UInt64) -> UInt64 {
        var hash = start ^ UInt64(bytes.count)
        for place in stride(from: 0, to: bytes.count, by: 8) {
            let product = (hash ^ word(at: place, of: bytes) ^ 0xa076_1d64_78bd_642f)
                .multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
            hash = product.high ^ product.low
        }
        return hash
    }
}
