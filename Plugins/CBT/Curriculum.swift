/// The order of modules, each with what a client practises after it.
enum Curriculum {
    /// One module of the curriculum.
    struct Module: Sendable {
        let name: String
        let practice: String
    }

    static let modules: [Module] = [
        Module(name: "functional-analysis", practice: "functional-analysis-sheet"),
        Module(name: "coping-with-craving", practice: "craving-log"),
        Module(name: "motivation-and-commitment", practice: "goals-worksheet"),
        Module(name: "refusal-skills", practice: "refusal-rehearsal"),
        Module(name: "seemingly-irrelevant-decisions", practice: "decision-diary"),
        Module(name: "all-purpose-coping-plan", practice: "coping-plan"),
        Module(name: "problem-solving", practice: "problem-worksheet"),
        Module(name: "case-management", practice: "support-list"),
        Module(name: "risk-reduction", practice: "risk-review"),
        Module(name: "thought-record", practice: "thought-record"),
        Module(name: "lapse-plan", practice: "lapse-plan"),
        Module(name: "review-and-ending", practice: "letter-to-myself"),
    ]
}
