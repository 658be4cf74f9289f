internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Works with alerts.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List open alerts, or take charge of one.",
        subcommands: [AlertsListCommand.self, AlertsAckCommand.self],
        defaultSubcommand: AlertsListCommand.self)
}

/// Lists what nobody has taken charge of.
struct AlertsListCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the alerts that nobody has taken charge of.",
        discussion: """
            In the order in which to act, as assessment gives it. Whoever may take charge of an \
            alert sees what it is and what to do; whom it is about is shown for a reason alone.
            """)

    @OptionGroup var looking: LookOptions

    var scope: String { "alerts list" }

    func fetch(in place: OpenedClinic, over session: inout BusSession) async throws -> [OpenAlert] {
        try await session.ask(OpenAlerts())
    }

    func show(_ alerts: [OpenAlert], in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        guard !alerts.isEmpty else { return Output("No open alerts.") }
        _ = await session.hears(.supervisor, within: BusSession.silence)
        let view = AlertLines(
            now: sight.place.now(heardIn: session).utc, timeZone: sight.timeZone,
            isRevealing: sight.isRevealing,
            mayAct: try visitor.person.mayAcknowledge(in: sight.place))
        return .table(view.rows(alerts))
    }
}

/// Takes charge of an alert.
struct AlertsAckCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Take charge of an alert, and say what was done.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The alert's id.")
    var alert: String

    @Option(help: "What was done.")
    var action: String

    func act(as actor: Actor, in place: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let open = try await session.ask(OpenAlerts())
        guard let found = open.first(where: { $0.alert.text == alert }) else {
            throw ClientError.refused(
                Advice("No alert of that id is open.", remedy: "See `cairn alerts list`."))
        }
        let answer = try await session.send(
            AcknowledgeAlert(client: found.client, alert: found.alert, action: action), as: actor)
        return Output(["\(alert) is acknowledged by \(actor.staff)."] + answer.guidance)
    }
}
