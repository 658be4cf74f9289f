internal import Messages

/// On which days somebody is there to make a contact, by the hours and closures of `clinic.yaml`.
///
/// A person without any hours is taken to work whenever the clinic's care staff does; where nobody
/// has hours each day counts, and the clinic's check says so.
struct StaffDays {
    private let now: LocalDateTime
    private let closures: Set<LocalDate>
    /// The end of each person's last hours, by weekday.
    private var ends: [StaffID: [Weekday: TimeOfDay]] = [:]
    private var anyone: [Weekday: TimeOfDay] = [:]

    /// How far a day of work is looked for; further ahead the calendar's day counts.
    private static let horizon = 28

    init(of clinic: Clinic, at now: LocalDateTime) {
        self.now = now
        closures = Set(clinic.closures)
        for person in clinic.staff where !Set<Role>.care.isDisjoint(with: person.roles) {
            for time in person.hours {
                let end = ends[person.id]?[time.weekday] ?? time.end
                ends[person.id, default: [:]][time.weekday] = max(end, time.end)
                anyone[time.weekday] = max(anyone[time.weekday] ?? time.end, time.end)
            }
        }
    }

    /// The day of work nearest to a wished one: that day or one before it, from today on; else the
    /// first one after it.
    ///
    /// - Parameter person: whose day; anybody's of the care staff for `nil`.
    func nearest(to wished: LocalDate, for person: StaffID?) -> LocalDate {
        let latest = max(wished, now.date)
        let before = (0...StaffDays.horizon).lazy.map { latest.advanced(by: -$0) }
            .prefix { now.date <= $0 }.first { isWorked($0, by: person) }
        return before ?? first(from: latest, for: person)
    }

    /// The first day of work from a day on.
    func first(from day: LocalDate, for person: StaffID?) -> LocalDate {
        let first = max(day, now.date)
        return (0...StaffDays.horizon).lazy.map { first.advanced(by: $0) }
            .first { isWorked($0, by: person) } ?? first
    }

    /// The day so many of the clinic's days of work later.
    func advanced(_ day: LocalDate, by count: Int) -> LocalDate {
        var (found, left) = (day, count)
        for _ in 0..<(count + StaffDays.horizon) where left > 0 {
            found = found.advanced(by: 1)
            if isOpen(found, by: anyone) { left -= 1 }
        }
        return left == 0 ? found : day.advanced(by: count)
    }

    /// Today counts only until the last hours end.
    private func isWorked(_ day: LocalDate, by person: StaffID?) -> Bool {
        let hours = person.flatMap { ends[$0] } ?? anyone
        guard isOpen(day, by: hours) else { return false }
        return now.date < day || hours[day.weekday].map { now.time < $0 } ?? true
    }

    private func isOpen(_ day: LocalDate, by hours: [Weekday: TimeOfDay]) -> Bool {
        !closures.contains(day) && (hours.isEmpty || hours[day.weekday] != nil)
    }
}
