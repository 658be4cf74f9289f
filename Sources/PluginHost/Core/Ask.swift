internal import Messages
internal import TherapyContract

/// What a therapy asked people to do, as its own events have it.
struct Ask: Hashable, Sendable, Codable {
    /// Whom it is about.
    var client: ClientID
    /// What tells it from others of the same client: a sign, a name, or the word of a proposal.
    var about: String
    /// The roles that may do it, best first.
    var roles: [Role]
    /// How soon, of an alert; `nil` for anything else.
    var urgency: AlertUrgency?
    /// Staff hours until it is late, of anything but an alert.
    var staffHours: Int
    /// Since when.
    var since: Timestamp
    /// The event that asks for it: who takes it over names that as the cause.
    var event: MessageID
    /// What to say and do.
    var words: String

    /// What a review or a step up that was proposed is about, as its duty says.
    static let review = PluginAct.proposeReview.rawValue
    static let stepUp = PluginAct.proposeStepUp.rawValue

    /// How long a clinician has to look at a proposal: two working days. A number of Cairn's own; it
    /// has no published source.
    private static let proposalStaffHours = 16
    private static let clinicians: [Role] = [.clinician, .clinicalSupervisor]

    /// `nil` for an event that asks for nothing.
    init?(_ fact: Fact) {
        since = fact.time
        event = fact.id
        switch fact.event {
        case let alert as AlertRaised:
            (client, about, words) = (alert.client, alert.sign, alert.guidance)
            (roles, urgency, staffHours) = (
                AlertKind(rawValue: alert.sign).roles, alert.urgency, 0
            )
        case let proposal as ReviewProposed:
            (client, about, words) = (proposal.client, Self.review, proposal.why)
            (roles, staffHours) = (Self.clinicians, Self.proposalStaffHours)
        case let proposal as StepUpProposed:
            (client, about, words) = (proposal.client, Self.stepUp, proposal.why)
            (roles, staffHours) = (Self.clinicians, Self.proposalStaffHours)
        case let duty as DutyAsked:
            (client, about, words) = (duty.client, duty.name, duty.what)
            (roles, staffHours) = (duty.roles, duty.dueStaffHours)
        default: return nil
        }
    }

    /// Whether it takes the place of one that is open.
    func outranks(_ open: Ask) -> Bool { urgency == .now && open.urgency != .now }

    /// The duty that it is.
    func need(by policies: Policies) -> DutyNeed {
        DutyNeed(
            urgency == nil ? .flag : .acknowledgeAlert, client: client, about: about, roles: roles,
            since: since, term: urgency?.term(by: policies) ?? .staffHours(staffHours),
            words: words)
    }
}
