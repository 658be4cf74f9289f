package import Messages

/// Where a therapy's program stands, as its host's own stream tells it.
package struct TherapyStanding: Hashable, Sendable, Codable {
    /// The hash of the folder that the host goes by; `nil` before it took a contract.
    package private(set) var hash: String?
    /// What the clinic has set for it, by the settings' names: with the same journal and the same
    /// settings its program comes to the same state.
    package private(set) var settings: [String: JSONFragment] = [:]
    /// When the first contract was taken: what happened before is the past.
    package private(set) var since: Timestamp?
    /// The event that told of that contract: what the journal has before it is the past too.
    package private(set) var taken: MessageID?
    /// The last fact that the program has reacted to.
    package private(set) var through: MessageID?
    /// The facts that it goes on without. Another content is told them again: what one version
    /// failed on may be nothing to the next, or to the one that is gone back to.
    package private(set) var setAside: Set<MessageID> = []
    /// Why it is not run any more; `nil` while it is.
    package private(set) var quarantine: String?

    package init() {}

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as ContractTaken:
            if hash != event.hash { setAside = [] }
            hash = event.hash
            settings = event.settings ?? [:]
            since = since ?? fact.time
            taken = taken ?? fact.id
        case let reacted as TherapyReacted: through = reacted.through
        case let aside as FactSetAside: setAside.insert(aside.fact)
        case let quarantined as TherapyQuarantined: quarantine = quarantined.reason
        case is TherapyResumed: quarantine = nil
        default: break
        }
    }
}
