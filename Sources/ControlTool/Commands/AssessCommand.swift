internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import ClinicalRules
internal import Messages

/// What the rules make of answers and ratings, without a clinic.
struct AssessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assess", abstract: "Score forms and weigh ratings, without a clinic.",
        discussion: """
            Nothing of it is kept, and no clinic is needed: it is for trying what the rules make of \
            answers. What a client answers is handed in with `cairn form`. \
            docs/clinical/instruments.md says where each number comes from, and what a clinician \
            must confirm.
            """,
        subcommands: [
            AssessListCommand.self, AssessShowCommand.self, AssessScoreCommand.self,
            AssessPlaceCommand.self,
        ], defaultSubcommand: AssessListCommand.self)
}

/// Lists the instruments.
struct AssessListCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the instruments that are built in.")

    @Flag(help: "Print it as JSON.")
    var json = false

    func work() throws -> Output {
        let all = InstrumentLibrary.all
        guard !json else {
            return try Output(JSONText.readable(all.map(InstrumentLine.init)))
        }
        let rows = all.map { instrument in
            [
                instrument.id, instrument.name, "\(instrument.items.count)",
                instrument.scales.map { InstrumentPage.range(of: $0, in: instrument) }.first ?? "-",
                instrument.policies.joined(separator: ", "),
            ]
        }
        return Output.table([["INSTRUMENT", "NAME", "ITEMS", "RANGE", "BANDS"]] + rows)
    }
}

/// An instrument, as `assess list --json` has it.
private struct InstrumentLine: Encodable {
    let id: String
    let name: String
    let version: String
    let items: [String]
    let policies: [String]

    init(_ instrument: Instrument) {
        id = instrument.id
        name = instrument.name
        version = instrument.version
        items = instrument.items.map(\.key)
        policies = instrument.policies
    }
}

/// Shows one instrument.
struct AssessShowCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an instrument: what it asks, its ranges, licence and sources.")

    @Argument(help: "An id of `cairn assess list`, or the path of a data file (./mood.json).")
    var instrument: String

    @Flag(help: "Print the data file.")
    var json = false

    func work() throws -> Output {
        let chosen = try InstrumentChoice(instrument)
        return Output(
            json ? [Output.Line(chosen.file)] : InstrumentPage(chosen.instrument).lines)
    }
}

/// Scores a form.
struct AssessScoreCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score a form, and say what it would alert of.",
        discussion: """
            ANSWERS is a list in the order of the items, or an object by item; for example:

                cairn assess score phq-2 --answers '[2, 1]'
                cairn assess score audit-c --answers '{"1": 2, "2": 1, "3": 1, "sex": "male"}'

            An answer is a number, or a word that stands for one (yes, no). One that is missing is \
            null, or says why: "refused", "not-asked", "skipped-by-rule". A form with a missing \
            answer has no total, unless the instrument's own rule leaves the item out; one with an \
            impossible answer is refused. Danger signs are told either way.
            """)

    @Argument(help: "An id of `cairn assess list`, or the path of a data file (./mood.json).")
    var instrument: String

    @Option(help: "The answers: JSON, @FILE, or - for standard input.")
    var answers: String

    @Option(help: "The band set (default: the instrument's first).")
    var policy: String?

    @Flag(help: "Print it as JSON.")
    var json = false

    func work() throws -> Output {
        let instrument = try InstrumentChoice(instrument).instrument
        if let policy, !instrument.policies.contains(policy) {
            throw ClientError.usage(
                Advice(
                    "\(instrument.id) has no bands of that name.",
                    remedy: NearMiss.question(policy, in: instrument.policies)
                        + (instrument.policies.isEmpty
                            ? "It has none: leave --policy out."
                            : "Give one of: \(instrument.policies.joined(separator: ", ")).")))
        }
        let given = try GivenAnswers.read(BodyText.read(answers), for: instrument)
        let report = FormReport(of: given, to: instrument, banding: policy)
        return try report.output(isJSON: json)
    }
}

/// Weighs ratings and answers.
struct AssessPlaceCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "place", abstract: "Say which level of care ratings and answers indicate.",
        discussion: """
            FILE is JSON: the edition, ratings by dimension (0 to 4, or as the edition says them: \
            "2.5-coe", "evaluate", "any"), answers to intake questions, forms as \
            `cairn assess score` takes them, and gates that were cleared; for example:

                {"edition": "asam-3",
                 "ratings": {"1": 0, "2": 0, "3": 1, "4": 1, "5": 2, "6": 1},
                 "answers": {"seizure-now": "no", "opioid-use": "no"},
                 "forms": {"c-ssrs-screener": {"q1": 0, "q2": 0, "q6": 0}},
                 "cleared": {"withdrawal-history": "medical-review"}}

            What is not given is not known: without it nothing is recommended, and what is missing \
            is named. A gate is a danger that holds a level up until somebody has looked at it. A \
            recommendation is decision support: in a clinic a clinician confirms it.
            """)

    @Option(help: "The file, or - for standard input.", completion: .file())
    var ratings: String

    @Option(help: "The edition, where the file does not say (default: asam-3).")
    var edition: String?

    @Flag(help: "Say also what else was read: other ratings, forms, answers.")
    var all = false

    @Flag(help: "Print it as JSON.")
    var json = false

    func work() throws -> Output {
        let given = try BodyText.read(ratings == "-" ? ratings : "@\(ratings)")
        let evidence = try GivenEvidence(given, edition: edition)
        return try PlacementReport(of: evidence).output(isJSON: json, all: all)
    }
}
