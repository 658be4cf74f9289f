internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// A moment as a person types one: a time of today, or a day and a time.
///
/// `18:30`, `yesterday 18:30`, `fri 10`, `2026-10-05 18:30`, `2026-10-05T18:30`.
struct MomentWord: Hashable {
    /// The day; `nil` for today.
    let day: DayWord?
    let time: TimeOfDay

    /// Reads it; the near word is the parser's to say.
    @Sendable static func parse(_ text: String) throws -> MomentWord {
        if let local = LocalDateTime(text) {
            return MomentWord(
                day: .date(try ArgumentParsing.date("\(local.date)")), time: local.time)
        }
        let words = text.split(separator: " ").map(String.init)
        guard let last = words.last, let time = TimeWord.read(last), words.count <= 2 else {
            throw ValidationError(
                "A time is 18:30, \"yesterday 18:30\", \"fri 10\" or 2026-10-05T18:30.")
        }
        return MomentWord(day: try words.dropLast().first.map(DayWord.parse), time: time)
    }

    /// Reads it from the words of a line.
    static func read(_ words: [String]) throws(ClientError) -> MomentWord {
        guard let word = try? parse(words.joined(separator: " ")) else {
            throw ClientError.usage(
                Advice(
                    "The time cannot be read.",
                    remedy: "It looks like fri 10:00 or 2026-10-05T18:30: a day, then a time."))
        }
        return word
    }

    /// The time that is meant. A day of the week whose time is over today, or not there yet, is
    /// another week's.
    func local(at now: LocalDateTime, looking direction: DayWord.Direction) -> LocalDateTime {
        let date = (day ?? .ahead(0)).date(on: now.date, looking: direction)
        let local = LocalDateTime(date: date, time: time)
        guard case .weekday? = day, date == now.date else { return local }
        return switch direction {
        case .last where local > now: LocalDateTime(date: date.advanced(by: -7), time: time)
        case .next where local <= now: LocalDateTime(date: date.advanced(by: 7), time: time)
        default: local
        }
    }
}
