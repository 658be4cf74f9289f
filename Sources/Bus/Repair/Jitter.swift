internal import Messages

/// Seeded chance for delays, so that peers who fail together do not try again together.
struct Jitter: Hashable, Sendable {
    private var chance: SplitMix64

    init(seed: UInt64) { chance = SplitMix64(seed: seed) }

    /// `first`, doubled for each failed attempt up to `limit`, and up to half more.
    mutating func backoff(attempt: Int, first: Duration, limit: Duration) -> Duration {
        let delay = min(limit, first * (1 << min(max(attempt, 0), 20)))
        return delay + upTo(delay / 2)
    }

    /// So long, or less: any number of whole milliseconds.
    mutating func upTo(_ longest: Duration) -> Duration {
        .milliseconds(Int64.random(in: 0...longest.milliseconds, using: &chance))
    }
}
