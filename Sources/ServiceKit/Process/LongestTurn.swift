/// The processor time of the longest turn, so that who watches from outside knows whether a loop
/// goes round often enough.
struct LongestTurn {
    private var sinceStart: Int64 = 0
    /// The longest of the hour that runs, and of the one before.
    private var inHour: Int64 = 0
    private var inHourBefore: Int64 = 0
    private var hour: Int64 = 0

    private static let millisecondsInHour: Int64 = 3_600_000

    /// Notes a turn.
    ///
    /// - Parameter time: when it ended, in milliseconds of a clock that does not go back.
    mutating func note(_ microseconds: Int64, at time: Int64) {
        let now = time / Self.millisecondsInHour
        if now != hour {
            (inHourBefore, inHour, hour) = (now == hour + 1 ? inHour : 0, 0, now)
        }
        inHour = max(inHour, microseconds)
        sinceStart = max(sinceStart, microseconds)
    }

    /// In milliseconds: since the start, and in the last one to two hours.
    var counters: [String: Int64] {
        [
            "turn.longest-cpu-ms": sinceStart / 1000,
            "turn.longest-cpu-ms-last-hour": max(inHour, inHourBefore) / 1000,
        ]
    }
}
