package import Messages

extension Agenda {
    /// Plans the open weeks again if anything was said that may change them, or if `clinic.yaml`
    /// is not the one that they were planned by.
    package func conclude(in context: inout Context) -> [any Event] {
        guard standing.isOutdated(at: context.clinicDigest) else { return [] }
        var deliberation = Deliberation(self, in: context)
        deliberation.giveAwayClients()
        let isNews = standing.clinic != context.clinicDigest
        // Before the first plan there is nothing to revise; the day's own work makes it.
        guard !diary.open(on: context.now.today).isEmpty || isNews || !deliberation.events.isEmpty
        else { return [] }
        deliberation.revise()
        return deliberation.events
    }
}
