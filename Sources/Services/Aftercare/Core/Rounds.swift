internal import Messages

/// What is done for clients on one day, one after the other.
struct Rounds {
    private(set) var draft: Draft<ContinuingCare>
    let today: LocalDate
    private let team: CareTeam
    private let days: StaffDays
    private let policies: Policies

    init(of care: ContinuingCare, on today: LocalDate, in context: Context) {
        draft = Draft(care, in: context)
        self.today = today
        team = CareTeam(of: context.clinic, gone: care.duties.away.people(on: today))
        let isToday = context.now.today == today
        days = StaffDays(
            of: context.clinic, away: care.duties.away,
            at: LocalDateTime(
                date: today, time: isToday ? context.now.local.time : TimeOfDay(minutes: 0)))
        policies = context.clinic.policies
    }

    private var care: ContinuingCare { draft.state }

    /// By which contacts with a client fall due, as the client's dangers stand.
    private func cadence(of known: KnownClient) -> Cadence {
        Cadence(policies, concerns: known.concerns)
    }

    mutating func record(_ event: any Event) { draft.record(event) }

    /// A return to use that somebody saw in a test, or heard at a contact, goes with it.
    mutating func takeBack(after correction: EnteredInError, of client: ClientID) {
        guard correction.client == client, let known = care.people[client] else { return }
        for report in known.reports(restingOn: correction) {
            record(
                EnteredInError(
                    event: report, type: ReturnToUseReported.type(by: .aftercare), client: client,
                    reason: "What told it was entered in error."))
        }
    }

    /// Makes the follow-up fit where the client stands now.
    mutating func settle(_ client: ClientID) {
        draftPlan(for: client)
        guard let known = care.people[client] else { return }
        // Whom a call brought back that was entered in error is as gone as before it.
        guard !known.isClosed, let situation = known.situation(at: draft.clinic) else {
            if known.followUp != nil { record(FollowUpEnded(client: client)) }
            return
        }
        let current = known.followUp
        let owner = team.owner(of: known, in: situation, rung: current?.climbing ?? 0)
        let due = due(of: known, in: situation, by: owner)
        let isLater = current.map { $0.contact == nil && $0.nextContact != due.day } ?? true
        if current?.situation != situation || current?.owner != owner || isLater {
            record(
                FollowUpAssigned(
                    client: client, situation: situation, owner: owner, nextContact: due.day,
                    reason: due.reason))
        }
        callIfDue(client)
    }

    /// When the next contact falls due as the client stands now. A contact that is planned sooner
    /// stays: no change of papers puts it off.
    private func due(of known: KnownClient, in situation: Situation, by owner: StaffID)
        -> Cadence.Due
    {
        let (current, cadence) = (known.followUp, cadence(of: known))
        var due = current.map { Cadence.Due(day: $0.nextContact, reason: $0.reason ?? "") }
        // Whoever asked not to be called is written to as planned, wherever the client stands now.
        if current?.situation != situation && known.closing == nil || due == nil {
            due = Cadence.Due.sooner(due, cadence.first(in: situation, on: today))
        }
        if let current, current.situation == situation {
            let since = draft.now.localDate(of: current.since)
            due = due.map { planned in
                cadence.bounded(
                    planned, in: situation, since: since, on: today,
                    isCalled: known.closing == nil)
            }
        }
        var person: StaffID? = owner
        if known.isUrgent, let told = known.returned {
            let urgent = Cadence.urgent(after: draft.now.localDate(of: told))
            due = Cadence.Due.sooner(due, urgent)
            // Whoever is there calls: the day does not wait for one person.
            if due == urgent { person = nil }
        }
        guard let due else { return cadence.first(in: situation, on: today) }
        let day = current?.contact == nil ? days.nearest(to: due.day, for: person) : due.day
        return Cadence.Due(day: max(today, day), reason: due.reason)
    }

    /// Records that a client was reached: the ladder ends, and the cadence goes on.
    ///
    /// What is written down after something newer changes nothing that is due.
    mutating func keep(_ client: ClientID, _ call: Call) {
        let isNewest = care.people[client]?.isNewest(at: call.time) ?? true
        record(call.kept(by: client))
        if call.command.returnToUse {
            record(ReturnToUseReported(client: client, contact: call.contact))
        }
        if isNewest, let known = care.people[client], let followUp = known.followUp,
            let situation = known.situation(at: draft.clinic)
        {
            let due = cadence(of: known).next(
                after: draft.now.localDate(of: call.time), in: situation,
                since: draft.now.localDate(of: followUp.since), risk: call.command.risk,
                isCalled: known.closing == nil)
            assign(client, situation, rung: 0, to: due, after: call.contact)
        }
        settle(client)
    }

    /// Puts the next contact of whoever asked not to be called off to the next letter.
    mutating func thinOut(_ client: ClientID) {
        if let known = care.people[client], known.closing?.ending == .doNotCall,
            let followUp = known.followUp
        {
            let due = cadence(of: known).next(
                after: today, in: followUp.situation, since: today, risk: nil, isCalled: false)
            record(
                FollowUpAssigned(
                    client: client, situation: followUp.situation, owner: followUp.owner,
                    nextContact: days.nearest(to: due.day, for: followUp.owner),
                    reason: due.reason))
        }
        settle(client)
    }

