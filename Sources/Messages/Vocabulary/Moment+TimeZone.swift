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
        let day = Int(local.floorDivided(by: Timestamp.day))
        self.init(
            utc: time,
            local: LocalDateTime(
                date: LocalDate(daysSince1970: day), time: TimeOfDay(minutes: minutes - day * 1440))
        )
    }

    /// The hour at which a day begins on the wall clock of a place.
    public init?(startOf date: LocalDate, hour: Int, timeZone name: String) {
        self.init(
            LocalDateTime(date: date, time: TimeOfDay(minutes: hour * 60)), timeZone: name)
    }

    /// The moment at which the wall clock of a place shows a time; `nil` for a time zone that is not
    /// known here.
    ///
    /// Of a time that the clock shows twice, because it was set back, the first. A time that it
    /// skips, because it was set forward, is counted by the clock of before, as if nobody had set
    /// it: the moment then shows a later time than the one that was asked for.
    public init?(_ local: LocalDateTime, timeZone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        let before = Moment.utc(of: local, by: zone.offset(nearest: local, hours: -16))
        let first = Moment.all(at: local, in: zone).min() ?? before
        self.init(Timestamp(milliseconds: first), timeZone: name)
    }

    /// How often the wall clock of a place shows a time: once, unless somebody sets it; twice where
    /// it is set back over that time, and never where it is set forward over it.
    public static func count(at local: LocalDateTime, timeZone name: String) -> Int {
        TimeZone(identifier: name).map { all(at: local, in: $0).count } ?? 0
    }

    /// In milliseconds. The offset that holds is the one of the result, and not of any moment near:
    /// every one that is in force about that time is tried.
    private static func all(at local: LocalDateTime, in zone: TimeZone) -> [Int64] {
        // No place is farther from UTC than 14 hours, and no clock was set by more than a day.
        let offsets = Set((-16...16).map { zone.offset(nearest: local, hours: $0) })
        return offsets.map { utc(of: local, by: $0) }.filter { utc in
            Moment.utc(of: local, by: zone.offset(at: utc)) == utc
        }
    }

    private static func utc(of local: LocalDateTime, by offset: Int64) -> Int64 {
        Int64(local.minutesSince1970) * 60_000 - offset
    }
}

extension TimeZone {
    /// How far the wall clock is ahead of UTC, in milliseconds.
    fileprivate func offset(at utc: Int64) -> Int64 {
        Int64(secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc) / 1000))) * 1000
    }

    /// The same, so many hours from a local time as if that were UTC.
    fileprivate func offset(nearest local: LocalDateTime, hours: Int) -> Int64 {
        offset(at: Int64(local.minutesSince1970) * 60_000 + Int64(hours) * Timestamp.hour)
    }
}
