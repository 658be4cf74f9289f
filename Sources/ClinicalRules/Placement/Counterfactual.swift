package import Messages

/// What would change the level.
package struct Counterfactual: Equatable, Sendable {
    /// What is not as it is now.
    package var what: What
    /// The level that would follow; `nil` where too little is known for one.
    package var level: LevelOfCare?
    /// Of a dimension that is not rated: the level that the highest rating would bring.
    package var upTo: LevelOfCare?

    /// What may change.
    package enum What: Equatable, Sendable {
        /// A dimension is rated differently, as its edition says it.
        case rating(dimension: Int, said: String)
        /// A dimension is rated that is not rated yet.
        case missing(dimension: Int)
        /// A gate is cleared.
        case cleared(gate: String)
    }

    /// In a sentence.
    package var sentence: String {
        let level = level.map { "level \($0)" } ?? "no level before the rest is known"
        return switch what {
        case .rating(let number, let said): "Dimension \(number) rated \(said): \(level)."
        case .missing(let number):
            "Dimension \(number) is not rated: \(level)"
                + (upTo.map { $0 == self.level ? "." : " to \($0)." } ?? ".")
        case .cleared(let gate): "Once \(gate) is cleared: \(level)."
        }
    }
}

extension PlacementPolicy {
    /// What change of one thing would change the level: a gate that is cleared, a rating that is
    /// missing, or one rating by one.
    package func counterfactuals(
        to judgement: Judgement, from evidence: Evidence, edition: PlacementEdition,
        at now: Timestamp
    ) -> [Counterfactual] {
        let evidence = evidence.fresh(at: now, by: self)
        let cleared = judgement.gates.map { open in
            var other = evidence
            other.clear(open.gate.id, by: nil, act: "", at: now, event: nil)
            return Counterfactual(
                what: .cleared(gate: open.gate.id),
                level: judge(other, edition: edition, at: now).level)
        }
        return cleared + missing(from: evidence, edition: edition)
            + changed(from: evidence, of: judgement, edition: edition, at: now)
    }

    /// What the ratings that are missing may bring: from what is rated already, upwards.
    private func missing(from evidence: Evidence, edition: PlacementEdition) -> [Counterfactual] {
        let known = demands(of: evidence, edition: edition)
        let names = missingRatings(in: evidence, edition: edition)
        guard !known.isEmpty else { return [] }
        let least = edition.highest(known.compactMap(\.rating.level)) ?? edition.least
        return edition.dimensions.filter { names.contains("dimension \($0.number)") }
            .map { dimension in
                let most = edition.highest([least] + dimension.ratings.compactMap(\.level))
                return Counterfactual(
                    what: .missing(dimension: dimension.number), level: least, upTo: most)
            }
    }

    private func changed(
        from evidence: Evidence, of judgement: Judgement, edition: PlacementEdition,
        at now: Timestamp
    ) -> [Counterfactual] {
        guard judgement.level != .emergency else { return [] }
        return demands(of: evidence, edition: edition).flatMap { demand in
            let ladder = demand.dimension.ladder(by: edition)
            guard let place = ladder.firstIndex(of: demand.rating) else {
                return [Counterfactual]()
            }
            return [place - 1, place + 1].compactMap { index in
                guard ladder.indices.contains(index) else { return nil }
                var other = evidence
                var rated = demand.rated
                rated.value = ladder[index].value
                other.rate(.init(edition: edition.id, number: demand.dimension.number), rated)
                let level = judge(other, edition: edition, at: now).level
                guard level != judgement.level else { return nil }
                return Counterfactual(
                    what: .rating(
                        dimension: demand.dimension.number, said: ladder[index].said),
                    level: level)
            }
        }
    }
}
