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

    /// FNV-1a (Fowler, Noll & Vo) over the words, spread by SplitMix64 (Steele, Lea & Flood 2014).
    private func bits(_ words: [String]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for word in words {
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            // A byte that no UTF-8 text holds, so that "a", "bc" differs from "ab", "c".
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        return mixed(mixed(seed) ^ hash)
    }

    private func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
