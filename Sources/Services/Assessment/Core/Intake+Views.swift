internal import ClinicalRules
package import Messages

extension Intake {
    package func answer(
        _ query: any Query, in context: Context
    ) throws -> any Codable & Sendable {
        switch query {
        case is OpenAlerts: return openAlerts
        case let query as ClientIdentity: return charts[query.client]?.identity
        case is IntakeList: return intakeList(in: context)
        case is ClientsInCare:
            return charts.filter { !$0.value.hasLeft }.map { client, chart in
                ClientInCare(client: client, since: chart.since)
            }
        case let query as CommitmentsView:
            let chart = try chart(of: query.client)
            return StandingCommitments(
                commitments: chart.commitments, event: chart.commitmentsEvent)
        case let query as Measures:
            return try chart(of: query.client).measures(
                of: query.instrument, at: context, by: instrument)
        case is TherapyForms: return therapyFormLines
        case let query as RatingsView: return try chart(of: query.client).evidence.standing
        case let query as PlacementView:
            return placementStanding(of: try chart(of: query.client), in: context)
        case let query as ConsentsView:
            return try consents(of: query.client, at: context.now)
        case is OverrideRates: return decisions.summary(by: policy.overrides)
        case let query as FindClients: return try found(by: query)
        case let query as BegunForm:
            return try begun(query.instrument, of: chart(of: query.client), at: context.now.utc)
        default:
            throw Refusal(
                "Assessment has no view \(type(of: query).name).",
                remedy: "See the list of its queries in the protocol.")
        }
    }

    private func placementStanding(of chart: Chart, in context: Context) -> PlacementStanding {
        let latest = chart.placement
        let cleared = chart.evidence.clearings.sorted { $0.key < $1.key }.compactMap {
            gate, clearing in
            clearing.event.map {
                ClearedGate(
                    gate: gate, act: clearing.act, by: clearing.by, at: clearing.at, event: $0)
            }
        }
        return PlacementStanding(
            edition: chart.edition(at: context.clinic), language: chart.registration.language,
            missing: missing(of: chart, in: context),
            gates: openGates(of: chart, in: context).map(\.held), cleared: cleared,
            recommended: latest?.recommended, recommendedAt: latest?.at,
            confirmed: latest?.confirmed,
            isOurs: latest?.confirmed.map { context.clinic.entry(at: $0.placed) != nil })
    }

    /// Who is on the way to a level of care, those who wait longest first.
    private func intakeList(in context: Context) -> [IntakeStatus] {
        charts.sorted { ($0.value.since, $0.key) < ($1.value.since, $1.key) }
            .compactMap { client, chart in
                let waiting = chart.placement.flatMap { $0.isConfirmed ? nil : $0 }
                guard chart.standing == .intake || waiting != nil else { return nil }
                return IntakeStatus(
                    client: client, since: chart.since, due: chart.intakeDue,
                    missing: missing(of: chart, in: context),
                    placement: waiting?.recommended.placement,
                    indicated: waiting?.recommended.level)
            }
    }
}

extension Evidence {
    /// The ratings as their readers see them, in order.
    fileprivate var standing: [StandingRating] {
        ratings.compactMap { dimension, rating in
            rating.event.map {
                StandingRating(
                    edition: dimension.edition, dimension: dimension.number, rating: rating.value,
                    rater: rating.rater, at: rating.at, event: $0)
            }
        }
        .sorted { ($0.edition, $0.dimension) < ($1.edition, $1.dimension) }
    }
}
