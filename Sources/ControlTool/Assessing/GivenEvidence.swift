internal import ClinicClient
internal import ClinicFiles
internal import ClinicalRules
internal import Messages
internal import Platform

/// What a person gives to be placed by: ratings, intake answers and forms in a file.
struct GivenEvidence {
    /// The edition of the ratings.
    let edition: PlacementPolicy.Edition
    /// What is known.
    private(set) var evidence = Evidence()
    /// When it was given: now, so that nothing of it is too old.
    let time: Timestamp

    private struct File: Codable {
        var edition: String?
        var ratings: [String: Int]?
        var answers: [String: JSONFragment]?
        var forms: [String: JSONFragment]?

        static let fields = ["answers", "edition", "forms", "ratings"]
    }

    /// - Parameter edition: the one that counts where the file does not say.
    init(_ bytes: [UInt8], edition wanted: String?) throws {
        if let advice = BodyFlaws(of: bytes).advice(on: "the ratings") {
            throw ClientError.usage(advice)
        }
        guard let fields = try? JSONText.decode([String: JSONFragment].self, from: bytes),
            let file = try? JSONText.decode(File.self, from: bytes)
        else {
            throw GivenEvidence.fault("The file is not the JSON object that it should be.")
        }
        if let strange = fields.keys.sorted().first(where: { !File.fields.contains($0) }) {
            throw GivenEvidence.fault(
                "The file has a field that means nothing.",
                NearMiss.question(strange, in: File.fields))
        }
        edition = try GivenEvidence.edition(file.edition ?? wanted ?? "asam-3")
        if let wanted, let said = file.edition, wanted != said {
            throw GivenEvidence.fault("The file and --edition name different editions.")
        }
        let now = WallClock.now
        time = now
        for (dimension, rating) in (file.ratings ?? [:]).sorted(by: { $0.key < $1.key }) {
            try rate(dimension, rating, at: now)
        }
        for (question, answer) in (file.answers ?? [:]).sorted(by: { $0.key < $1.key }) {
            try take(answer, to: question, at: now)
        }
        for (id, answers) in (file.forms ?? [:]).sorted(by: { $0.key < $1.key }) {
            try take(answers, to: InstrumentChoice(id).instrument, at: now)
        }
    }

    private static func edition(_ id: String) throws -> PlacementPolicy.Edition {
        guard let edition = PlacementPolicy.current.edition(id) else {
            let known = PlacementPolicy.current.editions.map(\.id)
            throw fault(
                "The edition is not known.",
                NearMiss.question(id, in: known) + "Use one of: \(known.joined(separator: ", ")). ")
        }
        return edition
    }

    private mutating func rate(_ name: String, _ rating: Int, at now: Timestamp) throws {
        let digits = name.hasPrefix("D") ? name.dropFirst() : name[...]
        let known = edition.dimensions.map(\.number)
        guard let number = Int(digits), known.contains(number) else {
            throw GivenEvidence.fault(
                "A rating is of no dimension of \(edition.id).",
                "Its dimensions are \(known.map(String.init).joined(separator: ", ")). ")
        }
        guard (0...4).contains(rating) else {
            throw GivenEvidence.fault("Dimension \(number) is rated, and not with 0 to 4.")
        }
        let dimension = Evidence.Dimension(edition: edition.id, number: number)
        guard evidence.ratings[dimension] == nil else {
            throw GivenEvidence.fault("Dimension \(number) is rated twice.")
        }
        evidence.rate(
            dimension, .init(value: rating, rater: nil, at: now, evidence: [], event: nil))
    }

    private mutating func take(
        _ given: JSONFragment, to question: String, at now: Timestamp
    ) throws {
        guard IntakeQuestion(rawValue: question).isKnown else {
            let known = IntakeQuestion.known.map(\.rawValue)
            throw GivenEvidence.fault(
                "There is no intake question of that name.",
                NearMiss.question(question, in: known)
                    + "They are: \(known.joined(separator: ", ")). ")
        }
        let answer: ItemAnswer? =
            switch given {
            case .integer(let value) where value == 0 || value == 1: ItemAnswer(value: Int(value))
            case .string("yes"): ItemAnswer(value: 1)
            case .string("no"): ItemAnswer(value: 0)
            case .string(let word): GivenAnswers.word(word, of: nil)
            default: nil
            }
        guard let answer else {
            throw GivenEvidence.fault("\(question) is answered with neither yes nor no.")
        }
        evidence.add([question: answer], at: now)
    }

    private mutating func take(
        _ given: JSONFragment, to instrument: Instrument, at now: Timestamp
    ) throws {
        let answers = try GivenAnswers.answers(given, to: instrument)
        let problems = instrument.problems(of: answers)
        if let unfit = problems.first(where: \.isImpossible) {
            throw Refusal(
                "Could not read the form \(instrument.id). \(unfit)",
                remedy: "See `cairn assess show \(instrument.id)`.")
        }
        evidence.add(
            Evidence.Form(submission: "given", answers: answers, at: now), of: instrument.id)
        if !problems.contains(where: \.preventsScore) {
            evidence.settle("given", of: instrument.id)
        }
    }

    private static func fault(_ problem: String, _ remedy: String = "") -> ClientError {
        .usage(
            Advice(
                "Could not weigh the ratings. \(problem)",
                remedy: remedy + "See `cairn assess place --help`."))
    }
}
