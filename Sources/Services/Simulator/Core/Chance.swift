internal import Messages

/// Chance without a state: a seed and a few words always give the same number.
///
/// Rehearsal needs one history for one seed, even after a restart, so nothing here is drawn in
/// turn: what befalls a client depends on who it is, on what it is about and on the day alone.
struct Chance: Equatable, Sendable, Codable {
    let seed: UInt64

    /// A number from 0 up to, not including, 1.
    func unit(_ words: [String]) -> Double {
        Double(bits(words) >> 11) / Double(UInt64(1) << 53)
    }

    /// Whether something of this probability happens.
    func happens(_ probability: Double, _ words: String...) -> Bool {
        unit(words) < probability
    }

    /// A whole number of the range.
    func whole(_ range: ClosedRange<Int>, _ words: String...) -> Int {
        range.lowerBound + Int(unit(words) * Double(range.count))
    }

    /// One of a list, or `nil` of an empty one.
    func pick<Element>(from list: [Element], _ words: String...) -> Element? {
        list.isEmpty ? nil : list[Int(unit(words) * Double(list.count))]
    }

    /// The numbers below `count` in a seeded order.
    func order(of count: Int, _ words: String...) -> [Int] {
        (0..<count).map { (bits(words + ["\($0)"]), $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// A digest of the words, spread by the seed.
    private func bits(_ words: [String]) -> UInt64 {
        var hash = FNV1a()
        for word in words {
            hash.add(word.utf8)
            // A byte that no UTF-8 text holds, so that "a", "bc" differs from "ab", "c".
            hash.add(0xff)
        }
        return first(of: first(of: seed) ^ hash.value)
    }

    private func first(of seed: UInt64) -> UInt64 {
        var chance = SplitMix64(seed: seed)
        return chance.next()
    }
}
