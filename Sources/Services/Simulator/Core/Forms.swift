internal import ClinicalRules
internal import Messages

/// The answers that a synthetic client gives, by instrument and item.
enum Forms {
    static let depression = "phq-9"
    static let anxiety = "gad-7"
    static let drinking = "audit-c"
    static let suicide = "c-ssrs-screener"
    static let alcoholWithdrawal = "ciwa-ar"
    static let opioidWithdrawal = "cows"
    static let weekly = "bam-iop"
    /// The same questions about a month.
    static let monthly = "bam"
    /// The form that is once handed in for the wrong client.
    static let mistaken = drinking

    /// The answers to an instrument that has none of its own here: each item near the end of its
    /// values that is better for the client, by a draw.
    ///
    /// - Parameter steps: how far from that end, for each item.
    static func quiet(_ instrument: Instrument, steps: (String) -> Int) -> [String: ItemAnswer] {
        let better = Set(
            instrument.scales.filter { $0.isHigherBetter == true }.flatMap(\.items))
        var answers: [String: ItemAnswer] = [:]
        for item in instrument.items where item.isOptional != true {
            let set = instrument.answers(to: item)
            let isDown = set.isReversed != better.contains(item.key)
            let values = isDown ? Array(set.values.reversed()) : set.values
            guard let last = values.indices.last else { continue }
            answers[item.key] = ItemAnswer(value: values[min(last, steps(item.key))])
        }
        return answers
    }

    /// Items `1` to `count` whose values add up to `total`, each at most `most`.
    static func items(_ count: Int, adding total: Int, upTo most: Int) -> [String: ItemAnswer] {
        var answers: [String: ItemAnswer] = [:]
        for item in 1...count {
            let share = total / count + (item <= total % count ? 1 : 0)
            answers["\(item)"] = ItemAnswer(value: min(most, share))
        }
        return answers
    }

    /// Nine items; the last asks for thoughts of death and has its own answer.
    static func depression(total: Int, item9: ItemAnswer) -> [String: ItemAnswer] {
        items(8, adding: total, upTo: 3).merging(["9": item9]) { $1 }
    }

    /// The screener's branches: without item 2 items 3 to 5 are not asked, without 6 not its
    /// second part.
    static func suicide(isHigh: Bool, hasThoughts: Bool) -> [String: ItemAnswer] {
        let skipped = ItemAnswer(missing: .skippedByRule)
        var answers = ["q3", "q4", "q5", "q6_3m"].reduce(into: [String: ItemAnswer]()) {
            $0[$1] = skipped
        }
        answers["q1"] = ItemAnswer(value: hasThoughts || isHigh ? 1 : 0)
        answers["q2"] = ItemAnswer(value: isHigh ? 1 : 0)
        answers["q6"] = ItemAnswer(value: 0)
        if isHigh {
            answers["q3"] = ItemAnswer(value: 1)
            answers["q4"] = ItemAnswer(value: 1)
            answers["q5"] = ItemAnswer(value: 0)
        }
        return answers
    }

    /// Nine items of 0 to 7, and orientation, which stays clear.
    static func alcoholWithdrawal(total: Int) -> [String: ItemAnswer] {
        items(9, adding: total, upTo: 7).merging(["10": ItemAnswer(value: 0)]) { $1 }
    }

    /// Eleven items, of which only the values 0 and 1 are used: some scales have gaps above.
    static func opioidWithdrawal(ones: Int) -> [String: ItemAnswer] {
        // Items 3 and 11 are kept at 0: their next values are 1 and 3.
        let scored = ["1", "2", "4", "5", "6", "7", "8", "9", "10"].prefix(ones)
        return (1...11).reduce(into: [:]) {
            $0["\($1)"] = ItemAnswer(value: scored.contains("\($1)") ? 1 : 0)
        }
    }

    /// The weekly monitor: days of use, and risk and protection that follow it.
    static func weekly(use: Int, substance: Profile.Substance) -> [String: ItemAnswer] {
        let drinks = substance == .alcohol
        let risk = min(4, use)
        let protection = max(1, 3 - use / 2)
        var values = [
            "1": min(3, 1 + use / 2), "2": risk, "3": risk, "4": drinks ? use : 0,
            "5": drinks ? use / 2 : 0, "6": drinks ? 0 : use, "8": risk, "9": protection,
            "10": protection, "11": risk, "12": protection, "13": protection, "14": 4,
            "15": min(2, use), "16": protection, "17": protection,
        ]
        for drug in ["7A", "7B", "7C", "7D", "7E", "7F", "7G"] { values[drug] = 0 }
        if substance == .opioid { values["7E"] = use }
        if substance == .stimulant { values["7D"] = use }
        return values.mapValues { ItemAnswer(value: $0) }
    }
}
