package import Messages

/// What one item of a form says.
package enum ItemReading: Hashable {
    /// A value that the item has.
    case value(Int)
    /// A number that the item does not have: no score, yet a danger sign if it would be one.
    case unfit(Int)
    /// Left out because another answer makes it pointless.
    case skipped
    /// There is no answer.
    case open(Gap)

    /// Why there is no answer. None of these is ever taken for zero.
    package enum Gap: String, Hashable, Sendable, Codable {
        /// The form does not say.
        case absent
        /// Nobody put the question.
        case notAsked = "not-asked"
        /// The client would not answer.
        case refused
        /// Put down as left out, and no rule of the form leaves it out.
        case notSkipped = "not-skipped"
        /// A value, and a reason why there is none.
        case contradictory
        /// A reason that this version does not know.
        case unexplained
    }
}

extension ItemAnswer {
    /// The value. A zero that comes with a reason for having no answer is none.
    package var given: Int? { value == 0 && missing != nil ? nil : value }

    /// Why there is no value.
    fileprivate var gap: ItemReading.Gap {
        if value != nil { return .contradictory }
        return switch missing {
        case nil: .absent
        case ItemAnswer.Missing.notAsked: .notAsked
        case ItemAnswer.Missing.refused: .refused
        case ItemAnswer.Missing.skippedByRule: .notSkipped
        default: .unexplained
        }
    }
}

extension Instrument {
    /// What a form says about one item.
    package func reading(of key: String, in answers: [String: ItemAnswer]) -> ItemReading {
        let answer = answers[key]
        if let value = answer?.given {
            let fits =
                answer?.missing == nil
                && item(key).map { self.answers(to: $0).values.contains(value) } == true
            return fits ? .value(value) : .unfit(value)
        }
        return isSkipped(key, in: answers) ? .skipped : .open(answer?.gap ?? .absent)
    }

    /// Whether a rule of the form leaves an item out.
    func isSkipped(_ key: String, in answers: [String: ItemAnswer]) -> Bool {
        skips.contains { rule in
            rule.items.contains(key)
                && rule.whenZero.contains { keys in
                    keys.allSatisfy { reading(of: $0, in: answers) == .value(0) }
                }
        }
    }

    /// Whether an item signals something. An unfit number counts as a yes, for it may be one.
    func isPositive(
        _ key: String, in answers: [String: ItemAnswer], atLeast limit: Int = 1
    ) -> Bool {
        switch reading(of: key, in: answers) {
        case .value(let value): value >= limit
        case .unfit: true
        case .skipped: false
        case .open: item(key)?.openCountsAs.map { isPositive($0, in: answers) } ?? false
        }
    }

    /// What a scale comes to. Open items add nothing; an unfit number counts as it stands, within
    /// a bound, for what was mistyped may be danger.
    package func sum(of id: String, in answers: [String: ItemAnswer]) -> Int {
        guard let scale = scale(id) else { return 0 }
        return counted(by: scale, in: answers).reduce(0) { sum, key in
            switch reading(of: key, in: answers) {
            case .value(let value):
                sum + (item(key).flatMap { self.answers(to: $0).points(of: value) } ?? 0)
            case .unfit(let value): sum + min(max(value, 0), 100)
            case .skipped, .open: sum
            }
        } * (scale.times ?? 1)
    }

    /// The items that a scale counts for these answers.
    func counted(by scale: Scale, in answers: [String: ItemAnswer]) -> [String] {
        let left = (scale.leavesOut ?? []).filter { isPositive($0.whenPositive, in: answers) }
        return scale.items.filter { key in !left.contains { $0.items.contains(key) } }
    }

    /// The outcome of each triage, by policy.
    package func outcomes(
        of answers: [String: ItemAnswer]
    ) -> [(policy: String, outcome: Triage.Outcome)] {
        triages.compactMap { triage in
            let outcome = triage.outcomes.first { outcome in
                guard let items = outcome.anyPositive, !items.isEmpty else { return true }
                return items.contains { isPositive($0, in: answers) }
            }
            return outcome.map { (triage.policy, $0) }
        }
    }
}
