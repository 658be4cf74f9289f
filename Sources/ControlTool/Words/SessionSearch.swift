internal import ClinicClient
internal import Messages

/// Looks sessions up that a person typed, and names the near ones where none or several are meant.
struct SessionSearch {
    let actor: Actor
    let today: LocalDate
    let direction: DayWord.Direction
    /// The command with a session typed so.
    let command: (String) -> String

    /// How many are named.
    private static let most = 8
}

extension SessionSearch {
    init(
        _ opened: OpenedClinic, as actor: Actor, over bus: inout BusSession,
        looking direction: DayWord.Direction,
        command: @escaping (String) -> String
    ) async {
        _ = await bus.waitUntilHeard(.supervisor, within: BusSession.silence)
        self.actor = actor
        today = opened.now(heardIn: bus).today
        self.direction = direction
        self.command = command
    }

    /// The sessions of the day that is meant; of an id, those of its week.
    func lines(of word: SessionWord, over bus: inout BusSession) async throws -> [CalendarLine] {
        let day = word.date(on: today, looking: direction)
        return try await bus.ask(CalendarView(week: day.weekStart), as: actor).filter {
            word.id != nil || $0.start.date == day
        }
    }

    /// The one session that is meant. An id that is on no calendar stays as it was typed: the
    /// scheduler knows what became of it.
    func found(_ word: SessionWord, over bus: inout BusSession) async throws -> SessionID {
        let lines = try await lines(of: word, over: &bus)
        if let id = word.id { return id }
        return try one(of: lines.filter(word.fits), among: lines).session
    }

    /// The only one of some sessions; else a refusal that names them, or the near ones.
    func one(of matches: [CalendarLine], among near: [CalendarLine]) throws -> CalendarLine {
        if let only = matches.first, matches.count == 1 { return only }
        guard matches.isEmpty else {
            throw ClientError.refused(
                Advice(
                    "More than one session is meant.",
                    remedy: "Give one of: \(commands(for: matches))."))
        }
        throw ClientError.refused(
            Advice(
                "No such session is on the calendar.",
                remedy: near.isEmpty
                    ? "There is none on that day: see `cairn session list --week`."
                    : "On that day there are: \(commands(for: near))."))
    }

    private func commands(for lines: [CalendarLine]) -> String {
        let typed = lines.sorted { ($0.start, $0.session) < ($1.start, $1.session) }.map {
            "`\(command($0.typed(on: today, looking: direction)))`"
        }
        let left = typed.count - SessionSearch.most
        return typed.prefix(SessionSearch.most).joined(separator: ", ")
            + (left > 0 ? " and \(left) more: `cairn session list`" : "")
    }
}
