internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Shows what a stream's owner has published, from the ledger.
struct HistoryCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show a stream's events, as the ledger has kept them.",
        discussion: """
            Also when the stream's owner is stopped or was removed. What it tells of clients is \
            masked; names and contacts are not in the ledger. It shows what the ledger has taken \
            in: what was published a moment ago may come within seconds. It ends with 65 at an event \
            that the ledger does not have, and names it.
            """)

    @OptionGroup var looking: LookOptions

    @Argument(help: "The stream, such as scheduler.session.", transform: ArgumentParsing.stream)
    var stream: EventStream

    @Option(help: "The sequence of the first event.")
    var from: Int64 = 1

    @Option(help: "The most events (default: all there are).")
    var limit: Int?

    @Flag(help: "A line of JSON for each event.")
    var json = false

    func validate() throws {
        guard from >= 1 else { throw ValidationError("A stream begins with event 1.") }
        guard limit ?? 1 >= 1 else { throw ValidationError("--limit is 1 or more.") }
    }

    var scope: String { "history \(stream)" }

    /// The first events. Of a misspelt stream the ledger has none: then the near word is said.
    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> (
        history: StreamHistory, page: [Envelope]
    ) {
        var history = StreamHistory(of: stream, from: from, limit: limit)
        do {
            let page = try await history.page(over: &session)
            return (history, page)
        } catch ClientError.refused(let advice) {
            let pattern = try StreamPattern(stream.description)
            let plugins = opened.plugins
            guard !pattern.isPublished(withPlugins: plugins),
                let near = pattern.nearest(withPlugins: plugins)
            else { throw ClientError.refused(advice) }
            throw ClientError.refused(
                Advice(advice.problem, remedy: "Did you mean \(near)? \(advice.remedy)"))
        }
    }

    func show(
        _ found: (history: StreamHistory, page: [Envelope]), in sight: Sight,
        over session: inout BusSession
    ) async throws -> Output {
        var (history, page) = found
        var form = sight.form(isJSON: json)
        form.openFields = await session.openFields(in: sight.opened)
        while !page.isEmpty {
            for event in page { try Terminal.standard.line(form.text(for: event)) }
            do { page = try await history.page(over: &session) } catch let error as any Remediable {
                throw PartlyShown(
                    history.count, goOnWith: "--from \(from + Int64(history.count))", after: error)
            }
        }
        return Output(notes: [
            "Events shown: \(history.count); the ledger has \(stream) up to \(history.head)."
        ])
    }
}
