/// A therapy's host goes by a contract, and by what the clinic has set for it, from now on.
public struct ContractTaken: Event {
    public static let type = "*.therapy.contract-taken.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["version": .open, "hash": .open]

    /// The version that the contract says.
    public var version: String
    /// The hash of the therapy's folder, as it was approved.
    public var hash: String
    /// Its settings by name, also those that the clinic leaves as the contract has them; `nil` where
    /// the contract has none.
    public var settings: [String: JSONFragment]?
}

/// A therapy has reacted to all facts up to one, and what follows stands before this.
public struct TherapyReacted: Event {
    public static let type = "*.therapy.reacted.v1"
    public static let dataClass: DataClass = .operational

    /// The last fact that it has reacted to, in the order of its host's journal.
    public var through: MessageID
}

/// A therapy failed on a fact twice: it goes on without it.
public struct FactSetAside: Event {
    public static let type = "*.therapy.fact-set-aside.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["reason": .open]

    /// The fact; it stays in its owner's journal.
    public var fact: MessageID
    /// What happened: one word, such as `late` or `ended`.
    public var reason: String
}

/// A therapy's program is not run any more, until a person starts it again: its host goes on with
/// what the contract alone says, and its offers are withdrawn.
public struct TherapyQuarantined: Event {
    public static let type = "*.therapy.quarantined.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["reason": .open]

    /// Why, in a sentence without a client.
    public var reason: String
}

/// A therapy's program is tried again.
public struct TherapyResumed: Event {
    public static let type = "*.therapy.resumed.v1"
    public static let dataClass: DataClass = .operational

    public static let markedOtherwise: [String: Mark] = ["hash": .open]

    /// The hash of the therapy's folder, as it was approved.
    public var hash: String
}
