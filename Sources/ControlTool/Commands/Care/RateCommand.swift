internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import ClinicalRules
internal import Messages

/// Rates dimensions.
struct RateCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Rate the dimensions of a client, as the clinic's edition says it.",
        discussion: """
            By the clinic's edition: the third one is rated 0 (no risk) to 4 (severe), the fourth one \
            by words, such as 2.1-coe or evaluate. A dimension is named by its number, or by the \
            beginning of its name; without any rating the command shows all of them with their words. \
            What was rated before is replaced, as it stands when the command is given. For example:

                cairn rate c1 --as t01

                cairn rate c1 1=0 2=0 3=1 4=1 5=2 6=1 --as t01

                cairn rate c1 recovery=4 --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "Dimension and rating, such as 5=2; as many as are rated.")
    var ratings: [String] = []

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let edition = opened.clinic.policies.placementEdition
        let wanted = try RateCommand.read(ratings, by: edition)
        guard !wanted.isEmpty else { return try RateCommand.page(of: edition, for: client) }
        let standing = try await session.ask(RatingsView(client: client), as: actor)
        var (done, last): ([String], Answer?) = ([], nil)
        for (dimension, rating) in wanted {
            let before = standing.first { $0.edition == edition && $0.dimension == dimension }
            do {
                last = try await session.send(
                    RateDimension(
                        client: client, edition: edition, dimension: dimension, rating: rating,
                        evidence: [], replaces: before?.event), as: actor)
            } catch let error as ClientError where !done.isEmpty {
                throw PartlyDone(done, after: error)
            }
            done.append("\(dimension)=\(RatingWord.said(rating, of: dimension, by: edition))")
        }
        return Output(
            ["\(client) is rated by \(edition): \(done.joined(separator: " "))."]
                + (last?.guidance ?? []))
    }

    /// How a client is rated by an edition.
    private static func page(of id: String, for client: ClientID) throws -> Output {
        guard let edition = PlacementPolicy.current.edition(id) else {
            throw fault("\(id) is no edition that this version knows.")
        }
        let table = Output.table(RatingWord.page(of: edition))
        return Output(
            table.lines + [
                Output.Line("For example: cairn rate \(client) \(example(of: edition))", .faint)
            ])
    }

    /// A rating of the first dimension.
    private static func example(of edition: PlacementEdition) -> String {
        edition.dimensions.first.map { "\($0.number)=\($0.ratings.first?.said ?? "0")" } ?? "1=0"
    }

    /// Each dimension with its rating, all of them checked before any is sent.
    static func read(
        _ words: [String], by editionID: String
    ) throws -> [(dimension: Int, rating: Int)] {
        let dimensions = PlacementPolicy.current.edition(editionID)?.dimensions ?? []
        var found: [(dimension: Int, rating: Int)] = []
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw fault("A rating looks like 5=2: the dimension, and how it is rated.")
            }
            let names = dimensions.map(\.name) + dimensions.map { String($0.number) }
            let name = try ShortForm.of(String(parts[0]), in: names, naming: "dimension")
            guard
                let dimension = dimensions.first(where: {
                    name == "\($0.number)" || name == $0.name
                })
            else { throw fault("\(editionID) has no such dimension.") }
            guard !found.contains(where: { $0.dimension == dimension.number }) else {
                throw fault("Dimension \(dimension.number) is rated twice.")
            }
            found.append(
                (dimension.number, try RatingWord.value(of: String(parts[1]), in: dimension)))
        }
        return found
    }

    private static func fault(_ problem: String) -> ClientError {
        .usage(Advice(problem, remedy: "Nothing was rated. See `cairn rate CLIENT` for the words."))
    }
}
