package import Messages
internal import TherapyContract

// What stands open follows from the state: what the catalog offers, and whose duty what is.

extension HostedTherapy {
    package func conclude(in context: inout Context) -> [any Event] {
        let changes = catalogChanges
        guard changes.isEmpty else { return changes }
        let policies = context.clinic.policies
        let needs = courses.values.flatMap { $0.asks.values.map { $0.need(by: policies) } }
        guard !needs.isEmpty || !duties.isEmpty else { return [] }
        return duties.reconciled(with: needs, in: &context) { duty in
            duty.client.flatMap { courses[$0]?.ends[duty.about] } ?? .enteredInError
        }
    }

    /// What to publish so that the catalog says what the contract says; nothing is offered before
    /// the contract was taken, nor while the program is in quarantine.
    private var catalogChanges: [any Event] {
        let isOffering = standing.hash != nil && standing.quarantine == nil
        let sessions =
            isOffering ? (contract?.offerings ?? []).compactMap(SessionOffered.init(groupOf:)) : []
        let wanted = Set(sessions.map(\.offering))
        let withdrawn = offered.keys.filter { !wanted.contains($0) }.sorted()
        return withdrawn.map { OfferingWithdrawn(offering: $0) }
            + sessions.filter { offered[$0.offering] != $0 }.map { $0 as any Event }
    }
}
