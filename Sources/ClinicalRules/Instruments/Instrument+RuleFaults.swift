internal import Messages

// What is wrong with sums, rules, dangers and bands.
extension Instrument {
    var scaleFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        var seen: Set<String> = []
        for (place, scale) in scales.enumerated() {
            if !seen.insert(scale.id).inserted {
                faults.fault(
                    "is “\(scale.id)” again", "give each scale an id of its own", at: "scales",
                    place, "id")
            }
            for key in repeated(scale.items) {
                faults.fault(
                    "sum item \(key) twice", "write each item once", at: "scales", place, "items")
            }
            faults.unknown(scale.items, in: self, at: "scales", place, "items")
            faults.unknown(
                (scale.leavesOut ?? []).flatMap { $0.items + [$0.whenPositive] }, in: self,
                at: "scales", place, "leavesOut")
            if (scale.times ?? 1) < 1 {
                faults.fault(
                    "is below 1: the scale is multiplied by nothing", "write 1 or more",
                    at: "scales", place, "times")
            }
        }
        for (place, change) in reliableChange.enumerated() {
            unknownScale(change.scale, into: &faults, at: "reliableChange", place, "scale")
            if change.points < 1 {
                faults.fault("is below 1", "write 1 or more", at: "reliableChange", place, "points")
            }
        }
        if let use {
            unknownScale(use.scale, into: &faults, at: "use", "scale")
            for (field, number) in [("rise", use.rise), ("days", use.days)] where number < 1 {
                faults.fault("is below 1", "write 1 or more", at: "use", field)
            }
        }
        return faults
    }

    var ruleFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        for (place, skip) in skips.enumerated() {
            faults.unknown(
                skip.items + skip.whenZero.flatMap(\.self), in: self, at: "skips", place)
        }
        for (place, rule) in consistency.enumerated() {
            faults.unknown([rule.item] + rule.atLeast, in: self, at: "consistency", place)
        }
        faults.unknown(mustAnswer, in: self, at: "mustAnswer")
        for (place, rule) in symptomCounts.enumerated() {
            faults.unknown(
                rule.items + rule.anyOf + rule.exceptions.keys.sorted(), in: self,
                at: "symptomCounts", place)
            if rule.count.count != 2 {
                faults.fault(
                    "is not a fewest and a most", "write two numbers", at: "symptomCounts", place,
                    "count")
            }
        }
        for (place, flag) in flags.enumerated() {
            faults.unknown(flag.allZero ?? [], in: self, at: "flags", place, "allZero")
            unknownScale(flag.scale, into: &faults, at: "flags", place, "scale")
            if flag.min > flag.max {
                faults.fault("is above its max", "write min ≤ max", at: "flags", place, "min")
            }
        }
        for (place, triage) in triages.enumerated() {
            faults.unknown(
                triage.outcomes.flatMap { $0.anyPositive ?? [] }, in: self, at: "triages", place)
            let hasLast =
                !triage.outcomes.isEmpty
                && (triage.outcomes.last?.anyPositive ?? []).isEmpty
            if !hasLast {
                faults.fault(
                    "have no outcome that always fits", "end them with one without anyPositive",
                    at: "triages", place, "outcomes")
            }
        }
        return faults
    }

    var dangerFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        for (place, danger) in dangers.enumerated() {
            faults.unknown(danger.items ?? [], in: self, at: "dangers", place, "items")
            if !danger.kind.isKnown {
                faults.fault(
                    "is “\(danger.kind)”, which is not known",
                    choice(danger.kind.rawValue, among: AlertKind.known.map(\.rawValue)),
                    at: "dangers", place, "kind")
            }
            if !danger.urgency.isKnown {
                faults.fault(
                    "is “\(danger.urgency)”, which is not known",
                    choice(danger.urgency.rawValue, among: AlertUrgency.known.map(\.rawValue)),
                    at: "dangers", place, "urgency")
            }
            if danger.guidance.isBlank {
                faults.fault(
                    "is empty", "write what to do at once", at: "dangers", place, "guidance")
            }
            if let limit = danger.atLeast, let most = most(of: danger), limit > most {
                faults.fault(
                    "is \(limit), and nothing comes to more than \(most)",
                    "write a limit that can be reached", at: "dangers", place, "atLeast")
            }
            let isLimited = danger.items != nil || danger.scale != nil
            if isLimited, danger.atLeast == nil {
                faults.fault(
                    "is missing: it has items or a scale without a limit", "write the limit",
                    at: "dangers", place, "atLeast")
            } else if !isLimited, danger.atLeast != nil {
                faults.fault(
                    "is a limit without items or scale", "write items or a scale beside it",
                    at: "dangers", place, "atLeast")
            }
            if let id = danger.scale {
                unknownScale(id, into: &faults, at: "dangers", place, "scale")
            }
            if !isLimited, triages.isEmpty {
                faults.fault(
                    "has nothing to judge by", "write items or a scale, and atLeast", at: "dangers",
                    place)
            }
        }
        return faults
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

    private func repeated(_ words: [String]) -> [String] {
        Dictionary(grouping: words) { $0 }.filter { $1.count > 1 }.keys.sorted()
    }
}

extension Instrument {
    var bandingFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        for (place, banding) in bandings.enumerated() {
            guard let scale = scale(banding.scale) else {
                unknownScale(banding.scale, into: &faults, at: "bandings", place, "scale")
                continue
            }
            let range = range(of: scale)
            faults.unknown(
                (banding.when ?? [:]).keys.sorted(), in: self, at: "bandings", place, "when")
            if banding.bands.first?.min != range.lowerBound
                || banding.bands.last?.max != range.upperBound
            {
                faults.fault(
                    "do not reach from \(range.lowerBound) to \(range.upperBound)",
                    "let the first begin and the last end there", at: "bandings", place, "bands")
            }
            for (number, band) in banding.bands.enumerated() where band.min > band.max {
                faults.fault(
                    "ends before it begins", "write min ≤ max", at: "bandings", place, "bands",
                    number)
            }
            for (number, pair) in zip(banding.bands, banding.bands.dropFirst()).enumerated() {
                let (band, next) = pair
                let follows =
                    banding.hasGaps == true ? next.min > band.max : next.min == band.max + 1
                guard !follows else { continue }
                faults.fault(
                    "is \(next.min): \(next.name) does not follow \(band.name)",
                    "write \(band.max + 1)", at: "bandings", place, "bands", number + 1, "min")
            }
        }
        return faults + openPolicies
    }

    /// Policies whose sets all ask for a value, so that a form without it has no band.
    private var openPolicies: [PlacedFault] {
        var faults: [PlacedFault] = []
        for policy in policies {
            let sets = bandings.filter { $0.policy == policy }
            for scale in Set(sets.map(\.scale)).sorted()
            where sets.last(where: { $0.scale == scale })?.when != nil {
                let place = bandings.lastIndex { $0.policy == policy && $0.scale == scale } ?? 0
                faults.fault(
                    "asks for an item: the last of \(scale) asks, and nothing is left for other forms",
                    "end the policy \(policy) with a set without when", at: "bandings", place,
                    "when"
                )
            }
        }
        return faults
    }
}
