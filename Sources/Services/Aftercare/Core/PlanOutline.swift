internal import Messages

/// The sections of a continuing-care plan, to be filled in with the client.
enum PlanOutline {
    static let blank = Dictionary(uniqueKeysWithValues: sections.map { ($0, placeholder) })

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
