internal import ClinicalRules
internal import Messages

/// What the rules make of given evidence, for who tries it.
struct PlacementReport: Encodable {
    let edition: String
    /// The rules that were applied.
    let policy: String
    /// The level that is indicated; none where too little is known.
    let level: LevelOfCare?
    let hardStops: [String]
    let reasons: [String]
    let counterfactuals: [String]
    let notes: [String]
    /// What is not known, by name.
    let missing: [String]

    init(of given: GivenEvidence) {
        let policy = PlacementPolicy.current
        edition = given.edition.id
        self.policy = policy.id
        notes = policy.notes(on: given.evidence, edition: edition, at: given.time)
        switch policy.judge(given.evidence, edition: edition, at: given.time) {
        case .recommended(let found):
            level = found.level
            hardStops = found.hardStops
            reasons = found.reasons
            counterfactuals = policy.counterfactuals(
                to: found, from: given.evidence, edition: edition, at: given.time)
            missing = []
        case .missing(let names):
            level = nil
            (hardStops, reasons, counterfactuals, missing) = ([], [], [], names)
        }
    }

    /// The report, and a refusal where no level follows.
    func output(isJSON: Bool) throws -> Output {
        let lines = isJSON ? [Output.Line(try JSONText.readable(self))] : self.lines
        guard level == nil else { return Output(lines) }
        return Output(lines).failing(
            Refusal(
                "Too little is known for a recommendation.",
                remedy: "Still missing: \(missing.joined(separator: ", "))."))
    }

    private var lines: [Output.Line] {
        guard let level else { return notes.map { Output.Line($0, .warning) } }
        return [Output.Line("Level \(level) is indicated (\(policy), \(edition)).", .bold)]
            + reasons.map { Output.Line($0) } + counterfactuals.map { Output.Line($0, .faint) }
            + notes.map { Output.Line($0, .warning) }
            + [Output.Line("A clinician confirms it, or chooses another with a reason.")]
    }
}
