internal import Journal
internal import Messages

/// Counts how long a service has run, turn by turn.
///
/// A process takes several turns in a second. Where the wall clock shows more than a minute from
/// one to the next it was set, or the machine slept: neither is time in which this process ran.
struct RunningClock: Sendable {
    /// What one turn counts for at most.
    static var turnLimit: Duration { .seconds(60) }

    private var wall: Timestamp
    private(set) var time: RunningTime

    /// - Parameters:
    ///   - time: how long earlier processes of the service ran.
    ///   - wall: what the wall clock shows.
    init(after time: RunningTime, wall: Timestamp) {
        self.time = time
        self.wall = wall
    }

    /// Takes in what the wall clock shows.
    mutating func pass(to wall: Timestamp) {
        let passed = min(max(.zero, wall - self.wall), Self.turnLimit)
        time = time.advanced(by: passed)
        self.wall = wall
    }
}
