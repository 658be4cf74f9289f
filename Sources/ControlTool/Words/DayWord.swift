internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// A day as a person types one: a date, `today`, `tomorrow`, `yesterday`, or a day of the week.
enum DayWord: Hashable {
    case date(LocalDate)
    /// So many days from today on.
    case ahead(Int)
    case weekday(Weekday)

    /// Which of the days with that name a day of the week means.
    enum Direction {
        /// Today, or the next one that comes.
        case next
        /// The next one that comes, and not today.
        case after
        /// Today, or the last one that was.
        case last
        /// The one in this week, from Monday on.
        case thisWeek
    }

    /// Reads it; the near word is the parser's to say.
    @Sendable static func parse(_ text: String) throws -> DayWord {
        switch text.lowercased() {
        case "today": return .ahead(0)
        case "tomorrow": return .ahead(1)
        case "yesterday": return .ahead(-1)
        case let word:
            let named = Weekday.allCases.first {
                word.count >= 3 && (word == $0.rawValue || $0.name.hasPrefix(word))
            }
            if let named { return .weekday(named) }
            guard LocalDate(text) != nil || text.contains("-") else {
                let near = NearMiss.question(
                    word, in: ["today", "tomorrow", "yesterday"] + Weekday.allCases.map(\.name))
                throw ValidationError("\(near)A day is today, mon or a date such as 2026-10-05.")
            }
            return .date(try ArgumentParsing.date(text))
        }
    }

    /// The day that is meant on a day.
    func date(on today: LocalDate, looking direction: Direction) -> LocalDate {
        switch self {
        case .date(let date): return date
        case .ahead(let days): return today.advanced(by: days)
        case .weekday(let weekday):
            let there = today.weekStart.advanced(by: weekday.daysAfterMonday)
            return switch direction {
            case .thisWeek: there
            case .next: there < today ? there.advanced(by: 7) : there
            case .after: there <= today ? there.advanced(by: 7) : there
            case .last: there > today ? there.advanced(by: -7) : there
            }
        }
    }
}

extension DayWord {
    /// What the help says of a day that comes.
    static let coming = "today, fri (the next one), or a date such as 2026-10-05"

    /// The day that is meant now, by the clinic's clock.
    func date(
        looking direction: Direction, in opened: OpenedClinic, over session: inout BusSession
    ) async -> LocalDate {
        if case .date(let date) = self { return date }
        return date(on: await opened.now(over: &session).today, looking: direction)
    }

    /// The last day of some in a row: a day of the week is the next one from the first day on.
    func end(of first: LocalDate, on today: LocalDate) -> LocalDate {
        if case .weekday = self { return date(on: first, looking: .next) }
        return date(on: today, looking: .next)
    }
}

extension OpenedClinic {
    /// What time it is here, as the supervisor says it.
    func now(over session: inout BusSession) async -> Moment {
        _ = await session.waitUntilHeard(.supervisor, within: BusSession.silence)
        return now(heardIn: session)
    }
}

extension Weekday {
    /// Its whole name.
    fileprivate var name: String {
        switch self {
        case .mon: "monday"
        case .tue: "tuesday"
        case .wed: "wednesday"
        case .thu: "thursday"
        case .fri: "friday"
        case .sat: "saturday"
        case .sun: "sunday"
        }
    }
}
