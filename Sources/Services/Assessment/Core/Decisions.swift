internal import ClinicalRules
internal import Messages

/// How each person decided on levels of care lately.
struct Decisions: Equatable, Codable {
    /// Whether the level was another than the indicated one, the newest last.
    private var overrides: [StaffID: [Bool]] = [:]

    /// Adds a decision. That a level could not be had is no override.
    mutating func add(_ event: PlacementConfirmed, by rater: StaffID?, newest: Int) {
        guard let rater else { return }
        let isOverride = event.placed != event.indicated && event.reasonCode != .notAvailable
        overrides[rater, default: []].append(isOverride)
        Retention.Newest(newest).trim(&overrides[rater, default: []])
    }

    /// Everybody's rate, by id.
    func summary(by rule: OverrideRule) -> OverrideSummary {
        let rates = overrides.sorted { $0.key < $1.key }.map { rater, decided in
            let count = decided.count { $0 }
            return OverrideRate(
                rater: rater, decisions: decided.count, overrides: count,
                alarm: rule.alarm(overrides: count, of: decided.count).map {
                    OverrideAlarm(rawValue: $0.rawValue)
                })
        }
        return OverrideSummary(
            raters: rates, leastDecisions: rule.leastDecisions, leastPercent: rule.leastPercent,
            mostPercent: rule.mostPercent, source: rule.source)
    }
}
