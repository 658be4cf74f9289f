internal import Messages

extension Instrument {
    /// What is wrong with a description that can be read: what names nothing, stands twice or
    /// cannot happen. Each with its place.
    func faults() -> [String] {
        ownFaults + answerFaults + itemFaults + scaleFaults + bandingFaults + ruleFaults
            + dangerFaults + licenceFaults + cadenceFaults
    }

    private var ownFaults: [String] {
        var faults: [String] = []
        if Identity(id) == nil { faults.append("id is not of a-z, 0-9 and dashes") }
        for (field, text) in [("name", name), ("version", version), ("respondent", respondent)]
        where text.isBlank {
            faults.append("\(field) is empty")
        }
        if lookbackDays < 0 { faults.append("lookbackDays is negative") }
        if validity.hours < 1 { faults.append("validity.hours is below 1") }
        if items.isEmpty { faults.append("items is empty") }
        if scales.isEmpty, triages.isEmpty {
            faults.append("there is neither a scale nor a triage")
        }
        return faults
    }

    private var answerFaults: [String] {
        answerSets.sorted { $0.key < $1.key }.flatMap { name, set -> [String] in
            let place = "answerSets.\(name)"
            var faults: [String] = []
            if set.values.isEmpty || set.values != Array(Set(set.values)).sorted() {
                faults.append("\(place).values do not rise")
            }
            if set.values.contains(where: { $0 < 0 }) {
                faults.append("\(place).values are negative")
            }
            let lists = [
                ("labels", set.labels?.count), ("points", set.points?.count),
                ("codes", set.codes?.count),
            ]
            for (list, count) in lists where count.map({ $0 != set.values.count }) == true {
                faults.append("\(place).\(list) are not as many as its values")
            }
            if !items.contains(where: { $0.answers == name }) {
                faults.append("\(place) is used by no item")
            }
            return faults
        }
    }

    private var itemFaults: [String] {
        repeated(items.map(\.key)).map { "item \($0) stands twice" }
            + items.flatMap { item -> [String] in
                var faults: [String] = []
                if item.key.isBlank || item.label.isBlank { faults.append("an item has no name") }
                if answerSets[item.answers] == nil {
                    faults.append("item \(item.key) names no answer set")
                }
                if let code = item.code, code.hasPrefix("LOINC "), !isLOINC(code.dropFirst(6)) {
                    faults.append("item \(item.key) has a LOINC code with a wrong check digit")
                }
                return faults + unknown([item.openCountsAs].compactMap(\.self), in: "openCountsAs")
            }
            + [loinc?.panel, loinc?.total].compactMap(\.self).filter { !isLOINC($0[...]) }
            .map { "loinc: \($0) has a wrong check digit" }
    }

    private var scaleFaults: [String] {
        repeated(scales.map(\.id)).map { "scale \($0) stands twice" }
            + scales.flatMap { scale -> [String] in
                let left = (scale.leavesOut ?? []).flatMap { $0.items + [$0.whenPositive] }
                let faults = repeated(scale.items).map { "scale \(scale.id) sums item \($0) twice" }
                return faults + unknown(scale.items + left, in: "scale \(scale.id)")
                    + ((scale.times ?? 1) < 1 ? ["scale \(scale.id) is multiplied by nothing"] : [])
            }
            + reliableChange.filter { scale($0.scale) == nil || $0.points < 1 }
            .map { "reliableChange of \($0.scale) names no scale and points" }
    }

    private var ruleFaults: [String] {
        skips.flatMap { unknown($0.items + $0.whenZero.flatMap(\.self), in: "skips") }
            + consistency.flatMap { unknown([$0.item] + $0.atLeast, in: "consistency") }
            + unknown(mustAnswer, in: "mustAnswer")
            + symptomCounts.flatMap { rule in
                unknown(rule.items + rule.anyOf + rule.exceptions.keys.sorted(), in: rule.id)
                    + (rule.count.count == 2 ? [] : ["\(rule.id).count is not a fewest and a most"])
            }
            + flags.flatMap { flag in
                unknown(flag.allZero ?? [], in: flag.id)
                    + (scale(flag.scale) == nil || flag.min > flag.max
                        ? ["flag \(flag.id) has no scale and range"] : [])
            }
            + triages.flatMap { triage in
                unknown(triage.outcomes.flatMap { $0.anyPositive ?? [] }, in: triage.policy)
                    + ((triage.outcomes.last?.anyPositive ?? []).isEmpty && !triage.outcomes.isEmpty
                        ? [] : ["triage \(triage.policy) has no outcome that always fits"])
            }
    }

