internal import Messages

/// Chance that a seed repeats: SplitMix64 (Steele, Lea & Flood 2014). For tests.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var source: SplitMix64

    /// - Parameter seed: each seed is a history of its own; any number will do.
    public init(seed: UInt64) { source = SplitMix64(seed: seed) }

    /// The next 64 bits.
    public mutating func next() -> UInt64 { source.next() }

    /// A number from 0 up to, but not, a bound that is above 0. For small bounds: it is the rest
    /// of a division, and so not quite even.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
