internal import Messages

/// On which day each session is, for half a year back from the newest: older ones are let go.
struct SessionDays: Equatable, Codable {
    private static let horizonDays = 182
    private var days: [SessionID: LocalDate] = [:]
    private var newest: LocalDate?

    mutating func note(_ event: SessionScheduled) {
        days[event.session] = event.start.date
        guard newest.map({ event.start.date > $0 }) ?? true else { return }
        newest = event.start.date
        let oldest = event.start.date.advanced(by: -SessionDays.horizonDays)
        days = days.filter { $0.value >= oldest }
    }

    /// The day of a session; of one that was let go, the UTC day on which it was recorded.
    func day(of session: SessionID, recorded: Timestamp) -> LocalDate {
        days[session] ?? SessionDays.day(of: recorded)
    }

    /// Whether the session is still to come from the scheduler's stream, and was not let go.
    func awaits(_ session: SessionID, recorded: Timestamp) -> Bool {
        guard days[session] == nil else { return false }
        guard let newest else { return true }
        return SessionDays.day(of: recorded) >= newest.advanced(by: -SessionDays.horizonDays)
    }

    private static func day(of time: Timestamp) -> LocalDate {
        LocalDate(daysSince1970: Int((Double(time.milliseconds) / 86_400_000).rounded(.down)))
    }
}
