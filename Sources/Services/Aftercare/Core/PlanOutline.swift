/// The sections of a continuing-care plan, to be filled in with the client.
enum PlanOutline {
    static let blank = Dictionary(
        uniqueKeysWithValues: sections.map { ($0, "To be filled in with the client.") })

    private static let sections = [
        "warning-signs", "triggers", "coping", "craving-plan", "people-to-call", "naloxone",
        "appointments", "mutual-help", "medication", "housing", "work-school-children", "legal",
        "health", "meaning", "lapse-plan", "consent-for-contacts", "when-unreachable",
    ]
}
