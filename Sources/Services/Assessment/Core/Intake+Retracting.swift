package import Messages

extension Intake {
    package func permitRetraction(of fact: Fact) throws {
        if let refusal = refusal(toRetract: fact.event) { throw refusal }
        if let event = fact.event as? EpisodeClosed,
            charts[event.client]?.followed.contains(where: { $0.event == fact.id }) ?? false
        {
            throw Refusal(
                "The end of an episode follows from what ended it.",
                remedy: "Correct that, and this goes with it: the end of the stay, the discharge,"
                    + " or how the contact ended.")
        }
    }

    private func refusal(toRetract event: any Event) -> Refusal? {
        switch event {
        case let event as ClientRegistered where charts[event.client]?.hasHistory == true:
            Refusal(
                "More is recorded of this client than the registration.",
                remedy: "Retract what is wrong of it first, or record that treatment is declined.")
        case is RiskAlerted:
            Refusal(
                "An alert does not vanish.",
                remedy: "Acknowledge it instead, and say there that it was raised in error.")
        case is ConcernOpened, is ConcernRaised:
            Refusal(
                "A concern does not vanish.",
                remedy: "Close it instead, and say there that it was opened in error.")
        case is IntakeOverdue:
            Refusal(
                "That an intake took too long was told; that cannot be undone.",
                remedy: "Confirm a placement, or record that treatment is declined.")
        case is QuestionnaireScored:
            Refusal(
                "A score follows from its form.",
                remedy: "Retract the submission; its score goes with it.")
        case is MeasureWorsened:
            Refusal(
                "That a measure is worse follows from its forms.",
                remedy: "Retract the submission that is wrong; it goes with it.")
        case let event as PlacementRecommended where isConfirmed(event):
            Refusal(
                "This recommendation was confirmed.", remedy: "Retract the confirmation first.")
        case is EnteredInError:
            Refusal(
                "A correction cannot be taken back.", remedy: "Record the fact again instead.")
        default: nil
        }
    }

    private func isConfirmed(_ event: PlacementRecommended) -> Bool {
        guard let placement = charts[event.client]?.placement else { return false }
        return placement.recommended.placement == event.placement && placement.isConfirmed
    }
}
