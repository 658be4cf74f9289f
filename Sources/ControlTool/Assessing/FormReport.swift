internal import ClinicalRules
internal import Messages

/// What a form comes to, for who tries it.
struct FormReport: Encodable {
    /// What is wrong or odd about an item.
    struct Problem: Encodable, Hashable {
        var item: String?
        /// One word.
        var problem: String
        /// A sentence that names the item and what it takes.
        var reason: String

        init(_ problem: FormProblem) {
            item = problem.item
            self.problem = problem.word
            reason = problem.description
        }
    }

    /// A danger that the answers tell.
    struct Danger: Encodable, Hashable {
        var kind: AlertKind
        var urgency: AlertUrgency
        var guidance: String
    }

    let instrument: String
    let version: String
    /// Whether it has a score.
    let complete: Bool
    /// The band set that was applied.
    let policy: String?
    /// By scale.
    let scores: [String: Int]
    /// By scale, and triage outcomes by policy.
    let bands: [String: String]
    let flags: [String]
    /// Items that a rule of the form leaves out.
    let skipped: [String]
    /// Why it has no score.
    let problems: [Problem]
    /// What is odd, and does not prevent a score.
    let warnings: [Problem]
    let dangers: [Danger]
    private let described: Instrument

    private enum CodingKeys: String, CodingKey {
        case instrument, version, complete, policy, scores, bands, flags, skipped, problems
        case warnings, dangers
    }

    init(of answers: [String: ItemAnswer], to instrument: Instrument, banding policy: String?) {
        let judged = instrument.judge(answers, banding: policy)
        described = instrument
        self.instrument = instrument.id
        version = instrument.version
        complete = judged.score != nil
        self.policy = instrument.bandings(policy, for: answers).first?.policy
        scores = judged.score?.scores ?? [:]
        bands = judged.score?.bands ?? [:]
        flags = judged.score?.flags ?? []
        skipped = instrument.items.map(\.key).filter {
            instrument.reading(of: $0, in: answers) == .skipped
        }
        problems = judged.problems.filter(\.preventsScore).map(Problem.init)
        warnings = judged.problems.filter { !$0.preventsScore }.map(Problem.init)
        dangers = instrument.dangerSigns(in: answers, banding: policy, isHighRisk: false).map {
            Danger(kind: $0.kind, urgency: $0.urgency, guidance: $0.guidance)
        }
    }

    /// The report, and a refusal where there is no score.
    func output(isJSON: Bool) throws -> Output {
        let lines = isJSON ? [Output.Line(try JSONText.readable(self))] : self.lines
        return Output(lines).failing(refusal)
    }

    private var refusal: Refusal? {
        guard !complete else { return nil }
        let reasons = problems.map(\.reason).joined(separator: " ")
        return Refusal(
            "Could not score \(instrument). \(reasons)",
            remedy: "Ask what is missing and mend what cannot be; nothing is taken for zero.")
    }

    private var lines: [Output.Line] {
        var rows: [[String]] = []
        for scale in described.scales {
            guard let score = scores[scale.id] else { continue }
            rows.append([
                scale.id, "\(score)", "of \(InstrumentPage.range(of: scale, in: described))",
                bands[scale.id] ?? "",
            ])
        }
        rows += described.triages.compactMap { triage in
            complete ? bands[triage.policy].map { [triage.policy, $0] } : nil
        }
        let told = dangers.map { danger in
            Output.Line(
                (danger.urgency == .now ? "Now: " : "Today: ") + danger.guidance,
                danger.urgency == .now ? .bad : .warning)
        }
        let bandSet = policy.map { ", bands of \($0)" } ?? ""
        return told + [Output.Line("\(described.name), version \(version)\(bandSet)", .bold)]
            + Output.table(rows).lines
            + (flags.isEmpty ? [] : [Output.Line("flags: \(flags.joined(separator: ", "))")])
            + (skipped.isEmpty
                ? [] : [Output.Line("left out by rule: \(skipped.joined(separator: ", "))")])
            + warnings.map { Output.Line($0.reason, .warning) }
    }
}
