internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Shows who is expected when.
struct SessionListCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "Show the sessions and intakes of a day: when, where, with whom, who is expected.",
        discussion: """
            For staff who receive clients, the front desk too. It says nothing of what a session is \
            about. For example:

                cairn session list --as fd1

                cairn session list mon --as fd1

                cairn session list --week --as fd1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(
        help: "The day: today, mon (of this week), or a date (default: today).",
        transform: DayWord.parse)
    var day: DayWord?

    @Flag(help: "The whole week of that day.")
    var week = false

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        let actor = try visitor.person.named(in: opened)
        let today = await opened.now(over: &session).today
        let date = (day ?? .ahead(0)).date(on: today, looking: .thisWeek)
        let lines = try await session.ask(CalendarView(week: date.weekStart), as: actor)
        // A clinic without aftercare, or one in which it is down, has its sessions all the same.
        let intakes = try? await session.ask(IntakeAppointments(), as: actor)
        let days = week ? (0..<7).map { date.weekStart.advanced(by: $0) } : [date]
        let list = SessionList(lines: lines, intakes: intakes ?? [])
        let notes =
            intakes == nil && opened.clinic.services.contains(.aftercare)
            ? ["Intakes are not shown: aftercare does not answer."] : []
        return Output(list.lines(of: days), notes: [opened.banner] + notes)
    }
}
