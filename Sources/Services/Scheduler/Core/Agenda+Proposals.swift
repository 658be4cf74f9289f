internal import Messages

// What therapies propose is before whoever reviews a client's course.

extension Agenda {
    /// Takes a proposal of a therapy's. Whoever is not enrolled has no review here: then it stays the
    /// duty of the therapy's host.
    func take(_ proposal: Fact, about client: ClientID, _ draft: inout Draft<Agenda>) {
        guard let stay = roster.stays[client] else { return }
        draft.record(
            ProposalTaken(
                client: client, enrollment: stay.enrollment, therapy: proposal.owner,
                proposal: proposal.id))
        reviewDangers(of: client, &draft)
    }

    /// Takes back what was said of proposals that were entered in error since.
    func withdrawTaken(of client: ClientID, _ draft: inout Draft<Agenda>) {
        for event in roster.proposals[client]?.strays ?? [] {
            draft.record(
                EnteredInError(
                    event: event, type: ProposalTaken.type(by: .scheduler), client: client,
                    reason: "The proposal was entered in error."))
        }
    }

    /// What therapies propose, for whoever holds a review that was due before they did.
    func proposalsBeside(_ stay: Stay, of client: ClientID) -> [String] {
        roster.openProposals(of: client).map(\.reason).filter { !stay.reasons.contains($0) }
    }
}
