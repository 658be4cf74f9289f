internal import Messages

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

    /// `first`, doubled for each failed attempt up to `limit`, and up to half more.
    mutating func backoff(attempt: Int, first: Duration, limit: Duration) -> Duration {
        let delay = min(limit, first * (1 << min(max(attempt, 0), 20)))
        return delay + upTo(delay / 2)
    }

    /// So long, or less: any number of whole milliseconds.
    mutating func upTo(_ longest: Duration) -> Duration {
        .milliseconds(Int64.random(in: 0...longest.milliseconds, using: &self))
    }
}
