internal import Foundation

extension Moment {
    /// A moment on the wall clock of a place; `nil` for a time zone that is not known here.
    ///
    /// The one place that needs the rules of time zones, and so all of Foundation.
    public init?(_ time: Timestamp, timeZone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
        let local = time.milliseconds + Int64(zone.secondsFromGMT(for: date)) * 1000
        let minutes = Int(local.floorDivided(by: 60_000))
        let day = Int(local.floorDivided(by: 86_400_000))
        self.init(
            utc: time,
            local: LocalDateTime(
                date: LocalDate(daysSince1970: day), time: TimeOfDay(minutes: minutes - day * 1440))
        )
    }

    /// The hour at which a day begins on the wall clock of a place.
    public init?(startOf date: LocalDate, hour: Int, timeZone name: String) {
        let guess = Timestamp(
            milliseconds: Int64(date.daysSince1970) * 86_400_000 + Int64(hour) * 3_600_000)
        guard let there = Moment(guess, timeZone: name) else { return nil }
        let offset = Int64(
            there.local.minutesSince1970 - (date.daysSince1970 * 1440 + hour * 60))
        self.init(
            Timestamp(milliseconds: guess.milliseconds - offset * 60_000), timeZone: name)
    }
}
