/// On which days the staff works, and when on them: by the `hours` and `closures` of `clinic.yaml`,
/// without those who are away.
///
/// All that is reckoned in days of work or in staff hours (``StaffHours``) is reckoned from here. A
/// person who is away, or who has no hours, is stood in for by the care staff: what is due then is
/// due on a day on which any of them works. Where nobody has hours each day counts, and the clinic's
/// check says so.
package struct StaffDays: Sendable {
    private let now: LocalDateTime?
    private let closures: Set<LocalDate>
    private let away: DaysAway
    private var hours: [StaffID: [Weekday: [WeeklyTime]]] = [:]
    private var care: [StaffID] = []

    /// How far a day of work is looked for; further ahead the calendar's day counts.
    private static let horizon = 28

    /// - Parameter now: what it is: no day of before is found, and today only until its last hours
    ///   end; `nil` where each day is as good.
    package init(
        of clinic: Clinic, away: DaysAway = DaysAway(), at now: LocalDateTime? = nil
    ) {
        (self.now, self.away) = (now, away)
        closures = Set(clinic.closures)
        for person in clinic.staff {
            for time in person.hours where time.start < time.end {
                hours[person.id, default: [:]][time.weekday, default: []].append(time)
            }
            let isCaring = !Set<Role>.care.isDisjoint(with: person.roles)
            if isCaring, hours[person.id] != nil { care.append(person.id) }
        }
    }

    /// When some people work on a day, in order. Two who work at once have a time each.
    package func times(of people: [StaffID], on day: LocalDate) -> [WeeklyTime] {
        guard !closures.contains(day) else { return [] }
        return people.flatMap { person in
            away.isAway(person, on: day) ? [] : hours[person]?[day.weekday] ?? []
        }
        .sorted()
    }

    /// Whether a person is away on a day.
    package func isAway(_ person: StaffID, on day: LocalDate) -> Bool {
        away.isAway(person, on: day)
    }

    /// The first day from one on, on which a person is not away.
    package func back(_ person: StaffID, from day: LocalDate) -> LocalDate {
        away.back(person, from: day)
    }

    /// The day of work nearest to a wished one: that day or one before it, from today on; else the
    /// first one after it.
    ///
    /// - Parameter person: whose day; anybody's of the care staff for `nil`.
    package func nearest(to wished: LocalDate, for person: StaffID?) -> LocalDate {
        let latest = now.map { max(wished, $0.date) } ?? wished
        let before = (0...StaffDays.horizon).lazy.map { latest.advanced(by: -$0) }
            .prefix { day in now.map { $0.date <= day } ?? true }
            .first { isWorked($0, by: person) }
        return before ?? first(from: latest, for: person)
    }

    /// The first day of work from a day on.
    package func first(from day: LocalDate, for person: StaffID?) -> LocalDate {
        let first = now.map { max(day, $0.date) } ?? day
        return (0...StaffDays.horizon).lazy.map { first.advanced(by: $0) }
            .first { isWorked($0, by: person) } ?? first
    }

    /// The day so many of the clinic's days of work later.
    package func advanced(_ day: LocalDate, by count: Int) -> LocalDate {
        var (found, left) = (day, count)
        for _ in 0..<(count + StaffDays.horizon) where left > 0 {
            found = found.advanced(by: 1)
            if end(of: found, for: nil) != nil { left -= 1 }
        }
        return left == 0 ? found : day.advanced(by: count)
    }

    /// Today counts only until the last hours end.
    private func isWorked(_ day: LocalDate, by person: StaffID?) -> Bool {
        guard let end = end(of: day, for: person) else { return false }
        return now.map { $0.date < day || $0.time < end } ?? true
    }

    /// The end of the last hours of a day; `nil` where nobody works on it.
    private func end(of day: LocalDate, for person: StaffID?) -> TimeOfDay? {
        guard !closures.contains(day) else { return nil }
        if let person, let own = hours[person], !away.isAway(person, on: day) {
            return own[day.weekday]?.map(\.end).max()
        }
        guard !care.isEmpty else { return TimeOfDay(minutes: 24 * 60) }
        return times(of: care, on: day).map(\.end).max()
    }
}
