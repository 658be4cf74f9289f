internal import Messages

/// The processor time of the longest turn, so that who watches from outside knows whether a loop
/// goes round often enough.
struct LongestTurn {
    private var sinceStart: Duration = .zero
    /// The longest of the hour that runs, and of the one before.
    private var inHour: Duration = .zero
    private var inHourBefore: Duration = .zero
    private var hourBegan: SteadyInstant?

    private static let hour: Duration = .hours(1)

    /// Notes a turn.
    ///
    /// - Parameters:
    ///   - turn: what it took of a processor.
    ///   - now: when it ended.
    mutating func note(_ turn: Duration, at now: SteadyInstant) {
        let began = hourBegan ?? now
        hourBegan = began
        if now - began >= Self.hour {
            inHourBefore = now - began < Self.hour * 2 ? inHour : .zero
            (inHour, hourBegan) = (.zero, now)
        }
        inHour = max(inHour, turn)
        sinceStart = max(sinceStart, turn)
    }

    /// In milliseconds: since the start, and in the last one to two hours.
    var counters: [String: Int64] {
        [
            "turn.longest-cpu-ms": sinceStart.milliseconds,
            "turn.longest-cpu-ms-last-hour": max(inHour, inHourBefore).milliseconds,
        ]
    }
}
