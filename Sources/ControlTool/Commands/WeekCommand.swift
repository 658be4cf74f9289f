internal import ArgumentParser
internal import Messages
internal import ServiceKit

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
            let look = try await revealing.look(
                "week", by: person, in: place, over: &session
            ) { try await WeekCommand.report(of: place, week: date, over: &$0) }
            var report = look.found
            report.isRevealing = look.isRevealing
            return report
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
        of place: OpenedClinic, week date: LocalDate?, over session: inout BusSession
    ) async throws -> WeekReport {
        _ = await session.hears(.supervisor, within: BusSession.silence)
        let now = place.now(heardIn: session)
        let week = (date ?? now.today).weekStart
        var withheld: [Identity: Advice] = [:]
        let plan = await session.glimpse(WeekView(week: week), withheld: &withheld)
        let alerts = await session.glimpse(OpenAlerts(), withheld: &withheld)
        let contacts = await session.glimpse(NextContacts(), withheld: &withheld)
        // Who may see none of it is told so, and not shown an empty week.
        if plan == nil, alerts == nil, contacts == nil, let why = withheld[.scheduler] {
            throw ToolError.refused(why)
        }
        return WeekReport(
            today: now.today, fullHours: place.clinic.phases.first?.hoursPerWeek ?? 0, now: now.utc,
            timeZone: place.clinic.timeZone,
            week: week, plan: plan, alerts: alerts, contacts: contacts,
            withheld: withheld.mapValues(\.problem), isRehearsal: place.mode.isRehearsal)
    }
}
