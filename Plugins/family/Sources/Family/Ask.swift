import PluginKit

/// What people are asked to do about a family.
enum Ask: String, Codable, Hashable, Sendable, CaseIterable {
    /// Talk over whether the family takes part.
    case consent = "sign-consent"
    /// Invite them.
    case invite = "invite-family"
    /// Renew the recovery contract.
    case renew = "renew-contract"
    /// Tell nobody more.
    case stop = "stop-family-contact"
    /// See each alone before they meet.
    case apart = "see-each-alone"
    /// Look into a session that nobody consented to.
    case without = "session-without-consent"

    /// The duty of a client. Hours of staff are Cairn's own; they have no published source.
    func duty(for client: ClientID) -> Action {
        let (roles, hours, what): ([Role], Int, String) =
            switch self {
            case .consent:
                (
                    [.caseManager, .clinician], 40,
                    "Ask whether the family should take part. Have the consent signed, or note the no."
                )
            case .invite:
                (
                    [.clinician, .clinicalSupervisor], 16,
                    "A consent is live: invite the family to a first session."
                )
            case .renew:
                (
                    [.clinician, .clinicalSupervisor], 16,
                    "The recovery contract is over. Renew it with the client and the family."
                )
            case .stop:
                (
                    [.clinician, .caseManager, .clinicalSupervisor], 4,
                    "The consent was taken back. Cancel family sessions, and tell nobody more."
                )
            case .apart:
                (
                    [.clinician, .clinicalSupervisor], 8,
                    "There is danger at home. See each alone before anybody meets together."
                )
            case .without:
                (
                    [.clinicalSupervisor, .director], 4,
                    "A family session took place without a live consent. Find out what was told."
                )
            }
        return .duty(
            client: client, name: rawValue, roles: roles, dueStaffHours: hours, what: what)
    }
}

extension [Ask] {
    /// Those that end with the consent, or with treatment: what was told without one is looked into
    /// all the same.
    static var all: [Ask] { [.consent, .invite, .renew, .apart] }
}
