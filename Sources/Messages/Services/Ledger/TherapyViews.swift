/// The therapies that were approved, as the clinic's record has them, also those that are disabled
/// or gone by now.
///
/// The ledger knows them also while the supervisor is down.
public struct ApprovedTherapies: PagedQuery {
    public typealias Item = ApprovedTherapy
    public static let type = "ledger.therapies.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["after": .open, "limit": .open]

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// A therapy as it was approved last.
public struct ApprovedTherapy: Hashable, Sendable, Codable {
    /// Its identity on the bus.
    public var therapy: Identity
    /// Whether it is approved now.
    public var isInUse: Bool
    /// Its `plugin.json` without the forms, which are assessment's to tell (``TherapyForms``).
    public var contract: JSONFragment
}

extension ApprovedTherapy: PageItem {
    /// One therapy, one line.
    public var place: String { therapy.text }
}

/// What clients have to practise between sessions, and what they said of it.
public struct Practices: PagedQuery {
    public typealias Item = PracticeLine
    public static let type = "ledger.practices.v1"

    /// Only this client's.
    public var client: ClientID?
    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// A practice of one client, as it was assigned last.
public struct PracticeLine: Hashable, Sendable, Codable {
    public var client: ClientID
    /// The therapy that assigned it.
    public var therapy: Identity
    /// The therapy's own name for it.
    public var practice: String
    /// What people call it; `nil` where no approved contract says it.
    public var title: Optional<String>
    /// When it was assigned; `nil` where the client told of one that nobody assigned.
    public var assigned: Optional<Timestamp>
    /// The last day for it.
    public var due: Optional<LocalDate>
    /// Whether the client did it, by the last word since it was assigned; `nil` before one.
    public var isDone: Optional<Bool>
    /// When that was said.
    public var reported: Optional<Timestamp>
}

extension PracticeLine: PageItem {
    /// One practice of one client, one line. What is due soonest comes first, and what nobody gave
    /// a day for last.
    public var place: String {
        let due = due?.description ?? "none"
        return "\(due) \(client) \(therapy) \(practice)"
    }
}
