package import Messages

extension Agenda {
    /// Plans the open weeks again if anything was said that may change them, or if `clinic.yaml`
    /// is not the one that they were planned by.
    package func conclude(in context: inout Context) -> [any Event] {
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
