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
            alert sees what it is and what to do; whom it is about is shown for a reason alone. \
            Below stand how many dangers are open, and how many alerts a day the clinic bears.
            """)

    @OptionGroup var looking: LookOptions

    var scope: String { "alerts list" }

    /// What waits, and what the ledger knows beside it; `nil` while it does not answer.
    struct Found {
        var alerts: [OpenAlert]
        var concerns: [OpenConcern]?
        var burden: AlertCounts?
    }

    func fetch(in place: OpenedClinic, over session: inout BusSession) async throws -> Found {
        var found = Found(alerts: try await session.ask(OpenAlerts()))
        _ = await session.hears(.supervisor, within: BusSession.silence)
        var withheld: [Identity: Advice] = [:]
        found.concerns = await session.glimpse(OpenConcerns(), withheld: &withheld)
        found.burden = await session.glimpse(
            AlertBurden(ending: place.now(heardIn: session).utc), withheld: &withheld)
        return found
    }

    func show(_ found: Found, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        let view = AlertLines(
            now: sight.place.now(heardIn: session).utc, timeZone: sight.timeZone,
            isRevealing: sight.isRevealing,
            mayAct: try visitor.person.mayAcknowledge(in: sight.place))
        let alerts =
            found.alerts.isEmpty
            ? ["No open alerts."] : Columns(view.rows(found.alerts)).lines
        let concerns = found.concerns.map {
            $0.isEmpty
                ? "No open concerns." : "\(ConcernLines.title($0)). See `cairn concern list`."
        }
        return Output(alerts + [concerns, found.burden?.sentence].compactMap(\.self))
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
