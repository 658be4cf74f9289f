/// Seeded chance for delays, so that peers who fail together do not try again together.
struct Jitter: Hashable, Sendable, RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea & Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// `first` milliseconds, doubled for each failed attempt up to `limit`, and up to half more.
    mutating func backoff(attempt: Int, first: Int64, limit: Int64) -> Int64 {
        let delay = min(limit, first << min(max(attempt, 0), 20))
        return delay + Int64.random(in: 0...(delay / 2), using: &self)
    }
}
