package import Messages

/// The ledger's core: it decides nothing and keeps no state, for its journal is the audit trail.
package struct AuditTrail: Core {
    package typealias Contract = LedgerContract

    package init() {}

    package mutating func apply(_ fact: Fact) {}

    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        throw Refusal(
            "The ledger takes no commands.", remedy: "Send it to the service that decides.")
    }

    package func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }

    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        throw Refusal("The ledger has no such view.", remedy: "See `cairn ask --list`.")
    }
}
