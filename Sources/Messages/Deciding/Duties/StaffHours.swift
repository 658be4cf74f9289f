/// When who of a clinic's staff is on shift: the days of work (``StaffDays``) as moments.
///
/// It reckons in UTC on the clinic's calendar, so that a day on which the clock is set has as many
/// hours as it has. What was reckoned once is kept: make one for a decision, and use it throughout.
package struct StaffHours: Sendable {
    private let clinic: Clinic
    private let days: StaffDays
    private var midnights: [LocalDate: Timestamp] = [:]
    private var shifts: [Shifts: [Range<Timestamp>]] = [:]

    /// No deadline in staff hours is further away than this, or than as many hours of the clock if
    /// that is longer: a role that is seldom in, or a long closure, puts nothing off for ever.
    package static let mostDays = 7

    private struct Shifts: Hashable {
        let day: LocalDate
        let people: [StaffID]
    }

    /// - Parameter away: who is away, and so on no shift.
    package init(_ clinic: Clinic, away: DaysAway = DaysAway()) {
        self.clinic = clinic
        days = StaffDays(of: clinic, away: away)
    }

    /// The moment by which somebody of some roles was on shift for so many hours since another.
    ///
    /// Where nobody of them has any hours, as many hours of the clock; ``mostDays`` is the bound.
    package mutating func moment(_ hours: Int, after start: Timestamp, of roles: [Role])
        -> Timestamp
    {
        let people = people(of: roles)
        let latest = start.advanced(byHours: max(hours, Self.mostDays * 24))
        guard people.contains(where: { !$0.hours.isEmpty }) else {
            return start.advanced(byHours: hours)
        }
        let ids = people.map(\.id)
        var rest = Int64(hours) * Timestamp.hour
        for span in spans(of: ids, from: start, until: latest) {
            let length = span.upperBound.milliseconds - span.lowerBound.milliseconds
            guard rest > length else {
                return Timestamp(milliseconds: span.lowerBound.milliseconds + rest)
            }
            rest -= length
        }
        return latest
    }

    /// When whoever of some roles has to do it counts as late.
    ///
    /// - Parameter start: since when it has to be done. The answer is later.
    package mutating func due(after start: Timestamp, within term: DutyTerm, of roles: [Role])
        -> Timestamp
    {
        switch term {
        case .hours(let count): return start.advanced(byHours: max(1, count))
        case .staffHours(let count): return moment(max(1, count), after: start, of: roles)
        case .sameDay(let count):
            let most = moment(max(1, count), after: start, of: roles)
            let least = moment(1, after: start, of: roles)
            return max(least, min(most, end(of: day(of: start), for: roles)))
        case .day(let day):
            let end = end(of: day, for: roles)
            return end > start
                ? end : moment(DutyTerm.nextPersonStaffHours, after: start, of: roles)
        }
    }

    /// The end of the last shift of some roles on a day, or on the next day that has one; the end of
    /// the day itself where none has within ``mostDays``.
    package mutating func end(of day: LocalDate, for roles: [Role]) -> Timestamp {
        let people = people(of: roles).map(\.id)
        for distance in 0...Self.mostDays {
            if let last = shifts(of: people, on: day.advanced(by: distance)).last {
                return last.upperBound
            }
        }
        return midnight(of: day.advanced(by: 1))
    }

    /// By when somebody who looks at duties now has to have done them: by the beginning of the shift
    /// that follows the present one, or the next one where none is.
    ///
    /// So nothing becomes late between two shifts that nobody saw in the first. The shifts of a day
    /// count as one. Whoever has no hours is asked as the whole staff is; ``mostDays`` is the bound.
    package mutating func untilNextShift(of people: [StaffID], at now: Timestamp) -> Timestamp {
        let own = clinic.staff.filter { people.contains($0.id) && !$0.hours.isEmpty }
        let ids = (own.isEmpty ? clinic.staff : own).map(\.id)
        let today = day(of: now)
        var hasShift = false
        for distance in 0...Self.mostDays {
            let shifts = shifts(of: ids, on: today.advanced(by: distance))
            if hasShift, let first = shifts.first { return first.lowerBound }
            hasShift = hasShift || shifts.contains { $0.upperBound > now }
        }
        return midnight(of: today.advanced(by: Self.mostDays))
    }

    /// When a person is on shift first, at or after a moment and before another; `nil` for never.
    package mutating func firstShift(
        of person: StaffID, from start: Timestamp, until end: Timestamp
    )
        -> Timestamp?
    {
        spans(of: [person], from: start, until: end).first?.lowerBound
    }

    /// Whether a person is away now, and on no shift before a moment: what is due by then is not
    /// done by that person.
    package mutating func isAway(_ person: StaffID, from start: Timestamp, until end: Timestamp)
        -> Bool
    {
        let today = day(of: start)
        guard days.isAway(person, on: today) else { return false }
        guard midnight(of: days.back(person, from: today)) < end else { return true }
        // Whoever has no hours may be there at any time of the day of the return.
        let hasHours = clinic.staff.contains { $0.id == person && !$0.hours.isEmpty }
        return hasHours && firstShift(of: person, from: start, until: end) == nil
    }

    /// The clinic's date at a moment.
    package mutating func day(of moment: Timestamp) -> LocalDate {
        var day = moment.dayInUTC.advanced(by: -1)
        while midnight(of: day.advanced(by: 1)) <= moment { day = day.advanced(by: 1) }
        return day
    }

    private func people(of roles: [Role]) -> [Clinic.Staff] {
        clinic.staff.filter { !Set($0.roles).isDisjoint(with: roles) }
    }

    /// The spans in which one of some people is on shift, in order, cut to a time.
    private mutating func spans(of people: [StaffID], from start: Timestamp, until end: Timestamp)
        -> [Range<Timestamp>]
    {
        guard start < end else { return [] }
        // The clinic's date differs from UTC's by a day at most.
        var day = start.dayInUTC.advanced(by: -1)
        let last = end.dayInUTC.advanced(by: 1)
        var found: [Range<Timestamp>] = []
        while day <= last {
            found += shifts(of: people, on: day).compactMap { shift in
                let cut = (max(shift.lowerBound, start), min(shift.upperBound, end))
                return cut.0 < cut.1 ? cut.0..<cut.1 : nil
            }
            day = day.advanced(by: 1)
        }
        return found
    }

    /// The spans of one day in which one of some people is on shift, in order, none touching another.
    private mutating func shifts(of people: [StaffID], on day: LocalDate) -> [Range<Timestamp>] {
        let key = Shifts(day: day, people: people)
        if let known = shifts[key] { return known }
        let times = days.times(of: people, on: day)
        var merged: [(start: TimeOfDay, end: TimeOfDay)] = []
        for time in times {
            if let last = merged.last, time.start <= last.end {
                merged[merged.count - 1].end = max(last.end, time.end)
            } else {
                merged.append((time.start, time.end))
            }
        }
        let found = merged.compactMap { span -> Range<Timestamp>? in
            let (start, end) = (moment(span.start, on: day), moment(span.end, on: day))
            return start < end ? start..<end : nil
        }
        shifts[key] = found
        return found
    }

    /// The moment at which the clinic's clock shows a time, also on a day on which it is set.
    package mutating func time(of local: LocalDateTime) -> Timestamp {
        moment(local.time, on: local.date)
    }

    /// The moment at which the clinic's clock shows a time of a day.
    private mutating func moment(_ time: TimeOfDay, on day: LocalDate) -> Timestamp {
        let start = midnight(of: day)
        let plain = Timestamp(milliseconds: start.milliseconds + Int64(time.minutes) * 60_000)
        // On a day on which nobody sets the clock that is all.
        guard midnight(of: day.advanced(by: 1)) != start.advanced(byHours: 24) else { return plain }
        return Moment(LocalDateTime(date: day, time: time), timeZone: clinic.timeZone)?.utc ?? plain
    }

    /// The moment at which a day of the clinic's calendar begins.
    package mutating func midnight(of day: LocalDate) -> Timestamp {
        if let known = midnights[day] { return known }
        // A zone that is not known here was refused with the description: UTC then stands in.
        let found =
            Moment(startOf: day, hour: 0, timeZone: clinic.timeZone)?.utc
            ?? Timestamp(startInUTCOf: day)
        midnights[day] = found
        return found
    }
}
