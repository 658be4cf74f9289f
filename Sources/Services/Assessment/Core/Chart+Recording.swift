internal import ClinicalRules
internal import Messages

extension Chart {
    /// Folds one fact about this client into the chart.
    mutating func record(_ fact: Fact) {
        follow(from: fact)
        switch fact.event {
        case let event as CommitmentsChanged:
            commitments = event.commitments
            commitmentsEvent = fact.id
        case is ConsentGiven, is ConsentWithdrawn: consents.apply(fact)
        case is TreatmentDeclined: endEpisode(.declined, at: fact.time)
        case is EpisodeClosed: endEpisode(.ended, at: fact.time)
        case let event as QuestionnaireSubmitted: keep(event, at: fact.time)
        case let event as QuestionnaireScored: settle(event, of: fact)
        case let event as MeasureWorsened: check(event, of: fact)
        case let event as IntakeAnswered:
            evidence.add(event.answers, at: fact.time)
            lastIntakeCause = fact.cause
            for kind in ConcernPolicy.current.kinds(askedIn: event.answers) {
                concerns.screened(for: kind)
            }
            // Whoever is asked the questions again is on the way to a level of care again.
            if standing == .ended { stand(.intake, at: fact.time) }
        case is DangerReported: lastReportCause = fact.cause
        case let event as any DangerTold:
            evidence.hold(event)
            concerns.apply(event, at: fact.time)
        case let event as ConcernClosed:
            evidence.release(event.kind)
            closings[event.kind.rawValue] = Deed(fact)
            concerns.apply(event, at: fact.time)
            // Nobody can be screened again who is gone.
            if hasLeft { concerns.leave() }
        case let event as DimensionRated: keep(event, of: fact)
        case let event as PlacementRecommended: recommend(event, at: fact.time)
        case let event as PlacementConfirmed: confirm(event, as: fact)
        case let event as GateCleared:
            evidence.clear(
                event.gate, by: fact.actor?.staff, act: event.act, at: fact.time, event: fact.id)
        case let event as InterimReviewed: review(event, at: fact.time)
        case let event as TransferContactMade where transfer?.placement == event.placement:
            transfer?.isMade = true
        case is ReassessmentOpened: reassess(at: fact.time)
        case let event as IntakeOverdue: isOverdueTold = isOverdueTold || event.since == since
        default: break
        }
    }

    private mutating func keep(_ event: QuestionnaireSubmitted, at time: Timestamp) {
        let form = Evidence.Form(submission: event.submission, answers: event.answers, at: time)
        evidence.add(form, of: event.instrument)
        lastSubmission = event.submission
        history.add(event, at: time)
    }

    private mutating func settle(_ event: QuestionnaireScored, of fact: Fact) {
        evidence.settle(event.submission, of: event.instrument)
        for kind in ConcernPolicy.current.kinds(screenedBy: event.instrument) {
            concerns.screened(for: kind)
        }
        history.settle(event)
        if event.submission != lastSubmission { orphan(fact) }
    }

    /// A worsening rests on two forms.
    private mutating func check(_ event: MeasureWorsened, of fact: Fact) {
        guard event.submission == lastSubmission,
            history.has(event.compared)
        else { return orphan(fact) }
    }

    private mutating func orphan(_ fact: Fact) {
        orphans.append(Orphan(event: fact.id, type: type(of: fact.event).type(by: .assessment)))
    }

    private mutating func keep(_ event: DimensionRated, of fact: Fact) {
        evidence.rate(
            .init(edition: event.edition, number: event.dimension),
            .init(
                value: event.rating, rater: fact.actor?.staff, at: fact.time,
                evidence: event.evidence, event: fact.id))
    }

    private mutating func recommend(_ event: PlacementRecommended, at time: Timestamp) {
        placement = LatestRecommendation(recommended: event, basis: evidence, at: time)
        // Who asks for a level of care after all is on the way to one again.
        if [.declined, .ended].contains(standing) { stand(.intake, at: time) }
    }

    private mutating func confirm(_ event: PlacementConfirmed, as fact: Fact) {
        guard placement?.recommended.placement == event.placement else { return }
        placement?.isConfirmed = true
        placement?.confirmed = event
        placement?.confirmedBy = Deed(fact)
        wait(after: event, at: fact.time)
        stand(.placed, at: fact.time)
    }
}
