internal import Messages

/// What one item of a form says.
enum ItemReading: Hashable {
    case value(Int)
    /// A number that the item does not have: no score, yet a danger sign if it would be one.
    case unfit(Int)
    /// Left out because another answer makes it pointless.
    case skipped
    /// Not asked, refused, or not on the form.
    case open
}

extension ItemAnswer {
    /// The value. A zero that comes with a reason for having no answer is none.
    var given: Int? { value == 0 && missing != nil ? nil : value }
}

extension Instrument {
    /// What a form says about one item.
    func reading(of key: String, in answers: [String: ItemAnswer]) -> ItemReading {
        if let value = answers[key]?.given {
            return item(key)?.allowed.contains(value) == true ? .value(value) : .unfit(value)
        }
        let rule = skips.first { $0.items.contains(key) }
        if let rule, reading(of: rule.whenZero, in: answers) == .value(0) { return .skipped }
        return .open
    }

    /// Whether an item signals something. An unfit number counts as a yes, for it may be one.
    func isPositive(_ key: String, in answers: [String: ItemAnswer]) -> Bool {
        switch reading(of: key, in: answers) {
        case .value(let value): value > 0
        case .unfit: true
        case .skipped: false
        case .open: item(key)?.openCountsAs.map { isPositive($0, in: answers) } ?? false
        }
    }

    /// What a scale comes to. Open items add nothing; an unfit number counts as it stands, within
    /// a bound, for what was mistyped may be danger.
    func sum(of scale: String, in answers: [String: ItemAnswer]) -> Int {
        guard let scale = scales.first(where: { $0.id == scale }) else { return 0 }
        return scale.items.reduce(0) { sum, key in
            switch reading(of: key, in: answers) {
            case .value(let value): sum + value
            case .unfit(let value): sum + min(max(value, 0), 100)
            case .skipped, .open: sum
            }
        }
    }

    /// The outcome of each triage, by policy.
    func outcomes(of answers: [String: ItemAnswer]) -> [(policy: String, outcome: Triage.Outcome)] {
        triages.compactMap { triage in
            let outcome = triage.outcomes.first { outcome in
                outcome.anyPositive.isEmpty
                    || outcome.anyPositive.contains { isPositive($0, in: answers) }
            }
            return outcome.map { (triage.policy, $0) }
        }
    }
}
