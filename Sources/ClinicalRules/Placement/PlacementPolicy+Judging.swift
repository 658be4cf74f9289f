package import Messages

/// What the rules make of the evidence.
package enum Judgement: Equatable {
    /// A level follows.
    case recommended(Recommendation)
    /// Nothing is recommended without these: forms, questions and dimensions by name.
    case missing([String])

    /// A level of care and why.
    package struct Recommendation: Equatable {
        /// The level that is indicated.
        package var level: LevelOfCare
        /// Dangers that came before the dimensions, by name.
        package var hardStops: [String]
        /// Why this level, a sentence each.
        package var reasons: [String]
    }
}

extension PlacementPolicy {
    /// The level that the evidence indicates.
    ///
    /// Hard stops come first. One that is an emergency is told at once, whatever else is missing;
    /// any other waits until no withdrawal or danger question is open, for an emergency may hide
    /// behind it. Ratings can only raise the level of a hard stop. Without any hard stop the
    /// dimensions decide: the highest minimum, never an average. What is too old is not known.
    package func judge(_ evidence: Evidence, edition: String, at now: Timestamp) -> Judgement {
        let evidence = evidence.fresh(at: now, by: self)
        let stops = hardStops.filter { stop in
            stop.when.contains { holds($0, for: evidence, edition: edition) }
        }
        let openDangers = missingDangers(in: evidence)
        let openRatings = missingRatings(in: evidence, edition: edition)
        let isEmergency = stops.contains { $0.level == .emergency }
        if isEmergency || openDangers.isEmpty && !stops.isEmpty {
            return stopped(
                by: stops, evidence, edition: edition, unknown: openDangers + openRatings)
        }
        let missing = openDangers + openRatings
        guard missing.isEmpty else { return .missing(missing) }
        let demands = demands(of: evidence, edition: edition)
        guard let level = highest(demands.map(\.level)) else { return .missing(["edition"]) }
        let deciding = demands.filter { $0.level == level }.map { "\($0.dimension.number)" }
        let reasons =
            demands.map(\.reason)
            + ["The level follows from dimension \(deciding.joined(separator: ", "))."]
            + sources(of: evidence)
        return .recommended(.init(level: level, hardStops: [], reasons: reasons))
    }

    private func stopped(
        by stops: [HardStop], _ evidence: Evidence, edition: String, unknown: [String]
    ) -> Judgement {
        let demands = demands(of: evidence, edition: edition)
        let levels = stops.map(\.level) + demands.map(\.level)
        let reasons =
            stops.map { "\($0.reason) (\($0.id), level \($0.level))" } + demands.map(\.reason)
            + sources(of: evidence) + unknown.map { "Not known yet: \($0)." }
        return .recommended(
            .init(
                level: highest(levels) ?? .emergency, hardStops: unique(stops.map(\.id)),
                reasons: reasons))
    }

    /// What change of one rating by one would change the level.
    package func counterfactuals(
        to recommendation: Judgement.Recommendation, from evidence: Evidence, edition: String,
        at now: Timestamp
    ) -> [String] {
        let evidence = evidence.fresh(at: now, by: self)
        return rated(in: evidence, edition: edition).flatMap { dimension, rating in
            [rating.value - 1, rating.value + 1].compactMap { value -> String? in
                guard (0...4).contains(value) else { return nil }
                var other = evidence
                var changed = rating
                changed.value = value
                other.rate(.init(edition: edition, number: dimension.number), changed)
                guard case .recommended(let result) = judge(other, edition: edition, at: now),
                    result.level != recommendation.level
                else { return nil }
                return "Dimension \(dimension.number) rated \(value): level \(result.level)."
            }
        }
    }

    /// What a clinician should know besides the level.
    package func notes(
        on evidence: Evidence, edition: String, at now: Timestamp
    ) -> [String] {
        let evidence = evidence.fresh(at: now, by: self)
        return notes.filter { note in
            note.when.contains { holds($0, for: evidence, edition: edition) }
        }.map(\.guidance)
    }

