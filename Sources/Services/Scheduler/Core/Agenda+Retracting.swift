package import Messages

extension Agenda {
    package func permitRetraction(of fact: Fact) throws {
        switch fact.event {
        case is SessionScheduled:
            throw Refusal(
                "A scheduled session is a plan, not a record.",
                remedy: "Cancel the session, or plan the week again.")
        case is WeekPlanned, is WeeksRevised, is SessionFlagged, is ConflictFound,
            is OfferingUnplaced:
            throw Refusal(
                "This event follows from the plan and cannot be wrong by itself.",
                remedy: "Correct what it followed from, then plan the week again.")
        case is PhaseReviewDue:
            throw Refusal(
                "A review follows from what is recorded; it changes nothing by itself.",
                remedy: "Correct the record that it names, or leave the phase as it is.")
        case is ProposalTaken:
            throw Refusal(
                "That a therapy's proposal is reviewed follows from the proposal.",
                remedy: "Retract the proposal at the therapy; this goes with it.")
        case let event as EnrollmentOpened: try permitStep(fact.id, of: event.client)
        case let event as PhaseChanged: try permitStep(fact.id, of: event.client)
        case let event as EnrollmentClosed:
            try permitStep(fact.id, of: event.client)
            guard fact.actor == nil, event.outcome == .discharged else { break }
            throw Refusal(
                "The end of the stay follows from what another service recorded.",
                remedy: "Correct that, and the stay goes on: that treatment was declined, the"
                    + " discharge, or how the contact ended.")
        default: break
        }
    }

    /// A stay is corrected from its end: what came later was decided on what came before.
    private func permitStep(_ event: MessageID, of client: ClientID) throws {
        guard let last = roster.steps[client]?.last, last.event != event else { return }
        throw Refusal(
            "The client's stay was changed after this event.",
            remedy: "Retract the later change first, event \(last.event), or change the phase now.")
    }

    /// Takes back what followed from an event that was entered in error. The plan is outdated then
    /// (``PlanStanding``).
    ///
    /// A stay goes back to what it was if nothing else has happened to it since, and nobody came
    /// to a session in a stay that would be gone: then people decide what becomes of it.
    ///
    /// A review of danger that nothing speaks for any more is taken back.
    func correct(_ correction: EnteredInError, _ draft: inout Draft<Agenda>) {
        if let client = correction.client {
            withdrawTaken(of: client, &draft)
            withdrawReview(of: client, &draft)
        }
        if let client = correction.client, let step = roster.steps[client]?.last,
            step.cause == correction.event,
            step.before != nil || !hasAttended(client, draft.now)
        {
            draft.record(
                EnteredInError(
                    event: step.event, type: step.type, client: client,
                    reason: "What it followed from was entered in error."))
        }
    }

    /// Whether the client came to a session of the present stay.
    private func hasAttended(_ client: ClientID, _ now: Moment) -> Bool {
        guard let stay = roster.stays[client] else { return false }
        let since = LocalDateTime(
            date: now.localDate(of: stay.since), time: TimeOfDay(minutes: 0))
        return diary.hasAttended(client, since: since)
    }
}
