internal import ClinicalRules
internal import Messages

/// What the rules make of given evidence, for who tries it.
struct PlacementReport: Encodable {
    let edition: String
    /// The rules that were applied.
    let policy: String
    /// The level that is indicated; none where too little is known.
    let level: LevelOfCare?
    /// What the ratings say, once every gate is cleared; none while one is missing.
    let rated: LevelOfCare?
    /// What treats the gates as long as they are open.
    let meanwhile: LevelOfCare?
    /// The gates that are open, by name.
    let hardStops: [String]
    let gates: [Gate]
    /// Whether the program should be co-occurring enhanced.
    let isEnhanced: Bool
    let reasons: [String]
    let counterfactuals: [String]
    /// All else that was read.
    let details: [String]
    let notes: [String]
    /// What is not known, by name.
    let missing: [String]

    /// A gate that is open.
    struct Gate: Encodable {
        let gate: String
        let finding: String
        let value: String
        let acts: [String]
        let clearedBy: [Role]
        let satisfiedBy: [LevelOfCare]
    }

    init(of given: GivenEvidence) {
        let policy = PlacementPolicy.current
        let edition = given.edition
        let judged = policy.judge(given.evidence, edition: edition, at: given.time)
        let why = Explanation(
            of: judged, from: given.evidence, by: policy, edition: edition, at: given.time
        ) { _ in "given now" }
        self.edition = edition.id
        self.policy = policy.id
        (level, rated, meanwhile) = (judged.level, judged.rated, judged.meanwhile)
        isEnhanced = judged.isEnhanced
        hardStops = judged.gates.map(\.gate.id)
        gates = judged.gates.map { open in
            Gate(
                gate: open.gate.id, finding: open.gate.finding, value: open.value,
                acts: open.gate.acts.map(\.id), clearedBy: open.gate.clearedBy,
                satisfiedBy: open.gate.satisfiedBy)
        }
        (reasons, details, missing) = (why.reasons, why.details, judged.missing)
        notes = policy.notes(on: given.evidence, edition: edition, at: given.time)
        counterfactuals = policy.counterfactuals(
            to: judged, from: given.evidence, edition: edition, at: given.time
        ).map(\.sentence)
    }

    /// The report, and a refusal where no level follows.
    func output(isJSON: Bool, all: Bool) throws -> Output {
        let lines = isJSON ? [Output.Line(try JSONText.readable(self))] : lines(all: all)
        guard level == nil else { return Output(lines) }
        return Output(lines).failing(
            Refusal(
                "Too little is known for a recommendation.",
                remedy: "Still missing: \(missing.joined(separator: ", "))."))
    }

    private func lines(all: Bool) -> [Output.Line] {
        let title = level.map { level in
            let held = hardStops.isEmpty || level == .emergency ? "" : ", and held"
            return Output.Line("Level \(level) is indicated\(held) (\(policy), \(edition)).", .bold)
        }
        return [title].compactMap(\.self) + reasons.map { Output.Line($0) }
            + counterfactuals.map { Output.Line($0, .faint) }
            + notes.map { Output.Line($0, .warning) }
            + (all ? details.map { Output.Line($0) } : [])
            + (level == nil
                ? [] : [Output.Line("A clinician confirms it, or chooses another with a reason.")])
            + (all || details.isEmpty
                ? [] : [Output.Line("--all shows what else was read.", .faint)])
    }
}
