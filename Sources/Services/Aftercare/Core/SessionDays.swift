internal import Messages

/// On which day each session is: an attendance names only its session.
struct SessionDays: Equatable, Codable {
    /// Half a year: more than the scheduler keeps, which takes no attendance of older sessions.
    private static let retention = Retention.Days(182)
    private var days: [SessionID: LocalDate] = [:]
    private var newest: LocalDate?

    mutating func add(_ event: SessionScheduled) {
        days[event.session] = event.start.date
        guard newest.map({ event.start.date > $0 }) ?? true else { return }
        newest = event.start.date
        let oldest = SessionDays.retention.oldest(before: event.start.date)
        days = days.filter { $0.value >= oldest }
    }

    /// The day of a session; of one that was let go, the UTC day on which it was recorded.
    func day(of session: SessionID, recorded: Timestamp) -> LocalDate {
        days[session] ?? recorded.dayInUTC
    }

    /// Whether the session is still to come from the scheduler's stream, and was not let go.
    func awaits(_ session: SessionID, recorded: Timestamp) -> Bool {
        guard days[session] == nil else { return false }
        guard let newest else { return true }
        return recorded.dayInUTC >= SessionDays.retention.oldest(before: newest)
    }
}
