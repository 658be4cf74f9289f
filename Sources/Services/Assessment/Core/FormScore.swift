internal import Messages

/// What is made of a form once: what is wrong or odd about it, and what it comes to.
struct JudgedForm: Hashable {
    /// In the order of the items.
    var problems: [FormProblem]
    /// None for a form with a missing or unfit answer: nothing is imputed.
    var score: FormScore?
}

/// What a whole form comes to.
struct FormScore: Hashable {
    var policy: String
    var scores: [String: Int] = [:]
    var bands: [String: String] = [:]
    var flags: [String] = []
}

extension Instrument {
    /// What is wrong or odd about a form by its items, in their order.
    func problems(of answers: [String: ItemAnswer]) -> [FormProblem] {
        let fromItems = items.compactMap { item -> FormProblem? in
            switch reading(of: item.key, in: answers) {
            case .value, .skipped: return nil
            case .open: return item.isOptional == true ? nil : .unanswered(item.key)
            case .unfit(let value):
                let range = (item.allowed.first ?? 0)...(item.allowed.last ?? 0)
                return range.contains(value)
                    ? .notAllowed(item.key, value: value, allowed: item.allowed)
                    : .outOfRange(item.key, value: value, allowed: item.allowed)
            }
        }
        let unknown = answers.keys.filter { item($0) == nil }.sorted()
        return fromItems + unknown.map(FormProblem.unknownItem) + inconsistencies(of: answers)
    }

    /// - Parameter wanted: the clinic's band set.
    func judge(_ answers: [String: ItemAnswer], banding wanted: String) -> JudgedForm {
        var problems = problems(of: answers)
        guard !problems.contains(where: \.preventsScore) else {
            return JudgedForm(problems: problems, score: nil)
        }
        let banding = banding(wanted)
        let score = score(answers, by: banding)
        if let banding, let value = score.scores[banding.scale],
            score.bands[banding.scale] == nil
        {
            problems.append(.withoutBand(policy: banding.policy, score: value))
        }
        return JudgedForm(problems: problems, score: score)
    }

    private func score(_ answers: [String: ItemAnswer], by banding: Instrument.Banding?)
        -> FormScore
    {
        let triaged = outcomes(of: answers)
        let policies = [banding?.policy].compactMap(\.self) + triaged.map(\.policy)
        var score = FormScore(
            policy: (["\(id) \(version)"] + policies).joined(separator: ", "))
        for scale in scales { score.scores[scale.id] = sum(of: scale.id, in: answers) }
        if let banding, let value = score.scores[banding.scale] {
            score.bands[banding.scale] = banding.band(of: value)
        }
        for (policy, outcome) in triaged { score.bands[policy] = outcome.name }
        score.flags = flags(of: answers, scores: score.scores)
        return score
    }

    private func flags(of answers: [String: ItemAnswer], scores: [String: Int]) -> [String] {
        let value = { (key: String) in answers[key]?.given ?? 0 }
        let fromItems = dangers.filter { danger in
            danger.anyPositive.contains { isPositive($0, in: answers) }
        }
        let fromScales = flags.filter { flag in
            scores[flag.scale].map { ($0 >= flag.min) && ($0 <= flag.max) } == true
                && flag.allZero.allSatisfy { value($0) == 0 }
        }
        let fromSymptoms = symptomCounts.filter { rule in
            let present = rule.items.filter {
                value($0) >= rule.exceptions[$0] ?? rule.atLeast
            }
            return present.count >= rule.count.first ?? 0
                && present.count <= rule.count.last ?? 0
                && !Set(present).isDisjoint(with: rule.anyOf)
        }
        return fromItems.compactMap(\.flag) + fromScales.map(\.id) + fromSymptoms.map(\.id)
    }

    private func inconsistencies(of answers: [String: ItemAnswer]) -> [FormProblem] {
        consistency.flatMap { rule in
            rule.atLeast.compactMap { other in
                guard let least = answers[other]?.given, let value = answers[rule.item]?.given,
                    value < least
                else { return nil }
                return FormProblem.inconsistent(rule.item, with: other)
            }
        }
    }
}