    private var dangerFaults: [String] {
        dangers.flatMap { danger -> [String] in
            var faults = unknown(danger.items ?? [], in: "dangers")
            if !danger.kind.isKnown || !danger.urgency.isKnown {
                faults.append("dangers has a kind or an urgency that is not known")
            }
            if danger.guidance.isBlank { faults.append("dangers has no guidance") }
            if let limit = danger.atLeast, let most = most(of: danger), limit > most {
                faults.append("dangers asks for \(limit), and nothing comes to more than \(most)")
            }
            let isLimited = danger.items != nil || danger.scale != nil
            if isLimited != (danger.atLeast != nil) {
                faults.append("dangers has a limit without items or scale, or none with them")
            }
            if let id = danger.scale, scale(id) == nil {
                faults.append("dangers names no scale \(id)")
            }
            if !isLimited, triages.isEmpty { faults.append("dangers has nothing to judge by") }
            return faults
        }
    }

    /// The most that what a danger is judged by can come to; `nil` where that is not known.
    private func most(of danger: Danger) -> Int? {
        func most(of key: String) -> Int? {
            guard let item = item(key), let set = answerSets[item.answers] else { return nil }
            return (set.values + set.allPoints).max()
        }
        if let keys = danger.items { return keys.compactMap(most).max() }
        guard let scale = danger.scale.flatMap(scale) else { return nil }
        let parts = scale.items.compactMap(most)
        guard parts.count == scale.items.count else { return nil }
        return parts.reduce(0, +) * (scale.times ?? 1)
    }

    private var licenceFaults: [String] {
        var faults: [String] = []
        if licence.text.isBlank || licence.source.isBlank { faults.append("licence is empty") }
        if licence.ships != .wording, items.contains(where: { $0.text != nil }) {
            faults.append("an item has its wording, and the licence ships \(licence.ships)")
        }
        if sources.isEmpty { faults.append("sources is empty") }
        return faults
    }

    /// Items that are named and are none.
    private func unknown(_ keys: [String], in place: String) -> [String] {
        keys.filter { item($0) == nil }.map { "\(place): there is no item \($0)" }
    }
}

extension Instrument {
    private var bandingFaults: [String] {
        bandings.flatMap { banding -> [String] in
            let place = "bands of \(banding.policy)"
            guard let scale = scale(banding.scale) else { return ["\(place) name no scale"] }
            let range = range(of: scale)
            var faults = (banding.when ?? [:]).keys.sorted().filter { item($0) == nil }
                .map { "\(place): there is no item \($0)" }
            if banding.bands.first?.min != range.lowerBound
                || banding.bands.last?.max != range.upperBound
            {
                faults.append(
                    "\(place) do not reach from \(range.lowerBound) to \(range.upperBound)")
            }
            if banding.bands.contains(where: { $0.min > $0.max }) {
                faults.append("\(place) have one that ends before it begins")
            }
            for (band, next) in zip(banding.bands, banding.bands.dropFirst())
            where banding.hasGaps == true ? next.min <= band.max : next.min != band.max + 1 {
                faults.append("\(place): \(next.name) does not follow \(band.name)")
            }
            return faults
        }
            + openPolicies
    }

    /// Policies whose sets all ask for a value, so that a form without it has no band.
    private var openPolicies: [String] {
        policies.flatMap { policy in
            let sets = bandings.filter { $0.policy == policy }
            return Set(sets.map(\.scale)).sorted().filter { scale in
                sets.last { $0.scale == scale }?.when != nil
            }.map { "bands of \(policy): the last of \($0) asks for an item" }
        }
    }

    private func repeated(_ words: [String]) -> [String] {
        Dictionary(grouping: words) { $0 }.filter { $1.count > 1 }.keys.sorted()
    }

    /// Whether the digit behind the dash is the check digit of those before it (Luhn).
    private func isLOINC(_ code: Substring) -> Bool {
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let check = Int(parts[1]), (0...9).contains(check) else {
            return false
        }
        let digits = parts[0].compactMap(\.wholeNumberValue)
        guard !digits.isEmpty, digits.count == parts[0].count else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.offset.isMultiple(of: 2) ? digit.element * 2 : digit.element
            return sum + value / 10 + value % 10
        }
        return (10 - sum % 10) % 10 == check
    }
}
