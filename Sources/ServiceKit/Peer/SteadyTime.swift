/// Milliseconds that only go on, whatever is done to the machine's clock.
///
/// Retries, backoff and deadlines of one's own count time that passes. If they were held against a
/// clock that was set back by an hour, nothing would be tried again for an hour.
struct SteadyTime: Sendable {
    private var wall: Int64
    /// The time that it has become; at the start that of the wall clock.
    private(set) var now: Int64

    /// - Parameter wall: milliseconds of the wall clock.
    init(wall: Int64) {
        self.wall = wall
        now = wall
    }

    /// Takes in what the wall clock shows. What it goes back by is left out.
    mutating func pass(to wall: Int64) -> Int64 {
        now += max(0, wall - self.wall)
        self.wall = wall
        return now
    }
}
