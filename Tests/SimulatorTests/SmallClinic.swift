import Messages
import TestKit

/// The clinic that is rehearsed, and its clock.
enum SmallClinic {
    static let start = LocalDate(year: 2026, month: 10, day: 5)

    static let clinic = Clinic.small

    /// Local time of an hour of UTC in Chicago, with the changes of the clock of that winter.
    static func moment(_ utc: Timestamp) -> Moment {
        let winter = Timestamp("2026-11-01T07:00:00Z") ?? utc
        let summer = Timestamp("2027-03-14T08:00:00Z") ?? utc
        let offset: Int64 = utc < winter || utc >= summer ? -5 : -6
        let minutes = Int(utc.milliseconds / 60_000 + offset * 60)
        return Moment(
            utc: utc,
            local: LocalDateTime(
                date: LocalDate(daysSince1970: minutes / 1440),
                time: TimeOfDay(minutes: minutes % 1440)))
    }

    /// An hour of a day of the rehearsal, counted from its first Monday.
    static func moment(day: Int, hour: Int) -> Moment {
        let hours = Int64(start.advanced(by: day).daysSince1970 * 24 + hour)
        let guess = moment(Timestamp(milliseconds: (hours + 5) * 3_600_000))
        let missing = guess.local.time.minutes / 60 == hour ? 0 : 1
        return moment(guess.utc.advanced(byHours: missing))
    }
}
