internal import ClinicalRules
internal import Messages

extension Intake {
    func rate(
        _ command: RateDimension, by actor: Actor, in context: Context
    ) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        let edition = try edition(command.edition)
        guard let dimension = edition.dimension(command.dimension) else {
            throw Refusal(
                "\(edition.id) has no such dimension.", remedy: "Rate a dimension from 1 to 6.")
        }
        guard dimension.rating(command.rating) != nil else {
            let known = dimension.ratings.map { rating in
                rating.name.map { "\(rating.value) (\($0))" } ?? "\(rating.value)"
            }
            throw Refusal(
                "The dimension has no such rating.",
                remedy: "Rate it with one of: \(known.joined(separator: ", ")).")
        }
        let key = Evidence.Dimension(edition: command.edition, number: command.dimension)
        try checkReplaced(chart.evidence.ratings[key], by: command)
        var draft = Draft(self, by: actor, in: context)
        draft.record(
            DimensionRated(
                client: command.client, edition: command.edition, dimension: command.dimension,
                rating: command.rating, evidence: command.evidence))
        let counts = draft.state.charts[command.client]?.edition(at: context.clinic)
        let other =
            "This assessment is by \(counts ?? "another edition"): a rating of \(edition.id) "
            + "does not count."
        return Decision(
            draft.events,
            guidance: (counts == edition.id ? [] : [other])
                + draft.state.stillMissing(of: command.client, in: context))
    }

    /// The edition of that id.
    func edition(_ id: String) throws(Refusal) -> PlacementEdition {
        guard let edition = policy.edition(id) else {
            let known = policy.editions.map(\.id).joined(separator: ", ")
            throw Refusal("The edition is not known.", remedy: "Use one of: \(known).")
        }
        return edition
    }

    /// A rating replaces the one that its rater has seen, and no other.
    private func checkReplaced(
        _ standing: Evidence.Rating?, by command: RateDimension
    ) throws(Refusal) {
        guard command.replaces != standing?.event else { return }
        guard let event = standing?.event else {
            throw Refusal(
                "The rating that is replaced does not stand any more.",
                remedy: "The dimension is not rated now: rate it without `replaces`.")
        }
        throw Refusal(
            "Another rating of this dimension stands than the one that is replaced.",
            remedy: "Now \(event) stands. Look at it with `cairn client show`, and rate anew with "
                + "`cairn rate`, which names it in `replaces`.")
    }

    func recommend(
        _ command: RecommendPlacement, in context: inout Context
    ) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        let edition = try edition(command.edition ?? chart.edition(at: context.clinic))
        let now = context.now.utc
        let judged = policy.judge(chart.evidence, edition: edition, at: now)
        guard chart.hasConsent, let level = judged.level else {
            let missing = missing(of: chart, judged: judged).joined(separator: ", ")
            throw Refusal(
                "Too little is known for a recommendation.",
                remedy: "Still missing: \(missing)." + tooOld(in: chart, edition: edition, at: now)
                    + judged.gates.map { " Held by \($0.gate.id): \($0.remedy)." }.joined())
        }
        let placement = context.identifier(Placement.self)
        let recommended = recommended(
            level, judged, for: command.client, as: placement, chart, edition: edition, in: context)
        return Decision(
            [recommended],
            guidance: [chart.concerns.sentence].compactMap(\.self)
                + policy.notes(on: chart.evidence, edition: edition, at: now)
                + recommended.reasons + changes(to: recommended) + [
                    "Level \(level) is indicated. A clinician confirms it, or chooses another "
                        + "with a reason."
                ])
    }

    /// What would bring another level, three at the most. Of several gates each alone may bring none:
    /// that is said once.
    private func changes(to recommended: PlacementRecommended) -> [String] {
        let all = zip(recommended.counterfactuals, recommended.changes ?? [])
        let other = all.filter { $1.level != recommended.level }.map { $0.0 }
        let inVain = all.count { $1.gate != nil && $1.level == recommended.level }
        let together = "Clearing one of these gates alone leaves it at \(recommended.level)."
        return (inVain > 1 ? [together] : [])
            + other.prefix(3).map { "What would change it: \($0)" }
    }

    private func recommended(
        _ level: LevelOfCare, _ judged: Judgement, for client: ClientID,
        as placement: PlacementID, _ chart: Chart, edition: PlacementEdition, in context: Context
    ) -> PlacementRecommended {
        let now = context.now.utc
        let zone = context.clinic.timeZone
        let why = Explanation(
            of: judged, from: chart.evidence, by: policy, edition: edition, at: now
        ) { time in
            Moment(time, timeZone: zone).map { "\($0.local.date) \($0.local.time)" } ?? "\(time)"
        }
        let changes = policy.counterfactuals(
            to: judged, from: chart.evidence, edition: edition, at: now)
        return PlacementRecommended(
            client: client, placement: placement, edition: edition.id, policy: policy.id,
            level: level, hardStops: judged.gates.map(\.gate.id), reasons: why.reasons,
            counterfactuals: changes.map(\.sentence), details: why.details, basis: why.basis,
            gates: judged.gates.map(\.held), deciding: judged.deciding,
            changes: changes.map(\.change), rated: judged.rated, isEnhanced: judged.isEnhanced)
    }

    /// What a recommendation still needs, by name.
    func missing(of chart: Chart, in context: Context) -> [String] {
        guard let edition = policy.edition(chart.edition(at: context.clinic)) else {
            return ["edition"]
        }
        return missing(
            of: chart,
            judged: policy.judge(chart.evidence, edition: edition, at: context.now.utc))
    }

    private func missing(of chart: Chart, judged: Judgement) -> [String] {
        (chart.hasConsent ? [] : ["consent"]) + (judged.level == nil ? judged.missing : [])
    }

    /// What is known and does not count any more, in a sentence of its own.
    func tooOld(in chart: Chart, edition: PlacementEdition, at now: Timestamp) -> String {
        let names = policy.tooOld(in: chart.evidence, edition: edition, at: now)
        return names.isEmpty ? "" : " Too old: \(names.joined(separator: ", "))."
    }

    /// What a recommendation still needs, and what holds it, in sentences.
    func stillMissing(of client: ClientID, in context: Context) -> [String] {
        guard let chart = charts[client] else { return [] }
        let names = missing(of: chart, in: context)
        let held = openGates(of: chart, in: context).map {
            "Held by \($0.gate.id), \($0.value): \($0.remedy)."
        }
        guard !names.isEmpty else {
            return held + ["Enough is known to ask for a recommendation."]
        }
        return held + ["Still missing for a recommendation: \(names.joined(separator: ", "))."]
    }
}

extension Chart {
    /// The edition of this assessment: the clinic's own, unless the client is rated by another alone.
    func edition(at clinic: Clinic) -> String {
        let own = clinic.policies.placementEdition
        let rated = Set(evidence.ratings.keys.map(\.edition))
        return rated.contains(own) ? own : rated.max() ?? own
    }
}
