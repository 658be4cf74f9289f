internal import ArgumentParser
internal import Messages

/// Shows a week as a director looks at it.
struct WeekCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "week",
        abstract: "Show a week: sessions, who gets too few hours, open alerts, next contacts.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var revealing: RevealOptions

    @Argument(
        help: "A day of the week, as 2026-10-05 (default: the clinic's today).",
        transform: Reading.date)
    var date: LocalDate?

    func run() async throws {
        let place = try clinic.open()
        let terminal = Terminal.standard
        let report = try await place.visit(as: person) { session in
            let isRevealing = try await revealing.record(
                scope: "week", by: person, in: place.clinic, over: &session)
            return await WeekCommand.report(
                of: place, week: date, isRevealing: isRevealing, over: &session)
        }
        try terminal.line("\(place.clinic.name), \(report.today)")
        if let banner = place.banner { try terminal.line(banner) }
        try terminal.line()
        for line in report.lines { try terminal.line(line) }
        if report.plan == nil, report.alerts == nil, report.contacts == nil {
            throw ToolError.noAnswer(.scheduler)
        }
    }

    private static func report(
        of place: OpenedClinic, week date: LocalDate?, isRevealing: Bool,
        over session: inout BusSession
    ) async -> WeekReport {
        _ = await session.hears(.supervisor, within: BusSession.silence)
        let now = place.now(heardIn: session)
        let week = (date ?? now.today).weekStart
        return WeekReport(
            today: now.today, fullHours: place.clinic.phases.first?.hoursPerWeek ?? 0, now: now.utc,
            timeZone: place.clinic.timeZone,
            plan: try? await session.ask(WeekView(week: week)),
            alerts: try? await session.ask(OpenAlerts()),
            contacts: try? await session.ask(NextContacts()), isRevealing: isRevealing)
    }
}
