package import Messages

/// What is made of a form once: what is wrong or odd about it, and what it comes to.
package struct JudgedForm: Hashable {
    /// In the order of the items.
    package var problems: [FormProblem]
    /// None for a form with a missing or unfit answer: nothing is imputed.
    package var score: FormScore?
}

/// What a whole form comes to.
package struct FormScore: Hashable {
    /// The instrument's version and the band policies that were applied.
    package var policy: String
    /// By scale.
    package var scores: [String: Int] = [:]
    /// By scale, and triage outcomes by policy.
    package var bands: [String: String] = [:]
    /// The marks on the form.
    package var flags: [String] = []
}

extension Instrument {
    /// What is wrong or odd about a form by its items, in their order.
    package func problems(of answers: [String: ItemAnswer]) -> [FormProblem] {
        let fromItems = items.compactMap { problem(of: $0, in: answers) }
        let unknown = answers.keys.filter { item($0) == nil }.sorted()
        return fromItems + unknown.map(FormProblem.unknownItem) + inconsistencies(of: answers)
    }

    private func problem(of item: Item, in answers: [String: ItemAnswer]) -> FormProblem? {
        switch reading(of: item.key, in: answers) {
        case .value(let value):
            return value > 0 && isSkipped(item.key, in: answers) ? .notLeftOut(item.key) : nil
        case .skipped: return nil
        case .open(let gap):
            return item.isOptional == true && gap != .contradictory
                ? nil : .unanswered(item.key, gap)
        case .unfit where answers[item.key]?.missing != nil:
            return .unanswered(item.key, .contradictory)
        case .unfit(let value):
            let allowed = self.answers(to: item)
            let range = (allowed.values.first ?? 0)...(allowed.values.last ?? 0)
            return range.contains(value)
                ? .notAllowed(item.key, allowed) : .outOfRange(item.key, allowed)
        }
    }

    /// Whether a form can be scored.
    package func isWhole(_ answers: [String: ItemAnswer]) -> Bool {
        !problems(of: answers).contains(where: \.preventsScore)
    }

    /// Judges a form; one that is not whole has no score.
    ///
    /// - Parameter wanted: the clinic's band set; where there is none of that name, the first.
    package func judge(_ answers: [String: ItemAnswer], banding wanted: String?) -> JudgedForm {
        var problems = problems(of: answers)
        guard !problems.contains(where: \.preventsScore) else {
            return JudgedForm(problems: problems, score: nil)
        }
        let bandings = bandings(wanted, for: answers)
        let score = score(answers, by: bandings)
        for banding in bandings where score.bands[banding.scale] == nil {
            guard let value = score.scores[banding.scale] else { continue }
            problems.append(.withoutBand(policy: banding.policy, score: value))
        }
        return JudgedForm(problems: problems, score: score)
    }

    private func score(_ answers: [String: ItemAnswer], by bandings: [Banding]) -> FormScore {
        let triaged = outcomes(of: answers)
        let policies = [bandings.first?.policy].compactMap(\.self) + triaged.map(\.policy)
        var score = FormScore(
            policy: (["\(id) \(version)"] + policies).joined(separator: ", "))
        for scale in scales { score.scores[scale.id] = sum(of: scale.id, in: answers) }
        for banding in bandings {
            score.bands[banding.scale] = score.scores[banding.scale].flatMap(banding.band)
        }
        for (policy, outcome) in triaged { score.bands[policy] = outcome.name }
        score.flags = flags(of: answers, scores: score.scores)
        return score
    }

    private func flags(of answers: [String: ItemAnswer], scores: [String: Int]) -> [String] {
        let value = { (key: String) in answers[key]?.given ?? 0 }
        let fromItems = dangers.filter { danger in
            (danger.items ?? []).contains {
                isPositive($0, in: answers, atLeast: danger.atLeast ?? 1)
            }
        }
        let fromScales = flags.filter { flag in
            scores[flag.scale].map { ($0 >= flag.min) && ($0 <= flag.max) } == true
                && (flag.allZero ?? []).allSatisfy { value($0) == 0 }
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
