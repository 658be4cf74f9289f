internal import ArgumentParser
internal import Messages

/// Works with alerts.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List open alerts, or take charge of one.",
        subcommands: [AlertsListCommand.self, AlertsAckCommand.self],
        defaultSubcommand: AlertsListCommand.self)
}

/// Lists what nobody has taken charge of.
struct AlertsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the alerts that nobody has taken charge of.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var revealing: RevealOptions

    func run() async throws {
        let place = try clinic.open()
        let terminal = Terminal.standard
        try await place.visit(as: person) { session in
            let (isRevealing, alerts) = try await revealing.look(
                "alerts list", by: person, in: place, over: &session
            ) { try await $0.ask(OpenAlerts()) }
            _ = await session.hears(.supervisor, within: BusSession.silence)
            let view = AlertLines(
                now: place.now(heardIn: session).utc, timeZone: place.clinic.timeZone,
                isRevealing: isRevealing,
                mayAct: try PersonOptions.mayAcknowledge(person, in: place))
            if let banner = place.banner { terminal.note(banner) }
            guard !alerts.isEmpty else { return try terminal.line("No open alerts.") }
            try Columns(view.rows(alerts)).lines.forEach(terminal.line)
        }
    }
}

/// Takes charge of an alert.
struct AlertsAckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Take charge of an alert, and say what was done.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    @Argument(help: "The alert's id.")
    var alert: String

    @Option(help: "What was done.")
    var action: String

    func run() async throws {
        let place = try clinic.open()
        let actor = try person.named(in: place)
        let answer = try await place.visit(as: person) { session in
            let open = try await session.ask(OpenAlerts())
            guard let found = open.first(where: { $0.alert.text == alert }) else {
                throw ToolError.refused(
                    Advice("No alert of that id is open.", remedy: "See `cairn alerts list`."))
            }
            return try await session.give(
                AcknowledgeAlert(client: found.client, alert: found.alert, action: action),
                as: actor)
        }
        try Terminal.standard.line("\(alert) is acknowledged by \(actor.staff).")
        for line in answer.guidance { try Terminal.standard.line(line) }
    }
}
