internal import Messages

/// Whether chance calls a client for a urine test on a day that begins.
///
/// Each day on which somebody can collect is drawn by itself when it begins. So a later day is
/// written nowhere; no day is sure to come, and none is sure not to: not after a test, not at the
/// end of a week. Over the weeks as many tests come as the phase wants.
struct TestDraw {
    /// Days of a week on which somebody can collect.
    private let daysPerWeek: Int
    private let isOpen: Bool
    private let day: LocalDate

    /// Who collects, best first.
    static let roles: [Role] = [.nurse, .caseManager, .peerSpecialist, .clinician]

    /// - Parameter away: who is away: where all who collect are, nobody is called.
    init(on day: LocalDate, at clinic: Clinic, away: DaysAway) {
        self.day = day
        let collecting = clinic.staff.filter { !Set($0.roles).isDisjoint(with: TestDraw.roles) }
        let hours = Set(collecting.flatMap(\.hours).map(\.weekday))
        // Whoever has no hours is taken to work on each day.
        let weekdays = hours.isEmpty ? Set(Weekday.allCases) : hours
        daysPerWeek = weekdays.count
        isOpen =
            collecting.contains { !away.isAway($0.id, on: day) && $0.mayWork(on: day.weekday) }
            && weekdays.contains(day.weekday) && !clinic.closures.contains(day)
            && clinic.rooms.contains { $0.kind == "collection" }
    }

    /// Whether the client is called.
    ///
    /// - Parameters:
    ///   - count: tests in four weeks.
    ///   - last: the day that was drawn last, or on which the stay began.
    func calls(tests count: Int, last: LocalDate, by chance: inout IdentifierSource) -> Bool {
        guard isOpen, last < day else { return false }
        let days = 4 * daysPerWeek
        let draw = chance.number(below: days)
        // Whom chance has left out for twice the usual distance it calls on every second day.
        let isLate = last.days(until: day) > 2 * 28 / count
        return draw < (isLate ? max(count, days / 2) : count)
    }
}

extension Clinic.Staff {
    /// Whether a person works on a day of the week; whoever has no hours may on each.
    func mayWork(on weekday: Weekday) -> Bool {
        hours.isEmpty || hours.contains { $0.weekday == weekday }
    }
}
