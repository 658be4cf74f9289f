internal import ClinicalRules
internal import Messages

/// How each person decided on levels of care lately, and whose rate somebody has to look at.
struct Decisions: Equatable, Codable {
    /// Whether the level was another than the indicated one, the newest last.
    private var overrides: [StaffID: [Bool]] = [:]
    /// Since when a rate asks for a look that nobody took.
    private var waiting: [StaffID: Timestamp] = [:]
    /// The rates outside the limits that somebody looked at.
    private var looked: [StaffID: Look] = [:]
    /// Whether it was a look that ended the last wait for one, and not that a rate came within the
    /// limits.
    private(set) var isLooked = false

    /// A rate as it was when somebody looked, and how many decisions followed.
    private struct Look: Equatable, Codable {
        let alarm: String
        var decisions = 0
    }

    /// Since when a rate asks for a look; `nil` where none does.
    var unlooked: Timestamp? { waiting.values.min() }

    /// Adds a decision. That a level could not be had is no override.
    mutating func add(
        _ event: PlacementConfirmed, by rater: StaffID?, at time: Timestamp, rule: OverrideRule
    ) {
        guard let rater else { return }
        let isOverride = event.placed != event.indicated && event.reasonCode != .notAvailable
        overrides[rater, default: []].append(isOverride)
        Retention.Newest(rule.newest).trim(&overrides[rater, default: []])
        guard let alarm = alarm(of: rater, by: rule) else {
            if waiting.removeValue(forKey: rater) != nil { isLooked = false }
            looked[rater] = nil
            return
        }
        // What was looked at is told again where it is worse otherwise, or goes on for as long as it
        // takes to alarm at all.
        if var look = looked[rater], look.alarm == alarm.rawValue,
            look.decisions + 1 < rule.leastDecisions
        {
            look.decisions += 1
            looked[rater] = look
            return
        }
        looked[rater] = nil
        waiting[rater] = waiting[rater] ?? time
    }

    /// Somebody looked at all of it.
    mutating func look(by rule: OverrideRule) {
        for rater in waiting.keys {
            looked[rater] = alarm(of: rater, by: rule).map { Look(alarm: $0.rawValue) }
        }
        waiting = [:]
        isLooked = true
    }

    private func alarm(of rater: StaffID, by rule: OverrideRule) -> OverrideRule.Alarm? {
        let decided = overrides[rater] ?? []
        return rule.alarm(overrides: decided.count { $0 }, of: decided.count)
    }

    /// Everybody's rate, by id.
    func summary(by rule: OverrideRule) -> OverrideSummary {
        let rates = overrides.sorted { $0.key < $1.key }.map { rater, decided in
            OverrideRate(
                rater: rater, decisions: decided.count, overrides: decided.count { $0 },
                alarm: alarm(of: rater, by: rule).map { OverrideAlarm(rawValue: $0.rawValue) })
        }
        return OverrideSummary(
            raters: rates, leastDecisions: rule.leastDecisions, leastPercent: rule.leastPercent,
            mostPercent: rule.mostPercent, source: rule.source)
    }

    /// The rates that ask for a look which nobody took.
    func waiting(by rule: OverrideRule) -> [OverrideRate] {
        summary(by: rule).raters.filter { waiting[$0.rater] != nil }
    }
}
