package import Messages

extension Agenda {
    /// Plans the open weeks again if anything was said that may change them, or if `clinic.yaml`
    /// is not the one that they were planned by. Then everybody has the duties of what stands.
    package func conclude(in context: inout Context) -> [any Event] {
        let plan = replanned(in: &context)
        return plan.isEmpty ? reconciledDuties(in: &context) : plan
    }

    private func replanned(in context: inout Context) -> [any Event] {
        guard standing.isOutdated(at: context.clinicDigest) else { return [] }
        return draft(in: &context) { draft in
            draft.giveAwayClients()
            let isNews = standing.clinic != draft.context.clinicDigest
            // Before the first plan there is nothing to revise; the day's own work makes it.
            guard !diary.open(on: draft.now.today).isEmpty || isNews || !draft.events.isEmpty
            else { return }
            draft.revise()
        }
    }
}
