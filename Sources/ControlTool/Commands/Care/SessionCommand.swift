internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Plans and cancels sessions.
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Plan a week's sessions again, or cancel one.",
        subcommands: [SessionPlanCommand.self, SessionCancelCommand.self])
}

/// Plans a week.
struct SessionPlanCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Plan a week, or plan it again.",
        discussion: """
            The scheduler plans by itself, and plans again what a change touches. For example:

                cairn session plan mon --as fd1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(
        help: "A day of the week: today, mon (the next one) or a date (default: today).",
        transform: DayWord.parse)
    var day: DayWord?

    func act(as actor: Actor, in place: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        _ = await session.hears(.supervisor, within: BusSession.silence)
        let today = place.now(heardIn: session).today
        let week = (day ?? .ahead(0)).date(on: today, looking: .next).weekStart
        let answer = try await session.send(PlanWeek(week: week), as: actor)
        return Output(["The week of \(week) is planned."] + answer.guidance)
    }
}

/// Cancels a session.
struct SessionCancelCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a session of a group, or one by its id.",
        discussion: """
            For example:

                cairn session cancel p1-01 The room is flooded. --on mon --at 09:00 --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The group, or the session's id.")
    var session: String

    @Argument(help: "Why: the rest of the line.")
    var reason: [String]

    @Option(help: "The day: today, mon (the next one), or a date.", transform: DayWord.parse)
    var on = DayWord.ahead(0)

    @Option(help: "When it begins, where the group meets more than once that day: 09:00.")
    var at: String?

    func act(
        as actor: Actor, in place: OpenedClinic, over bus: inout BusSession
    ) async throws -> Output {
        guard place.clinic.groups.contains(where: { $0.id.text == session }) else {
            let answer = try await bus.send(
                CancelSession(
                    session: SessionID(session), reason: reason.joined(separator: " ")), as: actor)
            return Output(["The session is cancelled."] + answer.guidance)
        }
        _ = await bus.hears(.supervisor, within: BusSession.silence)
        let day = on.date(on: place.now(heardIn: bus).today, looking: .next)
        let meetings = try await bus.ask(WeekView(week: day.weekStart)).sessions.filter { line in
            line.group?.text == session && line.start.date == day
                && (at.map { $0 == line.start.time.description } ?? true)
        }
        guard let meeting = meetings.first, meetings.count == 1 else {
            let times = meetings.map { "--at \($0.start.time)" }.joined(separator: ", ")
            throw ClientError.refused(
                meetings.isEmpty
                    ? Advice("No such session is planned on \(day).", remedy: "See `cairn week`.")
                    : Advice("There are several on \(day).", remedy: "Give one of: \(times)."))
        }
        let answer = try await bus.send(
            CancelSession(session: meeting.session, reason: reason.joined(separator: " ")),
            as: actor)
        return Output(["The session of \(meeting.start) is cancelled."] + answer.guidance)
    }
}
