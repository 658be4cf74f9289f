internal import ClinicalRules
internal import Messages

extension Intake {
    func rate(
        _ command: RateDimension, by actor: Actor, in context: Context
    ) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard let edition = policy.edition(command.edition) else {
            let known = policy.editions.map(\.id).joined(separator: ", ")
            throw Refusal("The edition is not known.", remedy: "Use one of: \(known).")
        }
        guard edition.dimensions.contains(where: { $0.number == command.dimension }) else {
            throw Refusal(
                "\(edition.id) has no such dimension.", remedy: "Rate a dimension from 1 to 6.")
        }
        guard (0...4).contains(command.rating) else {
            throw Refusal(
                "The rating is outside its range.", remedy: "Rate from 0 (no risk) to 4 (severe).")
        }
        let dimension = Evidence.Dimension(edition: command.edition, number: command.dimension)
        try checkReplaced(chart.evidence.ratings[dimension], by: command)
        let wanted = context.clinic.policies.placementEdition
        let other = "This clinic recommends by \(wanted): a rating of \(edition.id) does not count."
        var draft = Draft(self, by: actor, in: context)
        draft.record(
            DimensionRated(
                client: command.client, edition: command.edition, dimension: command.dimension,
                rating: command.rating, evidence: command.evidence))
        return Decision(
            draft.events,
            guidance: (wanted == edition.id ? [] : [other])
                + draft.state.stillMissing(of: command.client, in: context))
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
            remedy: "Now \(event) stands. Look at it with `cairn ask \(RatingsView.type)`, and "
                + "name it in `replaces` to rate anew.")
    }

    func recommend(
        _ command: RecommendPlacement, in context: inout Context
    ) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        let edition = context.clinic.policies.placementEdition
        let now = context.now.utc
        let missing = missing(of: chart, in: context)
        guard missing.isEmpty,
            case .recommended(let found) = policy.judge(
                chart.evidence, edition: edition, at: now)
        else {
            throw Refusal(
                "Too little is known for a recommendation.",
                remedy: "Still missing: \(missing.joined(separator: ", "))."
                    + tooOld(in: chart, edition: edition, at: now))
        }
        let recommended = PlacementRecommended(
            client: command.client, placement: context.identifier(Placement.self),
            edition: edition, policy: policy.id, level: found.level,
            hardStops: found.hardStops, reasons: found.reasons,
            counterfactuals: policy.counterfactuals(
                to: found, from: chart.evidence, edition: edition, at: now))
        return Decision(
            [recommended],
            guidance: policy.notes(on: chart.evidence, edition: edition, at: now)
                + found.reasons + recommended.counterfactuals.prefix(3) + [
                    "Level \(found.level) is indicated. A clinician confirms it, or chooses another "
                        + "with a reason."
                ])
    }

    func confirm(
        _ command: ConfirmPlacement, by actor: Actor, in context: Context
    ) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard let placement = chart.placement,
            placement.recommended.placement == command.placement
        else {
            throw Refusal(
                "This is not the client's latest recommendation.",
                remedy: "Look the client up in the intake list, or ask for a new recommendation.")
        }
        guard !placement.isConfirmed else {
            throw Refusal(
                "This recommendation is confirmed already.",
                remedy: "To change the level, ask for a new recommendation.")
        }
        try checkStillHolds(placement.recommended, for: chart, at: context.now.utc)
        try checkChoice(command, of: placement.recommended, by: actor)
        let confirmed = PlacementConfirmed(
            client: command.client, placement: command.placement,
            indicated: placement.recommended.level, placed: command.level,
            overrideReason: command.overrideReason.flatMap { $0.isBlank ? nil : $0 },
            ages: chart.registration.ages)
        let isOurs = context.clinic.phases.contains { $0.level == command.level }
        return Decision(
            [confirmed],
            guidance: isOurs
                ? []
                : [
                    "This clinic has no phase of level \(command.level): refer the client, "
                        + "and agree on the next contact."
                ])
    }

    /// A recommendation that newer evidence contradicts is not for confirming.
    private func checkStillHolds(
        _ recommended: PlacementRecommended, for chart: Chart, at now: Timestamp
    ) throws(Refusal) {
        let judged = policy.judge(chart.evidence, edition: recommended.edition, at: now)
        guard case .recommended(let found) = judged, found.level == recommended.level,
            found.hardStops == recommended.hardStops
        else {
            throw Refusal(
                "What is known of the client has changed since this recommendation.",
                remedy: "Ask for a new recommendation."
                    + tooOld(in: chart, edition: recommended.edition, at: now))
        }
    }

    private func checkChoice(
        _ command: ConfirmPlacement, of recommended: PlacementRecommended, by actor: Actor
    ) throws(Refusal) {
        guard let rank = policy.rank(command.level) else {
            throw Refusal(
                "The level of care is not known.", remedy: "Use one of: \(policy.levels.listed).")
        }
        let hasReason = command.overrideReason.map { !$0.isBlank } ?? false
        if command.level == recommended.level {
            guard !hasReason else {
                throw Refusal(
                    "A reason is given, but the level is the indicated one.",
                    remedy: "Leave the reason out, or choose the level that you mean.")
            }
            return
        }
        guard hasReason else {
            throw Refusal(
                "The level differs from the indicated one, and no reason is given.",
                remedy: "Say why, or confirm the indicated level.")
        }
        let isWithinProgram = rank <= policy.rank(.intensiveOutpatient) ?? 0
        let mayOverrule: Set<Role> = [.prescriber, .director]
        guard recommended.hardStops.isEmpty || !isWithinProgram || mayOverrule.contains(actor.role)
        else {
            throw Refusal(
                "A danger came before the dimensions, and the chosen level does not treat it.",
                remedy: "Ask a prescriber or the director to confirm after a review.")
        }
    }

    /// What a recommendation still needs, by name.
    func missing(of chart: Chart, in context: Context) -> [String] {
        let consent = chart.hasConsent ? [] : ["consent"]
        let judged = policy.judge(
            chart.evidence, edition: context.clinic.policies.placementEdition,
            at: context.now.utc)
        guard case .missing(let names) = judged else { return consent }
        return consent + names
    }

    /// What is known and does not count any more, in a sentence of its own.
    private func tooOld(in chart: Chart, edition: String, at now: Timestamp) -> String {
        let names = policy.tooOld(in: chart.evidence, edition: edition, at: now)
        return names.isEmpty ? "" : " Too old: \(names.joined(separator: ", "))."
    }

    func stillMissing(of client: ClientID, in context: Context) -> [String] {
        let names = charts[client].map { missing(of: $0, in: context) } ?? []
        guard !names.isEmpty else { return ["Enough is known to ask for a recommendation."] }
        return ["Still missing for a recommendation: \(names.joined(separator: ", "))."]
    }
}
