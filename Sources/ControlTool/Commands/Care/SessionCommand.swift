internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Shows, records, plans and cancels sessions.
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Show the sessions of a day, write down who came, plan a week again, cancel one.",
        subcommands: [
            SessionListCommand.self, SessionHeldCommand.self, SessionPlanCommand.self,
            SessionCancelCommand.self, SessionToldCommand.self,
        ])
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

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let today = await opened.now(over: &session).today
        let week = (day ?? .ahead(0)).date(on: today, looking: .next).weekStart
        let answer = try await session.send(PlanWeek(week: week), as: actor)
        return Output(["The week of \(week) is planned."] + answer.guidance)
    }
}

/// Cancels a session.
struct SessionCancelCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a session.",
        discussion: """
            A session is named by its group or its clinician, the day and the time; what is clear \
            may be left out. For example:

                cairn session cancel p1-01 mon 9 The room is flooded. --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "\(SessionWord.help) Then why: the rest of the line.")
    var session: [String]

    @Option(help: "The day: today, mon (the next one), or a date.", transform: DayWord.parse)
    var on: DayWord?

    @Option(help: "When it begins: 09:00.", transform: TimeWord.parse)
    var at: TimeOfDay?

    func act(
        as actor: Actor, in opened: OpenedClinic, over bus: inout BusSession
    ) async throws -> Output {
        guard let (word, rest) = SessionWord.take(from: session[...], in: opened.clinic) else {
            throw ClientError.usage(
                Advice(
                    "No session is named.",
                    remedy: "It looks like p1-01 mon 9, today 09:00, or an id of"
                        + " `cairn session list`; the reason follows."))
        }
        guard !rest.isEmpty else {
            throw ClientError.usage(
                Advice("The reason is missing.", remedy: "Say it behind the session."))
        }
        let reason = rest.joined(separator: " ")
        let search = await SessionSearch(opened, as: actor, over: &bus, looking: .next) { typed in
            "cairn session cancel \(typed) REASON"
        }
        let found = try await search.found(word.on(on, at: at), over: &bus)
        let answer = try await bus.send(
            CancelSession(session: found, reason: reason), as: actor)
        return Output(["\(found) is cancelled."] + answer.guidance)
    }
}
