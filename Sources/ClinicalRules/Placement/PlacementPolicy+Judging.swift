package import Messages

/// What the rules make of the evidence.
package struct Judgement: Equatable, Sendable {
    /// The level that is indicated; `nil` where too little is known.
    ///
    /// While a gate that is an emergency is open it is the emergency department. Otherwise it is what
    /// the ratings say, and it is held as long as a gate is open. While ratings are missing it is
    /// what treats the gates that are open, where they name a level.
    package var level: LevelOfCare?
    /// What the ratings say, once every gate is cleared; `nil` while one is missing.
    package var rated: LevelOfCare?
    /// What treats the gates as long as they are open; `nil` where they name no level.
    package var meanwhile: LevelOfCare?
    /// The gates that are open, in the policy's order.
    package var gates: [OpenGate]
    /// Forms, questions and dimensions that are not known, by name.
    package var missing: [String]
    /// The dimensions of which the level follows, by number; none where a gate names it.
    package var deciding: [Int]
    /// Whether a rating asks for a program that is co-occurring enhanced.
    package var isEnhanced: Bool
}

extension PlacementPolicy {
    /// The level that the evidence indicates, and what stands before it.
    ///
    /// A gate that is an emergency is told at once, whatever else is missing; the level of any other
    /// waits until no withdrawal or danger question is open, for an emergency may hide behind it.
    /// Then the dimensions decide: the highest least level, never an average. What is too old is not
    /// known.
    package func judge(
        _ evidence: Evidence, edition: PlacementEdition, at now: Timestamp
    ) -> Judgement {
        judge(fresh: evidence.fresh(at: now, by: self), edition: edition, at: now)
    }

    private func judge(
        fresh evidence: Evidence, edition: PlacementEdition, at now: Timestamp
    ) -> Judgement {
        let gates = openGates(in: evidence, edition: edition, at: now)
        let dangers = missingDangers(in: evidence)
        let ratings = missingRatings(in: evidence, edition: edition)
        let demands = demands(of: evidence, edition: edition)
        let highest = edition.highest(demands.compactMap(\.rating.level))
        let rated = ratings.isEmpty ? highest ?? edition.least : nil
        let treating = edition.highest(gates.compactMap { first(of: $0.gate, in: edition) })
        let isEmergency = gates.contains { $0.gate.isEmergency }
        let level: LevelOfCare? =
            if isEmergency {
                .emergency
            } else if dangers.isEmpty {
                rated ?? treating.map { edition.highest([$0, highest ?? $0]) ?? $0 }
            } else {
                nil
            }
        return Judgement(
            level: level, rated: rated, meanwhile: treating, gates: gates,
            missing: dangers + ratings,
            deciding: demands.filter { $0.rating.level == level }.map(\.dimension.number),
            isEnhanced: demands.contains { $0.rating.isEnhanced == true })
    }

    private func first(of gate: Gate, in edition: PlacementEdition) -> LevelOfCare? {
        gate.meanwhile?.first { edition.rank($0) != nil }
    }

    /// What a clinician should know besides the level.
    package func notes(
        on evidence: Evidence, edition: PlacementEdition, at now: Timestamp
    ) -> [String] {
        let evidence = evidence.fresh(at: now, by: self)
        return notes.filter { note in
            note.when.contains { holds($0, for: evidence, edition: edition) }
        }.map(\.guidance)
    }

    /// What a level needs, and is known but too old: forms, questions and dimensions by name.
    package func tooOld(
        in evidence: Evidence, edition: PlacementEdition, at now: Timestamp
    ) -> [String] {
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

    /// The dimensions that are not rated, or that are to be evaluated first.
    func missingRatings(in evidence: Evidence, edition: PlacementEdition) -> [String] {
        let rated = demands(of: evidence, edition: edition)
            .filter { $0.rating.mustEvaluate != true }.map(\.dimension.number)
        return edition.dimensions.filter { $0.isRequired && !rated.contains($0.number) }
            .map { "dimension \($0.number)" }
    }

    /// What each dimension is rated, and what that asks for.
    func demands(of evidence: Evidence, edition: PlacementEdition) -> [Demand] {
        edition.dimensions.compactMap { dimension in
            let key = Evidence.Dimension(edition: edition.id, number: dimension.number)
            guard let rated = evidence.ratings[key], let rating = dimension.rating(rated.value)
            else { return nil }
            return Demand(dimension: dimension, rating: rating, rated: rated)
        }
    }

    /// A dimension that was rated, and what the rating asks for.
    struct Demand {
        var dimension: PlacementEdition.Dimension
        var rating: PlacementEdition.Rating
        var rated: Evidence.Rating
    }
}
