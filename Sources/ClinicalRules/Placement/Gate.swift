package import Messages

/// A danger that holds a level of care up until somebody has looked at it.
///
/// A gate is no level: what it finds asks for an act of a person. The level is what the ratings say
/// once that was done.
package struct Gate: Codable, Hashable, Sendable {
    package var id: String
    /// Whether it is told at once, whatever else is missing.
    package var isEmergency: Bool
    /// What it finds, in a few words.
    package var finding: String
    /// Any of them finds it.
    package var when: [PlacementPolicy.Condition]
    /// What clears it: any of them.
    package var acts: [Act]
    /// Who may clear it, best first.
    package var clearedBy: [Role]
    /// The levels that treat the finding: at these a client may be placed while it is open.
    package var satisfiedBy: [LevelOfCare]
    /// What is indicated as long as it is open and the ratings are not known: the first of these
    /// that the edition has. None where a review is all that it asks for.
    package var meanwhile: [LevelOfCare]?
    /// How long it stays cleared.
    package var holdsHours: Int
    /// Staff hours within which somebody is to clear it.
    package var withinStaffHours: Int
    package var source: String
    /// How the whole of it is known.
    package var basis: Instrument.Basis

    /// What a person does to clear a gate.
    package struct Act: Codable, Hashable, Sendable {
        package var id: String
        /// With its article: "a medical review".
        package var words: String
    }
}

/// A gate that is open for somebody, and by what.
package struct OpenGate: Equatable, Sendable {
    package var gate: Gate
    /// All that finds it: never empty.
    package var findings: [Finding]

    /// What was found, where, and when.
    package struct Finding: Equatable, Sendable {
        /// "ciwa-ar 12", "seizure-history: yes", "dimension 2 rated 3".
        package var value: String
        /// When it was handed in, answered or rated.
        package var at: Timestamp
        /// Its place in the order in which evidence came.
        var order: Int
    }

    /// All values, in one line.
    package var value: String { findings.map(\.value).joined(separator: ", ") }

    /// What clears it, and who: "a medical review by nurse or prescriber".
    package var remedy: String {
        let acts = gate.acts.map(\.words).joined(separator: " or ")
        return "\(acts) by \(gate.clearedBy.map(\.rawValue).joined(separator: " or "))"
    }
}

extension PlacementPolicy {
    /// The gate of that id.
    package func gate(_ id: String) -> Gate? { gates.first { $0.id == id } }

    /// The gates that what is known opens, in the policy's order, without those that were cleared
    /// after all that finds them.
    func openGates(in evidence: Evidence, edition: PlacementEdition, at now: Timestamp)
        -> [OpenGate]
    {
        gates.compactMap { gate in
            let findings = gate.when.flatMap { self.findings($0, in: evidence, edition: edition) }
            guard let newest = findings.map(\.order).max() else { return nil }
            if let clearing = evidence.clearings[gate.id], clearing.order > newest,
                now.isWithin(gate.holdsHours, of: clearing.at)
            {
                return nil
            }
            return OpenGate(gate: gate, findings: findings)
        }
    }

    /// Whether a sign is there.
    func holds(
        _ condition: Condition, for evidence: Evidence, edition: PlacementEdition
    ) -> Bool {
        !findings(condition, in: evidence, edition: edition).isEmpty
    }

    /// What shows a sign: one finding for each form, and one for answers or a rating.
    private func findings(
        _ condition: Condition, in evidence: Evidence, edition: PlacementEdition
    ) -> [OpenGate.Finding] {
        if let wanted = condition.edition, wanted != edition.id { return [] }
        if let questions = condition.questions {
            let answers = questions.compactMap { evidence.intake[$0] }
            guard questions.allSatisfy(evidence.isYes), let last = answers.max(by: isBefore) else {
                return []
            }
            let value = "\(questions.joined(separator: " and ")): yes"
            return [OpenGate.Finding(value: value, at: last.at, order: last.order)]
        }
        if let id = condition.form { return formFindings(condition, of: id, in: evidence) }
        if let number = condition.dimension {
            return ratingFindings(condition, of: number, in: evidence, edition: edition)
        }
        return []
    }

    private func isBefore(_ left: Evidence.IntakeAnswer, _ right: Evidence.IntakeAnswer) -> Bool {
        left.order < right.order
    }

    private func formFindings(
        _ condition: Condition, of id: String, in evidence: Evidence
    ) -> [OpenGate.Finding] {
        guard let known = InstrumentLibrary.instrument(id), let standing = evidence.forms[id] else {
            return []
        }
        let range = (condition.atLeast ?? .min)...(condition.atMost ?? .max)
        return standing.all.compactMap { form in
            let part = form == standing.partial ? ", not whole" : ""
            guard let outcomes = condition.outcomes else {
                let total = known.sum(of: "total", in: form.answers)
                guard range.contains(total) else { return nil }
                return OpenGate.Finding(
                    value: "\(id) \(total)\(part)", at: form.at, order: form.order)
            }
            let found = known.outcomes(of: form.answers).map(\.outcome.name)
                .filter(outcomes.contains)
            guard let first = found.first else { return nil }
            return OpenGate.Finding(value: "\(id) \(first)\(part)", at: form.at, order: form.order)
        }
    }

    private func ratingFindings(
        _ condition: Condition, of number: Int, in evidence: Evidence, edition: PlacementEdition
    ) -> [OpenGate.Finding] {
        let key = Evidence.Dimension(edition: edition.id, number: number)
        guard let rated = evidence.ratings[key],
            let rating = edition.dimension(number)?.rating(rated.value)
        else { return [] }
        if let level = condition.demands {
            guard let limit = edition.rank(level),
                let rank = rating.level.flatMap(edition.rank), rank >= limit
            else { return [] }
        }
        if condition.enhanced == true, rating.isEnhanced != true { return [] }
        let range = (condition.atLeast ?? .min)...(condition.atMost ?? .max)
        guard range.contains(rated.value) else { return [] }
        return [
            OpenGate.Finding(
                value: "dimension \(number) rated \(rating.said)", at: rated.at, order: rated.order)
        ]
    }
}
