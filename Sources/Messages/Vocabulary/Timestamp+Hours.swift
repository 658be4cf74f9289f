extension Timestamp {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    /// The full hour in which it lies.
    package var fullHour: Timestamp {
        Timestamp(milliseconds: milliseconds.floorDivided(by: Self.hour) * Self.hour)
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
