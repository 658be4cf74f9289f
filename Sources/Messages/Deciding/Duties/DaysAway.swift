/// Who of the staff is away on which days, folded from what the scheduler tells of it.
///
/// Each core that has duties keeps one in its ``DutyBook``: whoever is away gets no duty.
package struct DaysAway: Hashable, Sendable, Codable {
    /// Days in a row on which one person is away.
    package struct Span: Hashable, Sendable, Codable {
        /// The first day.
        package let first: LocalDate
        /// The last day, which is one of them.
        package let last: LocalDate
        /// When it was told.
        package let told: Timestamp
    }

    /// Each person's, in the order in which they were told. They may overlap.
    package private(set) var spans: [StaffID: [Span]] = [:]

    /// Longer than anything that is reckoned in days of work looks back.
    private static let retention = Retention.Days(28)

    package init() {}

    /// What the scheduler answers of it.
    package init(_ lines: [AwayLine]) {
        for line in lines {
            spans[line.staff, default: []].append(
                Span(first: line.from, last: line.through, told: line.told))
        }
    }

    /// Folds who is away or back; any other event changes nothing.
    package mutating func fold(_ fact: Fact) {
        switch fact.event {
        case let event as StaffAway:
            let oldest = DaysAway.retention.oldest(before: fact.time.dayInUTC)
            spans = spans.compactMapValues { DaysAway.kept($0.filter { oldest <= $0.last }) }
            spans[event.staff, default: []].append(
                Span(first: event.from, last: event.through, told: fact.time))
        case let event as StaffBack:
            spans[event.staff] = spans[event.staff].flatMap { spans in
                DaysAway.kept(spans.compactMap { $0.until(event.from) })
            }
        default: break
        }
    }

    /// Whether a person is away on a day.
    package func isAway(_ person: StaffID, on day: LocalDate) -> Bool {
        span(of: person, on: day) != nil
    }

    /// What was told first of a day on which a person is away.
    package func span(of person: StaffID, on day: LocalDate) -> Span? {
        spans[person]?.first { $0.first <= day && day <= $0.last }
    }

    /// The first day from one on, on which a person is not away.
    package func back(_ person: StaffID, from day: LocalDate) -> LocalDate {
        var day = day
        while let span = span(of: person, on: day) { day = span.last.advanced(by: 1) }
        return day
    }

    /// Everybody who is away on a day.
    package func people(on day: LocalDate) -> Set<StaffID> {
        Set(spans.keys.filter { isAway($0, on: day) })
    }

    private static func kept(_ spans: [Span]) -> [Span]? { spans.isEmpty ? nil : spans }
}

extension DaysAway.Span {
    /// What is left of it where the person is back on a day; `nil` for nothing.
    fileprivate func until(_ back: LocalDate) -> Self? {
        guard first < back else { return nil }
        return Self(first: first, last: min(last, back.advanced(by: -1)), told: told)
    }
}
