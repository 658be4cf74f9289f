internal import ArgumentParser
internal import Messages

/// Looks at one client.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Look at one client's history.",
        subcommands: [ClientTimelineCommand.self])
}

/// Everything that happened with a client.
struct ClientTimelineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline", abstract: "Show everything that happened with a client, in order.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var revealing: RevealOptions

    @Argument(help: "The client's pseudonym.")
    var client: String

    @Option(help: "Go on after this position, as a timeline that ended in the middle says.")
    var after: Int64 = 0

    @Flag(help: "A line of JSON for each event.")
    var json = false

    func run() async throws {
        let place = try clinic.open()
        let terminal = Terminal.standard
        try await place.visit(as: person) { session in
            let (isRevealing, _) = try await revealing.look(
                "client timeline", at: ClientID(client), by: person, in: place,
                over: &session
            ) { session in
                let first = try await session.ask(
                    ClientTimeline(client: ClientID(client), after: after, limit: 1))
                guard after > 0 || !first.isEmpty else { throw ToolError.nothingKnown }
            }
            if let banner = place.banner { terminal.note(banner) }
            let form = MessageLine(
                timeZone: place.clinic.timeZone, isRevealing: isRevealing, hasIDs: true,
                isJSON: json)
            var (shown, position) = (0, after)
            do {
                try await session.pages(of: ClientTimeline(client: ClientID(client), after: after))
                {
                    page in
                    for line in page.items {
                        try terminal.line(form.text(for: line.envelope))
                        (shown, position) = (shown + 1, line.position)
                    }
                }
            } catch let error as any Remediable where shown > 0 {
                throw PartlyShown(shown, goOnWith: "--after \(position)", after: error)
            }
            guard shown > 0 || after > 0 else { throw ToolError.nothingKnown }
        }
    }

}

extension ToolError {
    /// Nothing was recorded about the client who was asked about.
    static let nothingKnown = ToolError.refused(
        Advice(
            "The ledger has nothing about that client.",
            remedy: "Check the pseudonym; a fact of this moment comes within seconds."))
}

extension LedgerLine {
    /// The message that the line keeps.
    var envelope: Envelope {
        get throws {
            try Envelope(
                Frames(
                    topic: Array(topic.utf8), attributes: Array(attributes.utf8),
                    data: Array(data.utf8)))
        }
    }
}
