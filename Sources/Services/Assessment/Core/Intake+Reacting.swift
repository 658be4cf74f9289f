internal import ClinicalRules
package import Messages

extension Intake {
    package func react(to fact: Fact, in context: inout Context) throws -> Decision {
        switch fact.event {
        case let event as HourBegan: Decision(overdueIntakes(at: event.moment.utc))
        case let event as ReturnToUseReported: try reassess(after: event)
        case let event as EnrollmentClosed: try close(after: event, at: fact.time, in: context)
        case let event as ClientDischarged:
            try close(
                event.client, from: [.placed, .intake], reason: "The client was discharged.",
                withForms: charts[event.client]?.treatment != nil, at: fact.time, in: context)
        case let event as FollowUpClosed: try close(after: event, at: fact.time, in: context)
        case let event as AppointmentBooked where event.purpose == .intake:
            try comeBack(after: event)
        case let event as ContactKept: try contacted(event)
        case let event as AlertRaised: try alert(after: event, of: fact.owner, in: &context)
        case let event as EnteredInError:
            fact.owner == .assessment
                ? followUp(event, at: context.now.utc) : takeBack(after: event)
        default: Decision()
        }
    }

    /// Who is in intake too long and was not named yet, by client.
    private func overdueIntakes(at time: Timestamp) -> [any Event] {
        charts.filter { $0.value.isIntakeToBeTold(at: time) }.sorted { $0.key < $1.key }
            .map { client, chart in
                IntakeOverdue(client: client, since: chart.since, owner: chart.registration.owner)
            }
    }

    private func reassess(after event: ReturnToUseReported) throws(NotYetKnown) -> Decision {
        guard charts[event.client] != nil else { throw NotYetKnown("client") }
        return Decision([
            ReassessmentOpened(client: event.client, reason: "Return to use was reported.")
        ])
    }

    /// A stay that ended by a placement elsewhere ends no episode: its evidence led there.
    private func close(
        after event: EnrollmentClosed, at time: Timestamp, in context: Context
    ) throws(NotYetKnown) -> Decision {
        let reasons: [EnrollmentOutcome: String] = [
            .completed: "The program was completed.", .discharged: "The client was discharged.",
        ]
        guard let reason = reasons[event.outcome] else { return Decision() }
        return try close(
            event.client, from: [.placed], reason: reason, withForms: true, at: time, in: context)
    }

    /// Nobody is asked for what an intake or a placement still needs, who is gone or has arrived
    /// elsewhere. Whoever only asked not to be called stays where they are.
    private func close(
        after event: FollowUpClosed, at time: Timestamp, in context: Context
    ) throws(NotYetKnown) -> Decision {
        guard event.ending != .doNotCall else { return Decision() }
        return try close(
            event.client, from: [.placed, .intake],
            reason: "The contact with the client ended: \(event.ending).", withForms: false,
            at: time, in: context)
    }

    /// For whom an intake is booked is on the way to a level of care again, whatever ended before.
    private func comeBack(after event: AppointmentBooked) throws(NotYetKnown) -> Decision {
        guard let chart = charts[event.client] else { throw NotYetKnown("client") }
        let isTreated = chart.treatment.map { $0.completed == nil } ?? false
        guard chart.standing != .intake, !isTreated else { return Decision() }
        return Decision([
            ReassessmentOpened(client: event.client, reason: "Another intake was booked.")
        ])
    }

    /// An end that is told late does not close what began after it. An end without the forms that
    /// belong to it says so, and is none the less one.
    ///
    /// - Parameter withForms: whether a treatment ends, which has forms of its end.
    private func close(
        _ client: ClientID, from standings: [Chart.Standing], reason: String, withForms: Bool,
        at time: Timestamp, in context: Context
    ) throws(NotYetKnown) -> Decision {
        guard let chart = charts[client] else { throw NotYetKnown("client") }
        guard standings.contains(chart.standing), time >= chart.since else { return Decision() }
        var schedule = FormSchedule(of: InstrumentLibrary.all, in: context.clinic, at: context.now)
        let missing =
            withForms ? schedule.missingAtEnd(by: chart.history, ended: time).map(\.name) : []
        let names = missing.joined(separator: ", ")
        return Decision([
            EpisodeClosed(
                client: client,
                reason: reason + (missing.isEmpty ? "" : " Not asked at its end: \(names)."))
        ])
    }

    /// What followed from another service's event goes with it: a reassessment with the return to
    /// use, the end of an episode with that of the stay, a talk before a transfer with its contact.
    private func takeBack(after correction: EnteredInError) -> Decision {
        guard let client = correction.client, let chart = charts[client] else { return Decision() }
        return Decision(
            chart.followed.filter { $0.cause == correction.event }.map { followed in
                EnteredInError(
                    event: followed.event, type: followed.type, client: client,
                    reason: "What it followed from was entered in error.")
            })
    }

    /// What follows from a correction, once the state was derived again without the wrong event.
    private func followUp(_ event: EnteredInError, at now: Timestamp) -> Decision {
        guard let client = event.client, let chart = charts[client] else { return Decision() }
        // What follows from a form cannot outlive it: who reads it must hear of it too.
        let orphans = chart.orphans.map { orphan in
            EnteredInError(
                event: orphan.event, type: orphan.type, client: client,
                reason: "Its form was entered in error.")
        }
        let reassessment = reasonToReassess(chart, after: event, at: now).map {
            ReassessmentOpened(client: client, reason: $0)
        }
        return Decision(orphans + [reassessment].compactMap { $0 })
    }

    private func reasonToReassess(
        _ chart: Chart, after event: EnteredInError, at now: Timestamp
    ) -> String? {
        let type = { (event: any Event.Type) in event.type(by: .assessment) }
        if event.type == type(PlacementConfirmed.self) {
            return waitsAgain(chart, at: now) ? nil : "The placement was entered in error."
        }
        let isEvidence = [
            type(QuestionnaireSubmitted.self), type(IntakeAnswered.self),
            type(DimensionRated.self), type(ConsentGiven.self), type(GateCleared.self),
        ].contains(event.type)
        guard isEvidence, let placement = chart.placement,
            !chart.hasConsent || !stillFollows(placement)
        else { return nil }
        return "The recommended level used what was entered in error."
    }

    /// Whether the recommendation waits for a decision as it did before one that was a slip: what it
    /// rests on is not too old, and the intake has not lasted too long.
    private func waitsAgain(_ chart: Chart, at now: Timestamp) -> Bool {
        // An end since then, or a reassessment, stands by itself.
        guard let placement = chart.placement else { return true }
        guard let due = chart.intakeDue, now < due, chart.hasConsent else { return false }
        let edition = policy.edition(placement.recommended.edition)
        return stillFollows(placement)
            && edition.map { policy.judge(chart.evidence, edition: $0, at: now).level }
                == placement.recommended.level
    }

    /// Whether a recommendation still follows from what remains of its basis, to the last part.
    ///
    /// Of one that was made by other rules that cannot be told: it is judged anew.
    private func stillFollows(_ placement: Chart.LatestRecommendation) -> Bool {
        let recommended = placement.recommended
        guard recommended.policy == policy.id, let edition = policy.edition(recommended.edition)
        else { return false }
        // As it was judged: what has become too old since was evidence then.
        let judged = policy.judge(placement.basis, edition: edition, at: placement.at)
        let why = Explanation(
            of: judged, from: placement.basis, by: policy, edition: edition, at: placement.at
        ) { "\($0)" }
        return judged.level == recommended.level
            && judged.gates.map(\.gate.id) == recommended.hardStops
            && why.basis == recommended.basis
    }
}
