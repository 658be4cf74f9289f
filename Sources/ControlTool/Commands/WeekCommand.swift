internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Shows a week as a director looks at it.
struct WeekCommand: Look {
    /// The report itself says it.
    static let saysThatItRehearses = false
    static let configuration = CommandConfiguration(
        commandName: "week",
        abstract: "Show a week: sessions, who gets too few hours, open alerts, next contacts.")

    @OptionGroup var looking: LookOptions

    @Argument(
        help: "A day of the week: mon, tomorrow, 2026-10-05 (default: the clinic's today).",
        transform: DayWord.parse)
    var date: DayWord?

    @Flag(help: "As JSON, masked as the text is.")
    var json = false

    var scope: String { "week" }

    func show(_ report: WeekReport, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        var report = report
        report.isRevealing = sight.isRevealing
        let title = ["\(sight.opened.clinic.name), \(report.today)", sight.opened.banner, ""]
        let isSilent = report.plan == nil && report.alerts == nil && report.contacts == nil
        let output =
            try json
            ? Output(JSONText.readable(report.page), notes: [sight.opened.banner])
            : Output(title.compactMap(\.self) + report.lines)
        return output.failing(isSilent ? ClientError.noAnswer(.scheduler) : nil)
    }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> WeekReport {
        let now = await opened.now(over: &session)
        let day = (date ?? .ahead(0)).date(on: now.today, looking: .thisWeek)
        let week = day.weekStart
        var withheld: [Identity: Advice] = [:]
        let plan = await session.glimpse(WeekView(week: week), withheld: &withheld)
        let alerts = await session.glimpse(OpenAlerts(), withheld: &withheld)
        let contacts = await session.glimpse(NextContacts(), withheld: &withheld)
        let duties = await session.glimpse(OpenDuties(), withheld: &withheld)
        let concerns = await session.glimpse(OpenConcerns(), withheld: &withheld)
        let practices = await session.glimpse(Practices(), withheld: &withheld)
        let burden = await session.glimpse(AlertBurden(ending: now.utc), withheld: &withheld)
        // Who may see none of it is told so, and not shown an empty week.
        if plan == nil, alerts == nil, contacts == nil, let why = withheld[.scheduler] {
            throw ClientError.refused(why)
        }
        // Whoever may not see it has no line of it.
        let overrides = try? await session.ask(
            OverrideRates(), as: visitor.person.named(in: opened))
        let stays = try? await session.ask(Enrollments())
        let lost = await lost(
            at: now, in: opened.clinic, duties: duties, contacts: contacts, stays: stays,
            as: try? visitor.person.named(in: opened), over: &session)
        return WeekReport(
            today: now.today, fullHours: opened.clinic.phases.first?.hoursPerWeek ?? 0,
            now: now.utc,
            timeZone: opened.clinic.timeZone,
            week: week, plan: plan, alerts: alerts, contacts: contacts,
            duties: duties,
            unrecorded: duties.map { UnrecordedSessions($0, in: opened.clinic, at: now) },
            concerns: concerns, burden: burden, practices: practices, overrides: overrides,
            lost: lost, stays: stays,
            withheld: withheld.mapValues(\.problem), isRehearsal: opened.mode.isRehearsal)
    }

    /// Those who are registered and not gone, whether or not a service lists them, for whom nothing
    /// comes next, whatever week is shown; `nil` where somebody who knows does not tell.
    private func lost(
        at now: Moment, in clinic: Clinic, duties: [DutyLine]?, contacts: [NextContact]?,
        stays: [EnrollmentStatus]?, as actor: Actor?, over session: inout BusSession
    ) async -> [ClientID]? {
        guard let duties, let contacts, let stays,
            let clients = try? await session.ask(ClientsInCare())
        else { return nil }
        guard let away = try? await session.ask(StaffAwayView()) else { return nil }
        var steps = NextSteps(in: clinic, at: now, away: DaysAway(away))
        let monday = now.today.weekStart
        for week in [monday, monday.advanced(by: 7)] {
            guard let lines = try? await session.ask(WeekView(week: week)) else { return nil }
            for session in lines.sessions { steps.add(session) }
        }
        for line in duties { steps.add(line.duty) }
        for stay in stays { steps.add(stay) }
        for contact in contacts { steps.add(contact) }
        for intake in (try? await session.ask(IntakeAppointments(), as: actor)) ?? [] {
            steps.add(intake)
        }
        return steps.lost(
            of: Set(contacts.map(\.client) + clients.map(\.client) + stays.map(\.client)))
    }
}
