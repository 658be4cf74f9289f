internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Registers, finds and shows clients, and changes what is known of one.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Register, find or look at a client.",
        subcommands: [
            ClientRegisterCommand.self, ClientFindCommand.self, ClientShowCommand.self,
            ClientTimelineCommand.self, ClientCareCommand.self, ClientMeasuresCommand.self,
            ClientPageCommand.self, ClientBusyCommand.self, ClientDeclineCommand.self,
            ClientDischargeCommand.self,
        ])
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

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(help: "Go on after this position, as a timeline that ended in the middle says.")
    var after: Int64 = 0

    @Flag(help: "A line of JSON for each event.")
    var json = false

    var scope: String { "client timeline" }
    var subject: ClientID? { try? client.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws {
        let first = try await session.ask(
            ClientTimeline(client: client.id(), after: after, limit: 1))
        guard after > 0 || !first.isEmpty else { throw ClientError.nothingKnown }
    }

    func show(_ found: Void, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        var form = sight.form(isJSON: json, hasIDs: true)
        form.openFields = await session.openFields(in: sight.opened)
        let terminal = Terminal.standard
        var (shown, position) = (0, after)
        do {
            try await session.pages(of: ClientTimeline(client: client.id(), after: after)) {
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
            remedy: "Check the id; a fact of this moment comes within seconds."))
}
