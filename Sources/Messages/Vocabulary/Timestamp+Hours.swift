extension Timestamp {
    /// An hour, and a day in UTC, in milliseconds.
    static let (hour, day): (Int64, Int64) = (3_600_000, 86_400_000)

    /// The full hour in which it lies.
    package var fullHour: Timestamp {
        Timestamp(milliseconds: milliseconds.floorDivided(by: Self.hour) * Self.hour)
    }

    /// The moment at which a day begins in UTC.
    package init(startInUTCOf day: LocalDate) {
        self.init(milliseconds: Int64(day.daysSince1970) * Self.day)
    }

    /// The day in UTC.
    package var dayInUTC: LocalDate {
        LocalDate(daysSince1970: Int(milliseconds.floorDivided(by: Self.day)))
    }

    /// Whole hours since an earlier moment.
    package func hours(since earlier: Timestamp) -> Int {
        Int((milliseconds - earlier.milliseconds) / Self.hour)
    }

    /// Whole days since an earlier moment.
    package func days(since earlier: Timestamp) -> Int {
        Int((milliseconds - earlier.milliseconds) / Self.day)
    }
}
