import PluginKit

/// What is known of a client's risk.
struct Risk: Codable, Hashable, Sendable {
    /// The lines that stand in the plan for afterwards, by kind and in order: none is added twice.
    private var lines: [String: [String]] = [:]
    /// The days of the last lapses that were told.
    private var lapses: [LocalDate] = []
    /// The day on which the map of triggers was given last.
    private(set) var mapped: LocalDate?
    /// Whether a review of the present risk was proposed.
    private(set) var isWarned = false
    /// Whether more intensive care was proposed, and nobody has decided.
    private(set) var isStepUpProposed = false

    private static let mostLapses = 8

    /// Whether a line stands in the plan already.
    func hasLine(_ kind: PlanLineKind, _ text: String) -> Bool {
        lines[kind.rawValue]?.contains(text) == true
    }

    /// How many lapses were told from a day on.
    func lapses(since day: LocalDate) -> Int { lapses.count { $0 >= day } }

    mutating func add(_ line: PlanLineAdded) {
        guard !hasLine(line.kind, line.text) else { return }
        lines[line.kind.rawValue, default: []].append(line.text)
    }

    mutating func lapse(on day: LocalDate) { lapses = lapses.suffix(Self.mostLapses - 1) + [day] }

    mutating func map(on day: LocalDate) { mapped = day }

    mutating func warn() { isWarned = true }

    /// The risk is no longer above what protects.
    mutating func ease() { isWarned = false }

    mutating func proposeStepUp() { isStepUpProposed = true }

    mutating func decideStepUp() { isStepUpProposed = false }
}