    /// Records that somebody tried in vain. An attempt on the day of an open contact, or after it,
    /// climbs one rung; any other is written down.
    mutating func miss(_ client: ClientID, _ call: Call) {
        let climbs = care.people[client]?.followUp?.contact?.id == call.contact
        record(call.missed(by: client))
        if call.command.returnToUse {
            // Others may tell of a return to use while the client cannot be reached.
            record(ReturnToUseReported(client: client, contact: call.contact))
        }
        if climbs { climb(client, call.contact) }
        settle(client)
    }

    /// Records whether a client came to the intake: whoever came was reached, and after whoever did not
    /// somebody asks on the next shift. A contact that is due, or an outreach that has begun, is sooner.
    mutating func conclude(_ event: AppointmentRecorded, of client: ClientID) {
        record(event)
        if let known = care.people[client], let followUp = known.followUp,
            let situation = known.situation(at: draft.clinic)
        {
            let planned = Cadence.Due(day: followUp.nextContact, reason: followUp.reason ?? "")
            if event.outcome == .came {
                let due = cadence(of: known).next(
                    after: today, in: situation, since: draft.now.localDate(of: followUp.since),
                    risk: nil, isCalled: known.closing == nil)
                assign(client, situation, rung: 0, to: due, after: event.asContact)
            } else if followUp.contact == nil, followUp.rung == 0 {
                let due = Cadence.Due.sooner(planned, Cadence.missedIntake(on: today))
                assign(client, situation, rung: 0, to: due, after: event.asContact)
            }
        }
        settle(client)
    }

    private mutating func climb(_ client: ClientID, _ contact: ContactID) {
        guard let known = care.people[client], let followUp = known.followUp else { return }
        let situation = known.situation(at: draft.clinic) ?? followUp.situation
        let cadence = cadence(of: known)
        let latest = today.advanced(by: cadence.days)
        let number = followUp.rung + 1
        guard !followUp.isExhausted, let rung = OutreachLadder.rung(number) else {
            if !followUp.isExhausted { record(OutreachExhausted(client: client, contact: contact)) }
            let due = cadence.again(on: today)
            return assign(client, situation, rung: 0, to: due, after: contact)
        }
        let action = rung.action(by: known.agreement)
        let owner = team.owner(of: known, in: situation, rung: number)
        let planned = days.advanced(followUp.ladderStart ?? today, by: rung.days)
        let due = days.first(from: min(planned, latest), for: owner)
        record(
            OutreachEscalated(
                client: client, contact: contact, rung: number, action: action,
                owner: owner, due: due))
        assign(
            client, situation, rung: number, to: Cadence.Due(day: due, reason: action),
            after: contact)
    }

    private mutating func assign(
        _ client: ClientID, _ situation: Situation, rung: Int, to due: Cadence.Due,
        after contact: ContactID
    ) {
        guard let known = care.people[client] else { return }
        let owner = team.owner(of: known, in: situation, rung: rung)
        record(
            FollowUpAssigned(
                client: client, situation: situation, owner: owner,
                nextContact: days.nearest(to: due.day, for: owner), contact: contact,
                reason: due.reason))
    }

    private mutating func callIfDue(_ client: ClientID) {
        guard let followUp = care.people[client]?.followUp, followUp.contact == nil,
            followUp.nextContact <= today
        else { return }
        record(
            ContactDue(
                client: client, contact: draft.context.identifier(), situation: followUp.situation,
                owner: followUp.owner, due: max(followUp.nextContact, today)))
    }

    private mutating func draftPlan(for client: ClientID) {
        guard let known = care.people[client], known.registrar != nil else { return }
        if let plan = known.plan { return redraft(plan, with: known.lines, for: client) }
        let isInLastPhase = known.phase == draft.clinic.phases.last?.id
        guard known.enrollment == nil ? known.standing == .aftercare : isInLastPhase else {
            return
        }
        record(
            PlanDrafted(
                client: client, plan: draft.context.identifier(), cadence: Cadence.aftercare,
                sections: PlanOutline.filled(with: known.lines.proposed)))
    }

    /// A draft has what therapies propose, and nothing that one has taken back. What a person wrote
    /// stays as it is.
    private mutating func redraft(
        _ plan: KnownClient.Plan, with lines: PlanLines, for client: ClientID
    ) {
        let sections = PlanOutline.filled(with: lines.proposed)
        guard !plan.isSigned, !plan.isPersons, plan.sections != sections else { return }
        record(
            PlanDrafted(
                client: client, plan: plan.id, cadence: Cadence.aftercare, sections: sections))
    }
}

extension FollowUp {
    /// The rung that decides whose the next contact is: none once all were tried.
    fileprivate var climbing: Int { isExhausted ? 0 : rung }
}
