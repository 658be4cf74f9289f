internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Asks for any view.
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask for a view, as JSON.",
        discussion: """
            A view that comes in pages is shown whole, or from `after` on and up to `limit` \
            items. All views but the processes and what is missing tell of clients, and need \
            `--reveal REASON`. `--list` names all queries.
            """)

    @OptionGroup var looking: LookOptions

    @Argument(help: "The query, such as scheduler.week.")
    var type: String?

    @Option(help: "Its body: JSON, @FILE, or - for standard input (default: {}).")
    var body: String?

    @Flag(help: "List all queries.")
    var list = false

    @Option(help: "Show the body of this query by an example.")
    var example: String?

    func run() async throws {
        if list { return try Output.table(MessageList.queries).show() }
        if let example { return try BodyText.show(MessageList.query(example).example) }
        guard let type else { throw MessageList.missing("query", tool: "ask") }
        let queryType = try MessageList.query(type)
        let query = try BodyText.query(queryType, from: BodyText.read(body ?? "{}"))
        let (person, revealing) = (looking.visitor.person, looking.revealing)
        try AskCommand.check(queryType, isRevealing: revealing.reveal != nil)
        let opened = try looking.visitor.open()
        let view = try await opened.visit(as: person) { session in
            let actor = revealing.reveal == nil ? nil : try person.named(in: opened)
            let client = try AskCommand.client(of: query)
            return try await revealing.look(
                "ask \(queryType.type)", at: client, by: person, in: opened, over: &session
            ) { (session: inout BusSession) -> JSONFragment in
                try await AskCommand.view(of: query, as: actor, over: &session)
            }.found
        }
        try Output(JSONText.readable(view)).show()
    }

    private static func view(
        of query: any Query, as actor: Actor?, over session: inout BusSession
    ) async throws -> JSONFragment {
        if let query = query as? any PagedQuery {
            return try await whole(query, as: actor, over: &session)
        }
        let data = try await session.view(of: query, as: actor)
        return try JSONText.decode(JSONFragment.self, from: data)
    }

    private static func whole(
        _ query: some PagedQuery, as actor: Actor?, over session: inout BusSession
    ) async throws -> JSONFragment {
        let items = try await session.ask(query, as: actor)
        return try JSONText.decode(JSONFragment.self, from: JSONText.encode(items))
    }

    /// The one client whom a query names, if it does.
    private static func client(of query: any Query) throws -> ClientID? {
        let fields = try JSONText.decode([String: JSONFragment].self, from: JSONText.encode(query))
        guard case .string(let client)? = fields["client"] else { return nil }
        return ClientID(client)
    }

    /// A query's own data class says nothing of its answer: only these views are known to be harmless.
    static func check(_ type: any Query.Type, isRevealing: Bool) throws {
        guard isRevealing || type == Processes.self || type == MissingParts.self else {
            throw ClientError.refused(
                Advice(
                    "The view of \(type.type) tells of clients.",
                    remedy: "Give `--reveal REASON --as STAFF`; that it was shown is recorded."))
        }
    }
}
