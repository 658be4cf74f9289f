/// A time on the clinic's wall clock, in minutes since midnight: `09:30`. `24:00` ends a day.
public struct TimeOfDay: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Minutes since midnight, 0 to 1440.
    public let minutes: Int

    public init(minutes: Int) { self.minutes = minutes }

    /// Reads `09:30`; nothing for another form, or a time after `24:00`.
    public init?(_ text: String) { self.init(text.utf8.span) }

    init?(_ bytes: Span<UInt8>) {
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            let hour = bytes.extracting(0..<2).decimal,
            let minute = bytes.extracting(3..<5).decimal,
            minute <= 59, hour * 60 + minute <= 1440
        else { return nil }
        minutes = hour * 60 + minute
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = TimeOfDay(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A time of day must look like 09:30.")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String {
        "\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))"
    }

    public static func < (left: Self, right: Self) -> Bool { left.minutes < right.minutes }
}

/// A date and a time on the clinic's wall clock: `2026-11-23T09:30`.
///
/// Sessions are agreed in local time, so the calendar never needs a time zone; the supervisor
/// alone turns UTC into local time, and says so in each clock message.
public struct LocalDateTime: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The day.
    public var date: LocalDate
    /// The time on that day.
    public var time: TimeOfDay

    public init(date: LocalDate, time: TimeOfDay) {
        self.date = date
        self.time = time
    }

    /// Reads `2026-11-23T09:30`; nothing for another form.
    public init?(_ text: String) {
        let bytes = text.utf8.span
        guard bytes.count == 16, bytes[10] == UInt8(ascii: "T"),
            let date = LocalDate(bytes.extracting(0..<10)),
            let time = TimeOfDay(bytes.extracting(11..<16))
        else { return nil }
        self.init(date: date, time: time)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = LocalDateTime(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A local time must look like 2026-11-23T09:30.")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { "\(date)T\(time)" }
    /// Minutes since 1970 on this clinic's wall clock; differences ignore a change of the clock.
    public var minutesSince1970: Int { date.daysSince1970 * 1440 + time.minutes }

    public static func < (left: Self, right: Self) -> Bool {
        left.minutesSince1970 < right.minutesSince1970
    }
}

/// A moment as the clinic knows it: UTC for order, local for everything people agree on.
public struct Moment: Hashable, Sendable, Codable, Comparable {
    /// The moment itself, by which moments are ordered.
    public var utc: Timestamp
    /// The same moment on the clinic's wall clock.
    public var local: LocalDateTime

    public init(utc: Timestamp, local: LocalDateTime) {
        self.utc = utc
        self.local = local
    }

    /// The clinic's date at this moment.
    public var today: LocalDate { local.date }

    /// The clinic's date of an earlier moment, by today's difference from UTC. Within an hour of
    /// midnight a change of the clock in between may put it on the day beside it, which no rule
    /// depends on.
    package func localDate(of time: Timestamp) -> LocalDate {
        let begun = utc.milliseconds.floorDivided(by: 60_000) * 60_000
        let shifted = time.milliseconds + Int64(local.minutesSince1970) * 60_000 - begun
        return LocalDate(daysSince1970: Int(shifted.floorDivided(by: Timestamp.day)))
    }

    public static func < (left: Self, right: Self) -> Bool { left.utc < right.utc }
}
