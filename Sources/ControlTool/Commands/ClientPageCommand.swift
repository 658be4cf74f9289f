internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import ClinicalRules
internal import Messages

/// Prints a page for a client.
struct ClientPageCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "page",
        abstract: "Print one page for a client, in plain words: the level of care, and why.",
        discussion: """
            Outpatient and inpatient care side by side, what speaks for the level, what would change \
            it, and what happens next. Without --reveal it is the part that says nothing of the \
            client. No clinician and no native speaker has signed the words yet.
            """)
    /// A page that is handed to somebody says nothing of the clinic's files.
    static let saysThatItRehearses = false

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(
        help: "The language (default: the client's, or English).",
        completion: .list(PageWords.all.map(\.language)))
    var language: String?

    var scope: String { "client page" }
    var subject: ClientID? { try? client.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws
        -> PlacementStanding
    {
        if let language { _ = try Self.words(in: language) }
        return try await session.ask(
            PlacementView(client: client.id()), as: visitor.person.named(in: opened))
    }

    func show(
        _ found: PlacementStanding, in sight: Sight, over session: inout BusSession
    ) async throws -> Output {
        let own = PageWords.named(found.language)
        // Which language it is, too, says something of the client.
        let words =
            try language.map(Self.words) ?? (sight.isRevealing ? own : nil)
            ?? Self.words(in: "en")
        let page = ClientPage(words: words, standing: sight.isRevealing ? found : nil)
        guard !sight.isRevealing else { return Output(page.lines) }
        return Output(
            page.lines + [
                Output.Line(""),
                Output.Line(
                    "The client's own part is not shown. Give `--reveal REASON --as STAFF`.",
                    .faint),
            ])
    }

    private static func words(in language: String) throws -> PageWords {
        guard let words = PageWords.named(language) else {
            let known = PageWords.all.map(\.language)
            throw ClientError.usage(
                Advice(
                    "The page is not written in that language.",
                    remedy: NearMiss.question(language, in: known)
                        + "Use one of: \(known.joined(separator: ", "))."))
        }
        return words
    }
}
