internal import Messages

/// What is done for clients on one day, one after the other.
struct Rounds {
    private(set) var draft: Draft<ContinuingCare>
    let today: LocalDate
    private let team: CareTeam

    init(of care: ContinuingCare, on today: LocalDate, in context: Context) {
        draft = Draft(care, in: context)
        self.today = today
        team = CareTeam(of: context.clinic)
    }

    private var care: ContinuingCare { draft.state }

    mutating func record(_ event: any Event) { draft.record(event) }

    /// Makes the follow-up fit where the client stands now.
    mutating func settle(_ client: ClientID) {
        draftPlan(for: client)
        guard let known = care.people[client] else { return }
        guard let situation = known.situation else {
            if known.followUp != nil { record(FollowUpEnded(client: client)) }
            return
        }
        let current = known.followUp
        let owner = team.owner(of: known, in: situation, rung: current?.climbing ?? 0)
        if current?.situation != situation || current?.owner != owner {
            // A contact that is planned sooner stays: no change of papers puts it off.
            let first = Cadence.first(in: situation, draft.clinic.policies)
            let latest = today.advanced(by: first)
            let next = max(today, min(current?.nextContact ?? latest, latest))
            record(
                FollowUpAssigned(
                    client: client, situation: situation, owner: owner, nextContact: next))
        }
        callIfDue(client)
    }

    /// Counts a contact that nobody recorded by the end of its day as missed.
    mutating func closeDay(for client: ClientID) {
        guard let contact = care.people[client]?.followUp?.contact, contact.due < today else {
            return
        }
        miss(client, contact.id, attempt: "No attempt was recorded.")
    }

    /// Records that a client was reached: the ladder ends, and the cadence goes on.
    mutating func keep(_ client: ClientID, _ command: RecordContact) {
        record(ContactKept(client: client, contact: command.contact, summary: command.note))
        if command.returnToUse {
            record(ReturnToUseReported(client: client, contact: command.contact))
        }
        guard let known = care.people[client], let situation = known.situation else { return }
        let followUp = Cadence.followUp(draft.clinic.policies)
        var days = followUp
        if situation == .aftercare, !command.returnToUse, let completed = known.completed {
            days = Cadence.tmac(
                daysSinceCompletion: draft.now.localDate(of: completed).days(until: today))
        }
        assign(client, known, situation, rung: 0, next: today.advanced(by: days))
    }

    /// Records that a client was not reached, and climbs one rung.
    mutating func miss(_ client: ClientID, _ contact: ContactID, attempt: String) {
        record(ContactMissed(client: client, contact: contact, attempt: attempt))
        guard let known = care.people[client], let followUp = known.followUp else { return }
        let situation = known.situation ?? followUp.situation
        let latest = today.advanced(by: Cadence.followUp(draft.clinic.policies))
        if !followUp.isExhausted, let rung = OutreachLadder.rung(followUp.rung + 1) {
            let planned = (followUp.ladderStart ?? today).advanced(by: rung.days)
            let due = min(max(planned, today), latest)
            let number = followUp.rung + 1
            record(
                OutreachEscalated(
                    client: client, contact: contact, rung: number, action: rung.action,
                    owner: team.owner(of: known, in: situation, rung: number), due: due))
            assign(client, known, situation, rung: number, next: due)
        } else {
            if !followUp.isExhausted { record(OutreachExhausted(client: client, contact: contact)) }
            assign(client, known, situation, rung: 0, next: latest)
        }
        callIfDue(client)
    }

    private mutating func assign(
        _ client: ClientID, _ known: KnownClient, _ situation: Situation, rung: Int, next: LocalDate
    ) {
        record(
            FollowUpAssigned(
                client: client, situation: situation,
                owner: team.owner(of: known, in: situation, rung: rung), nextContact: next))
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
        guard let known = care.people[client], known.registrar != nil, known.plan == nil else {
            return
        }
        let isInLastPhase = known.phase == draft.clinic.phases.last?.id
        guard known.enrollment == nil ? known.standing == .aftercare : isInLastPhase else {
            return
        }
        record(
            PlanDrafted(
                client: client, plan: draft.context.identifier(), cadence: Cadence.aftercare,
                sections: PlanOutline.blank))
    }
}

extension FollowUp {
    /// The rung that decides whose the next contact is: none once all were tried.
    fileprivate var climbing: Int { isExhausted ? 0 : rung }
}
