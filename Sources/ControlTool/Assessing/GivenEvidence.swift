internal import ClinicClient
internal import ClinicFiles
internal import ClinicalRules
internal import Messages
internal import Platform

/// What a person gives to be placed by: ratings, intake answers and forms in a file.
struct GivenEvidence {
    /// The edition of the ratings.
    let edition: PlacementEdition
    /// What is known.
    private(set) var evidence = Evidence()
    /// When it was given: now, so that nothing of it is too old.
    let time: Timestamp

    private struct File: Codable {
        var edition: String?
        var ratings: [String: JSONFragment]?
        var answers: [String: JSONFragment]?
        var forms: [String: JSONFragment]?
        /// The act by which each gate was cleared.
        var cleared: [String: String]?

        static let fields = ["answers", "cleared", "edition", "forms", "ratings"]
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
        for (gate, act) in (file.cleared ?? [:]).sorted(by: { $0.key < $1.key }) {
            try clear(gate, by: act, at: now)
        }
    }

    private static func edition(_ id: String) throws -> PlacementEdition {
        guard let edition = PlacementPolicy.current.edition(id) else {
            let known = PlacementPolicy.current.editions.map(\.id)
            throw fault(
                "The edition is not known.",
                NearMiss.question(id, in: known) + "Use one of: \(known.joined(separator: ", ")). ")
        }
        return edition
    }

    private mutating func clear(_ id: String, by act: String, at now: Timestamp) throws {
        let policy = PlacementPolicy.current
        guard let gate = policy.gate(id) else {
            let known = policy.gates.map(\.id)
            throw GivenEvidence.fault(
                "There is no gate of that name.",
                NearMiss.question(id, in: known) + "They are: \(known.joined(separator: ", ")). ")
        }
        guard gate.acts.contains(where: { $0.id == act }) else {
            let known = gate.acts.map(\.id).joined(separator: ", ")
            throw GivenEvidence.fault("\(id) is cleared by another act.", "Use \(known). ")
        }
        evidence.clear(id, by: nil, act: act, at: now, event: nil)
    }

    /// The number of a rating that is given as a number, or as its edition says it: "2.5-coe".
    private func value(
        of given: JSONFragment, in dimension: PlacementEdition.Dimension
    ) throws -> Int {
        let found: PlacementEdition.Rating? =
            switch given {
            case .integer(let value): Int(exactly: value).flatMap(dimension.rating)
            case .string(let said): dimension.ratings.first { $0.said == said }
            default: nil
            }
        guard let found else {
            let typed = if case .string(let word) = given { word } else { "" }
            throw GivenEvidence.fault(
                "The rating of dimension \(dimension.number) is none of \(RatingWord.list(dimension)).",
                NearMiss.question(typed.lowercased(), in: dimension.ratings.map(\.said)))
        }
        return found.value
    }

    private mutating func rate(_ name: String, _ given: JSONFragment, at now: Timestamp) throws {
        let digits = name.hasPrefix("D") ? name.dropFirst() : name[...]
        let known = edition.dimensions.map(\.number)
        guard let number = Int(digits), let rated = edition.dimension(number) else {
            throw GivenEvidence.fault(
                "A rating is of no dimension of \(edition.id).",
                "Its dimensions are \(known.map(String.init).joined(separator: ", ")). ")
        }
        let rating = try value(of: given, in: rated)
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
