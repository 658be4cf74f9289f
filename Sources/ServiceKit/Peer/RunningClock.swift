internal import Journal

/// Counts how long a service has run, turn by turn.
///
/// A process takes several turns in a second. Where the wall clock shows more than a minute from
/// one to the next it was set, or the machine slept: neither is time in which this process ran.
struct RunningClock: Sendable {
    /// What one turn counts for at most, in milliseconds.
    static var turnLimit: Int64 { 60_000 }

    private var wall: Int64
    private(set) var time: RunningTime

    /// - Parameters:
    ///   - time: how long earlier processes of the service ran.
    ///   - wall: milliseconds of the wall clock.
    init(after time: RunningTime, wall: Int64) {
        self.time = time
        self.wall = wall
    }

    /// Takes in what the wall clock shows.
    mutating func pass(to wall: Int64) {
        let passed = min(max(0, wall - self.wall), Self.turnLimit)
        time = time.advanced(byMilliseconds: passed)
        self.wall = wall
    }
}
