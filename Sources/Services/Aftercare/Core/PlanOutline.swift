internal import Messages

/// The sections of a continuing-care plan, to be filled in with the client.
enum PlanOutline {
    static let blank = Dictionary(uniqueKeysWithValues: sections.map { ($0, placeholder) })

    /// The sections with what therapies propose for them, which the client and a person go through.
    static func filled(with lines: [ProposedLine]) -> [String: String] {
        let texts = Dictionary(grouping: lines, by: \.section).mapValues { lines in
            lines.map { "\($0.text) (\($0.therapy))" }.joined(separator: "; ")
        }
        return blank.merging(texts) { $1 }
    }

    /// The section that a therapy's line belongs to; `nil` for a kind of a later version.
    static func section(of kind: PlanLineKind) -> String? {
        switch kind {
        case .warningSign: "warning-signs"
        case .trigger: "triggers"
        case .coping: "coping"
        default: nil
        }
    }

    /// The sections in which nothing is said yet, in order of their names.
    static func open(in sections: [String: String]) -> [String] {
        sections.filter { $0.value.isBlank || $0.value == placeholder }.keys.sorted()
    }

    private static let placeholder = "To be filled in with the client."
    private static let sections = [
        "warning-signs", "triggers", "coping", "craving-plan", "people-to-call", "naloxone",
        "appointments", "mutual-help", "medication", "housing", "work-school-children", "legal",
        "health", "meaning", "lapse-plan", "consent-for-contacts", "when-unreachable",
    ]
}
