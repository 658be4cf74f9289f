internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Looks at one client.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Look at one client's history and treatment.",
        subcommands: [ClientTimelineCommand.self, ClientCareCommand.self])
}

/// Everything that happened with a client.
struct ClientTimelineCommand: Look {
    typealias Found = Void

    static let configuration = CommandConfiguration(
        commandName: "timeline", abstract: "Show everything that happened with a client, in order.",
        discussion: """
            Each line ends with the event's `id=`, which a correction names. What ended in the \
            middle says how to go on.
            """)

    @OptionGroup var looking: LookOptions

    @Argument(help: "The client's pseudonym.")
    var client: String

    @Option(help: "Go on after this position, as a timeline that ended in the middle says.")
    var after: Int64 = 0

    @Flag(help: "A line of JSON for each event.")
    var json = false

    var scope: String { "client timeline" }
    var subject: ClientID? { ClientID(client) }

    func fetch(in place: OpenedClinic, over session: inout BusSession) async throws {
        let first = try await session.ask(
            ClientTimeline(client: ClientID(client), after: after, limit: 1))
        guard after > 0 || !first.isEmpty else { throw ClientError.nothingKnown }
    }

    func show(_ found: Void, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        let form = sight.form(isJSON: json, hasIDs: true)
        let terminal = Terminal.standard
        var (shown, position) = (0, after)
        do {
            try await session.pages(of: ClientTimeline(client: ClientID(client), after: after)) {
                page in
                for line in page.items {
                    try terminal.line(form.text(for: line.envelope))
                    (shown, position) = (shown + 1, line.position)
                }
            }
        } catch let error as any Remediable where shown > 0 {
            throw PartlyShown(shown, goOnWith: "--after \(position)", after: error)
        }
        guard shown > 0 || after > 0 else { throw ClientError.nothingKnown }
        return Output()
    }
}

extension ClientError {
    /// Nothing was recorded about the client who was asked about.
    static let nothingKnown = ClientError.refused(
        Advice(
            "The ledger has nothing about that client.",
            remedy: "Check the pseudonym; a fact of this moment comes within seconds."))
}
