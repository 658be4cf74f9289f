internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Works with dangers that are cases.
struct ConcernCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concern",
        abstract: "List open dangers, tell of one, take charge of one, or close it.",
        discussion: """
            A danger is open until a clinician closes it: no later answer does. KIND is one of \
            \(AlertKind.known.map(\.rawValue).joined(separator: ", ")). For example:

                cairn concern report c-0001 danger-to-others He threatened his brother. --as fd1

                cairn concern take c-0001 suicide-risk Stayed with her, called 988. --as t01

                cairn concern close c-0001 suicide-risk --level low --plan yes \
            --next 2026-12-01 Safety plan made, means removed. --as t01
            """,
        subcommands: [
            ConcernListCommand.self, ConcernReportCommand.self, ConcernTakeCommand.self,
            ConcernCloseCommand.self,
        ],
        defaultSubcommand: ConcernListCommand.self)
}

/// Lists what no clinician has closed.
struct ConcernListCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the dangers that no clinician has closed.",
        discussion: """
            In the order in which to act. Staff who may take charge of an alert see what it is and \
            what was found; whom it is about is shown for a reason alone. It needs the ledger \
            alone: it also works while assessment is down.
            """)

    @OptionGroup var looking: LookOptions

    @Option(help: "Only those of this client: c-0001, c1 or 1.")
    var client: ClientWord?

    var scope: String { "concern list" }
    var subject: ClientID? { try? client?.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws
        -> [OpenConcern]
    {
        try await session.ask(OpenConcerns(client: client?.id()))
    }

    func show(_ concerns: [OpenConcern], in sight: Sight, over session: inout BusSession)
        async throws -> Output
    {
        guard !concerns.isEmpty else { return Output("No open concerns.") }
        let lines = ConcernLines(
            timeZone: sight.timeZone, isRevealing: sight.isRevealing,
            mayAct: try visitor.person.mayAcknowledge(in: sight.opened))
        return .table(lines.rows(concerns))
    }
}

/// Which danger, and what is said of it.
struct ConcernOptions: ParsableArguments {
    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(
        help: "What the danger is.", completion: .list(AlertKind.known.map(\.rawValue)))
    var kind: String

    @Argument(help: "What was seen, told or done: the rest of the line.")
    var words: [String] = []

    var id: ClientID { get throws { try client.id() } }
    var text: String { words.joined(separator: " ") }

    /// The danger that was meant.
    func danger() throws -> AlertKind { try ShortForm.of(kind, naming: "kind of danger") }
}

/// Tells of a danger.
struct ConcernReportCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Tell of a danger that no form asked about.",
        discussion: "Anybody on the staff may, also of what another saw. It is an alert at once.")

    @OptionGroup var options: ConcernOptions

    @Flag(help: "It may wait until the end of the day; without this it is for now.")
    var today = false

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let answer = try await session.send(
            ReportDanger(
                client: try options.id, kind: try options.danger(), urgency: today ? .today : .now,
                account: options.text), as: actor)
        return Output(["The danger is reported."] + answer.guidance)
    }
}

/// Takes charge of a danger.
struct ConcernTakeCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Take charge of all alerts of a danger, and say what was done.",
        discussion: "The danger stays open: a clinician closes it with `cairn concern close`.")

    @OptionGroup var options: ConcernOptions

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let (client, kind) = (try options.id, try options.danger())
        let alerts = try await session.ask(OpenAlerts()).filter {
            $0.client == client && $0.kind == kind
        }
        guard !alerts.isEmpty else {
            throw await ConcernTakeCommand.nothing(
                of: kind, about: client, in: opened, over: &session)
        }
        var guidance: [String] = []
        for alert in alerts {
            let answer = try await session.send(
                AcknowledgeAlert(client: client, alert: alert.alert, action: options.text),
                as: actor)
            guidance = answer.guidance
        }
        let count = alerts.count == 1 ? "1 alert" : "\(alerts.count) alerts"
        return Output(["\(actor.staff) is in charge of \(count)."] + guidance)
    }

    /// Whoever comes second is told who took charge, as the ledger has it.
    private static func nothing(
        of kind: AlertKind, about client: ClientID, in opened: OpenedClinic,
        over session: inout BusSession
    ) async -> ClientError {
        let taken = await session.taken { $0.client == client && $0.kind == kind }
        let first = taken.map { ": somebody took charge \($0.said(in: opened.clinic))" }
        return ClientError.refused(
            Advice(
                "No alert of that danger waits for somebody\(first ?? "").",
                remedy: "See `cairn alerts list` for those that do, and `cairn concern list` for"
                    + " what is open."))
    }
}

/// Closes a danger.
struct ConcernCloseCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a danger as a clinician, or record its next screen.",
        discussion: """
            All of it is asked for: how high the risk is now, what was done, whether a safety plan \
            stands, and the day of the next screen, which is a duty until then. A danger that is \
            told again is open again.
            """)

    @OptionGroup var options: ConcernOptions

    @Option(
        help: "The risk as you judge it now: low, moderate or high.",
        completion: .list(RiskLevel.known.map(\.rawValue)))
    var level: String

    @Option(
        help: ArgumentHelp("Whether a safety plan stands: yes or no.", valueName: "yes-or-no"),
        completion: .list(["yes", "no"]), transform: ArgumentParsing.yesOrNo)
    var plan: Bool

    @Option(
        help: ArgumentHelp(
            "The day of the next screen: tomorrow, fri (the next one), or a date.",
            valueName: "day"),
        transform: DayWord.parse)
    var next: DayWord

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let screen = await next.date(looking: .after, in: opened, over: &session)
        let answer = try await session.send(
            CloseConcern(
                client: try options.id, kind: try options.danger(),
                level: ShortForm.of(level, naming: "level of risk"),
                action: options.text, hasSafetyPlan: plan, nextScreen: screen), as: actor)
        return Output(["The close is written down by \(actor.staff)."] + answer.guidance)
    }
}
