internal import Messages

extension Moment {
    /// The calendar day of an earlier moment, by today's difference from UTC. Near midnight it
    /// may be off by a day across a change of the clock, which no rule here depends on.
    func localDate(of time: Timestamp) -> LocalDate {
        let offset = Int64(local.minutesSince1970) * 60_000 - utc.milliseconds / 60_000 * 60_000
        let shifted = time.milliseconds + offset
        let day = shifted / 86_400_000 - (shifted % 86_400_000 < 0 ? 1 : 0)
        return LocalDate(daysSince1970: Int(day))
    }

    /// Whole days since an earlier moment.
    func days(since time: Timestamp) -> Int {
        Int((utc.milliseconds - time.milliseconds) / 86_400_000)
    }
}
