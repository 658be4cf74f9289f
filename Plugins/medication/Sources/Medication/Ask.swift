import PluginKit

/// What people are asked to do about a medication.
enum Ask: String, Codable, Hashable, Sendable, CaseIterable {
    /// Doses were missed.
    case missed = "tell-doses"
    /// The supply has run out.
    case supply = "supply-ran-out"
    /// So many doses were missed that the next one is a decision.
    case decide = "decide-dose"
    /// A long-acting dose is due soon.
    case book = "book-injection"
    /// It is late.
    case give = "give-injection"
    /// It is so late that it has to be begun again.
    case restart = "restart-injection"
    /// The medication was stopped.
    case stopped = "after-stopping"

    /// The duty of a client. Hours of staff are Cairn's own; they have no published source.
    func duty(for client: ClientID) -> Action {
        let (roles, hours, what): ([Role], Int, String) =
            switch self {
            case .missed:
                (
                    [.nurse, .clinician], 8,
                    "Doses were missed. Ask what was in the way, without blame, and record what is taken."
                )
            case .supply:
                (
                    [.nurse, .prescriber], 4,
                    "The supply has run out. Ask what the client takes, and arrange what bridges it."
                )
            case .decide:
                (
                    [.prescriber], 4,
                    "Several days were missed. Decide on the next dose before the client takes it."
                )
            case .book:
                ([.nurse, .caseManager], 40, "A long-acting dose is due within a week: book it.")
            case .give:
                (
                    [.nurse, .prescriber], 8,
                    "A long-acting dose is late: reach the client, and give it."
                )
            case .restart:
                (
                    [.prescriber], 8,
                    "A long-acting dose is weeks late. Decide how to begin again."
                )
            case .stopped:
                (
                    [.nurse, .prescriber], 8,
                    "Medication was stopped. Talk over overdose, naloxone, and how to begin again."
                )
            }
        return .duty(
            client: client, name: rawValue, roles: roles, dueStaffHours: hours, what: what)
    }
}