    /// What a level needs, and is known but too old: forms, questions and dimensions by name.
    package func tooOld(in evidence: Evidence, edition: String, at now: Timestamp) -> [String] {
        let missing = { (evidence: Evidence) in
            missingDangers(in: evidence) + missingRatings(in: evidence, edition: edition)
        }
        let never = Set(missing(evidence))
        return missing(evidence.fresh(at: now, by: self)).filter { !never.contains($0) }
    }

    /// The withdrawal and danger questions, and the forms, that are not answered in full.
    func missingDangers(in evidence: Evidence) -> [String] {
        let questions = IntakeQuestion.known.map(\.rawValue).filter { !evidence.isAnswered($0) }
        let forms = requiredForms.filter { required in
            required.ifYes.map(evidence.isYes) ?? true
        }.map(\.form)
        return questions
            + forms.filter { evidence.forms[$0]?.whole == nil }
    }

    func missingRatings(in evidence: Evidence, edition: String) -> [String] {
        guard let edition = self.edition(edition) else { return ["edition"] }
        return edition.dimensions.filter { dimension in
            let key = Evidence.Dimension(edition: edition.id, number: dimension.number)
            return !dimension.minimum.isEmpty && evidence.ratings[key] == nil
        }.map { "dimension \($0.number)" }
    }

    private func rated(in evidence: Evidence, edition: String) -> [(Dimension, Evidence.Rating)] {
        (self.edition(edition)?.dimensions ?? []).compactMap { dimension in
            let key = Evidence.Dimension(edition: edition, number: dimension.number)
            return evidence.ratings[key].map { (dimension, $0) }
        }
    }

    private func demands(of evidence: Evidence, edition: String)
        -> [(dimension: Dimension, level: LevelOfCare, reason: String)]
    {
        rated(in: evidence, edition: edition).compactMap { dimension, rating in
            guard dimension.minimum.indices.contains(rating.value) else { return nil }
            let level = dimension.minimum[rating.value]
            let rater = rating.rater.map { " by \($0)" } ?? ""
            let evidence = rating.evidence.map(\.text).joined(separator: ", ")
            return (
                dimension, level,
                "Dimension \(dimension.number) (\(dimension.name)) rated \(rating.value)\(rater) "
                    + "at \(rating.at): at least level \(level)."
                    + (evidence.isEmpty ? "" : " Evidence: \(evidence).")
            )
        }
    }

    /// What was read, so that a recommendation shows its sources and how old they are.
    private func sources(of evidence: Evidence) -> [String] {
        let forms = evidence.forms.sorted { $0.key < $1.key }.filter { isUsed($0.key) }
        let oldest = evidence.intake.values.map(\.at).min()
        return forms.flatMap { instrument, standing in
            standing.all.map { form in
                "Read: \(instrument), form \(form.submission), \(form.at)"
                    + (form == standing.partial ? ", not whole." : ".")
            }
        }
            + (oldest.map { ["Read: intake answers, the oldest of \($0)."] } ?? [])
    }

    private func isUsed(_ form: String) -> Bool {
        requiredForms.contains { $0.form == form }
            || hardStops.contains { $0.when.contains { $0.form == form } }
            || notes.contains { $0.when.contains { $0.form == form } }
    }

    private func holds(_ condition: Condition, for evidence: Evidence, edition: String) -> Bool {
        if let wanted = condition.edition, wanted != edition { return false }
        if let questions = condition.questions {
            guard questions.allSatisfy(evidence.isYes) else { return false }
        }
        let range = (condition.atLeast ?? .min)...(condition.atMost ?? .max)
        if let id = condition.form {
            guard let known = InstrumentLibrary.instrument(id) else { return false }
            return (evidence.forms[id]?.all ?? []).contains { form in
                guard let outcomes = condition.outcomes else {
                    return range.contains(known.sum(of: "total", in: form.answers))
                }
                let found = known.outcomes(of: form.answers).map(\.outcome.name)
                return !Set(found).isDisjoint(with: outcomes)
            }
        }
        if let number = condition.dimension {
            let key = Evidence.Dimension(edition: edition, number: number)
            return evidence.ratings[key].map { range.contains($0.value) } ?? false
        }
        return condition.questions != nil
    }

    private func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}
