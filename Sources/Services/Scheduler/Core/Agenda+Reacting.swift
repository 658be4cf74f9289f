package import Messages

extension Agenda {
    package func react(to fact: Fact, in context: inout Context) throws -> Decision {
        Decision(
            try draft(in: &context) { draft in
                switch fact.event {
                case let event as DayBegan: begin(event.date, &draft)
                case let event as PlacementConfirmed:
                    if let event = try placement(event, in: &draft.context) { draft.record(event) }
                case let event as TreatmentDeclined:
                    close(event.client, "Declined treatment: \(event.reason)", &draft)
                case let event as ClientDischarged: close(event.client, event.reason, &draft)
                case let event as FollowUpClosed where event.ending.endsStay:
                    close(event.client, event.reason, &draft)
                case let event as MeasureWorsened: reviewDangers(of: event.client, &draft)
                case let event as RiskAlerted: reviewDangers(of: event.client, &draft)
                case let event as StepUpProposed: take(fact, about: event.client, &draft)
                case let event as ReviewProposed: take(fact, about: event.client, &draft)
                case let event as MemberJoined:
                    // The seat is worth nothing without the client's commitments.
                    guard roster.persons[event.client] != nil else { throw NotYetKnown("client") }
                case let event as ProcessStopped where event.byOperator:
                    flag(event.process, nil, &draft)
                case let event as ProcessAbsent: flag(event.process, nil, &draft)
                case let event as ProcessGivenUp: flag(event.process, nil, &draft)
                case let event as PluginWithdrawn: flag(event.plugin, nil, &draft)
                case let event as OfferingWithdrawn: flag(fact.owner, event.offering, &draft)
                case let event as EnteredInError: correct(event, &draft)
                default: break
                }
            })
    }

    /// The day's work: signs of danger and missing records of attendance, step-downs on Mondays, then
    /// the weeks that should have a plan by now.
    ///
    /// The next week is planned from Friday on. A day on which the present week has no plan
    /// (the clinic is new) plans the rest of it. Planned weeks are checked against everything
    /// known, which mends what a correction or a change of clinic.yaml left behind.
    private func begin(_ date: LocalDate, _ draft: inout Draft<Agenda>) {
        reviewDangers(&draft)
        if date.weekday == .mon { reviewProgress(&draft) }
        tellUnrecorded(&draft)
        var weeks = [date.weekStart]
        if date.weekday >= .fri { weeks.append(date.weekStart.advanced(by: 7)) }
        let missing = weeks.filter { !(diary.weeks[$0]?.isPlanned ?? false) }
        draft.giveAwayClients()
        draft.revise(isDaily: true, completing: missing)
    }

    private func close(
        _ client: ClientID, _ reason: String, _ draft: inout Draft<Agenda>
    ) {
        guard let stay = roster.stays[client] else { return }
        draft.record(
            EnrollmentClosed(
                client: client, enrollment: stay.enrollment, outcome: .discharged, reason: reason))
    }

    /// Flags the sessions to come of a therapy that stopped, or of one offering that it withdrew,
    /// so that they are planned again.
    private func flag(
        _ therapy: Identity, _ offering: String?, _ draft: inout Draft<Agenda>
    ) {
        let now = draft.now
        let affected = diary.open(on: now.today)
            .flatMap { diary.weeks[$0]?.sessions.values.map { $0 } ?? [] }
            .filter {
                now.local < $0.start && $0.therapy == therapy
                    && (offering == nil || $0.offering == offering)
            }
            .sorted { ($0.start, $0.session) < ($1.start, $1.session) }
        guard !affected.isEmpty else { return }
        let reason =
            offering == nil
            ? "The therapy \(therapy) has stopped."
            : "The therapy \(therapy) does not offer this session any more."
        for session in affected {
            draft.record(SessionFlagged(session: session.session, reason: reason))
        }
    }
}

extension FollowUpEnding {
    /// Whether the client cannot go on with treatment here.
    fileprivate var endsStay: Bool { [.moved, .died, .prison].contains(self) }
}
