import PluginKit

/// Family therapy: nobody from the family hears anything without a live consent, and a consent that
/// ends, ends it at once. docs/plugins/therapies/family.md is its page.
@main
struct Family: Therapy {
    private var households: [ClientID: Household] = [:]

    mutating func apply(_ fact: PluginFact) {
        guard let client = fact.client else { return }
        households[client, default: Household()].apply(fact)
    }

    /// A session with a live consent finishes the next module; one without is looked into.
    func attended(_ attendance: Attendance, in context: PluginContext) -> [Action] {
        session(with: attendance.client, on: attendance.date, attendance.session, in: context)
    }

    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        guard let client = record.client, let household = households[client] else { return [] }
        switch record.name {
        case "consent-signed": return consented(client, household, in: context)
        case "consent-revoked":
            return household.closed(.all, of: client) + [Ask.stop.duty(for: client)]
        case "family-declined": return household.closed([.consent, .invite], of: client)
        case "session-held": return session(with: client, on: context.date, nil, in: context)
        case "contract-made": return talk(with: client, household, in: context)
        default: return []
        }
    }

    /// The talk of the contract: given on while it lasts, and a review where it stops.
    func practised(_ report: PracticeReported, in context: PluginContext) -> [Action] {
        guard report.practice == Household.talk, let household = households[report.client] else {
            return []
        }
        let review = Action.proposeReview(
            client: report.client,
            why: "For two weeks in a row the talk of the recovery contract was left out.")
        return (household.undone == Household.mostUndone ? [review] : [])
            + talk(with: report.client, household, in: context)
    }

    func happened(_ fact: PluginFact, in context: PluginContext) -> [Action] {
        if fact.as(DayBegan.self) != nil {
            return households.sorted { $0.key < $1.key }.flatMap { client, household in
                morning(of: client, household, in: context)
            }
        }
        guard let client = fact.client, let household = households[client] else { return [] }
        if fact.as(EnrollmentOpened.self) != nil {
            return household.isLive(on: context.date, for: context.purpose)
                ? consented(client, household, in: context)
                : asking(client, household, in: context)
        }
        if fact.as(EnrollmentClosed.self) != nil { return household.closed(.all, of: client) }
        if fact.as(ConsentGiven.self) != nil { return consented(client, household, in: context) }
        if let back = fact.as(ConsentWithdrawn.self) {
            guard back.purpose == context.purpose else { return [] }
            return household.closed(.all, of: client) + [Ask.stop.duty(for: client)]
        }
        guard let alert = fact.as(RiskAlerted.self), alert.kind == .dangerAtHome else { return [] }
        return household.closed([.invite], of: client) + [Ask.apart.duty(for: client)]
    }

    // MARK: What follows

    /// With a live consent the family is invited, unless they were, or it is not safe.
    private func consented(_ client: ClientID, _ household: Household, in context: PluginContext)
        -> [Action]
    {
        guard household.isEnrolled, household.isLive(on: context.date, for: context.purpose) else {
            return []
        }
        let invites = !household.hasMet && !household.open.contains(.apart)
        return household.closed([.consent, .stop], of: client)
            + (invites && !household.open.contains(.invite) ? [Ask.invite.duty(for: client)] : [])
    }

    private func asking(_ client: ClientID, _ household: Household, in context: PluginContext)
        -> [Action]
    {
        household.mayBeAsked(on: context.date, for: context.purpose)
            ? [Ask.consent.duty(for: client)] : []
    }

    private func session(
        with client: ClientID, on day: LocalDate, _ session: SessionID?, in context: PluginContext
    ) -> [Action] {
        guard let household = households[client], household.isLive(on: day, for: context.purpose)
        else { return [Ask.without.duty(for: client)] }
        let finished = context.finished(by: client)
        let next = context.contract.curriculum.flatMap(\.modules)
            .first { !finished.contains($0.name) }
        var actions = household.closed([.invite], of: client)
        guard let next else { return actions }
        actions.append(.completeModule(client: client, module: next.name, session: session))
        if let practice = next.practice.flatMap(context.contract.practice) {
            actions.append(context.assign(practice, to: client, from: day))
        }
        return actions
    }

    /// The daily talk is practised as long as the contract and the consent last.
    private func talk(with client: ClientID, _ household: Household, in context: PluginContext)
        -> [Action]
    {
        guard let until = household.contractUntil, context.date <= until,
            household.isLive(on: context.date, for: context.purpose),
            let practice = context.contract.practice(Household.talk)
        else { return [] }
        return household.closed([.renew], of: client)
            + [context.assign(practice, to: client, from: context.date)]
    }

    private func morning(of client: ClientID, _ household: Household, in context: PluginContext)
        -> [Action]
    {
        guard household.isEnrolled else { return [] }
        guard household.isLive(on: context.date, for: context.purpose) else {
            return household.closed([.invite, .renew], of: client)
                + asking(client, household, in: context)
        }
        let yesterday = context.date.advanced(by: -1)
        return household.contractUntil == yesterday ? [Ask.renew.duty(for: client)] : []
    }
}

extension PluginContext {
    /// The purpose of a consent that lets the family in.
    fileprivate var purpose: String {
        guard case .string(let purpose)? = configuration["consent-purpose"] else { return "" }
        return purpose
    }
}
