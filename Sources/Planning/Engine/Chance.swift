internal import Glibc

/// Chance that a seed repeats, in the one module where it is drawn a million times a second.
///
/// SplitMix64 (Steele, Lea & Flood 2014), as in `Messages`, whose own cannot be inlined here.
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    @inline(__always)
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not, a bound above 0 and below 2^32.
    @inline(__always)
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
    }

    /// Whether something happens that does so `count` times of `total`.
    @inline(__always)
    mutating func happens(_ count: Int, of total: Int) -> Bool { below(total) < count }

    /// How much worse a step may make the plan at a temperature of 1: exponential, of mean 1.
    @inline(__always)
    mutating func patience() -> Double {
        // From 2^-53 to 1, so that the logarithm is finite.
        -log((Double(next() >> 11) + 1) * 0x1p-53)
    }
}
