/// Chance that a seed repeats: SplitMix64 (Steele, Lea & Flood 2014). For tests.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter seed: each seed is a history of its own; any number will do.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number from 0 up to, but not, a bound that is above 0. For small bounds: it is the rest
    /// of a division, and so not quite even.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
