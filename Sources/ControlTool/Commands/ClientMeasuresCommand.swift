internal import ArgumentParser
internal import ClinicClient
internal import ClinicalRules
internal import Messages

/// The forms of a client over time.
struct ClientMeasuresCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "measures",
        abstract: "Show a client's forms of this episode: scores and items by week.",
        discussion: """
            A score that is worse or better by more than chance is marked, where the instrument's \
            file says how much that is. What was answered, and what the client wants by the plan \
            that is signed, is shown for a reason alone:

                cairn client measures c-0001 --instrument bam-iop --reveal "Session today" --as t01
                cairn client measures c-0001 --instrument phq-9 --svg trend.svg --reveal \
            "Session today" --as t01

            A drawing has no client on it, and needs no colour to be read.
            """)

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(help: "Only forms of this instrument, an id of `cairn forms`.")
    var instrument: String?

    @Option(
        help: ArgumentHelp("Draw them into this file too.", valueName: "file"),
        completion: .file())
    var svg: String?

    @Flag(help: "A list of JSON.")
    var json = false

    var scope: String { "client measures" }
    var subject: ClientID? { try? client.id() }

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        if let instrument, opened.plugins.isEmpty {
            _ = try InstrumentChoice.builtIn(instrument)
        }
        if let svg {
            guard looking.revealing.reveal != nil else {
                throw ClientError.usage(
                    Advice(
                        "A drawing shows what was answered.",
                        remedy: "Give `--reveal REASON --as STAFF`."))
            }
            guard !svg.contains(try client.id().text) else {
                throw ClientError.usage(
                    Advice(
                        "The file's name would tell whom the drawing is about.",
                        remedy: "Choose a name that says nothing of the client: trend.svg."))
            }
        }
        return try await look(at: opened, over: &session)
    }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws
        -> FoundMeasures
    {
        let actor = try visitor.person.named(in: opened)
        // As with the timeline: whom nobody knows, nobody learns of by what was typed.
        let known = try await session.ask(ClientTimeline(client: client.id(), limit: 1))
        guard !known.isEmpty else { throw ClientError.nothingKnown }
        let book = try await session.formBook()
        let id = try instrument.map { try book.named($0).id }
        let measures = try await session.ask(
            Measures(client: client.id(), instrument: id), as: actor)
        return FoundMeasures(
            measures: measures, book: book, plan: try await plan(as: actor, over: &session))
    }

    /// What the client's own plan wants, beside which a trend means something. The trend stands also
    /// while treatment does not answer.
    private func plan(as actor: Actor, over session: inout BusSession) async throws -> [String] {
        guard looking.revealing.reveal != nil, !json else { return [] }
        do {
            let care = try await session.care(of: client.id(), as: actor)
            return CareSheet(care, isRevealing: true).signedAims
        } catch let error as ClientError { return ["PLAN  not here: \(error.advice.problem)"] }
    }

    func show(_ found: FoundMeasures, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        let measures = found.measures
        let trends = MeasureSeries.all(of: measures, by: found.book, timeZone: sight.timeZone)
        if let svg, sight.isRevealing {
            try OutputFile.write(MeasureDrawing(trends).text, to: svg)
        }
        guard !json else {
            return try Output(
                JSONText.readable(sight.isRevealing ? measures : measures.map(\.masked)))
        }
        guard !trends.isEmpty else {
            return Output(
                instrument == nil
                    ? "No form was handed in in this episode."
                    : "No such form was handed in in this episode.")
        }
        let tables = trends.map { MeasureTable($0, isRevealing: sight.isRevealing).lines }
        let plan =
            sight.isRevealing && !found.plan.isEmpty ? [found.plan.map { Output.Line($0) }] : []
        return Output(
            Array((plan + tables).joined(separator: [Output.Line("")])),
            notes: [svg.map { "Drawn into \($0)." }])
    }
}

/// A client's forms, and what is known of them as forms.
struct FoundMeasures {
    var measures: [Measure]
    var book: FormBook
    /// The aims of the plan that is signed, in lines; none unless they may be shown.
    var plan: [String]
}

extension Measure {
    /// That a form was handed in, and when, without what it says.
    fileprivate var masked: Measure {
        var measure = self
        (measure.answers, measure.scores, measure.bands) = ([:], [:], [:])
        (measure.flags, measure.changes) = ([], [])
        return measure
    }
}
