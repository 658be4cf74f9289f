internal import Messages

extension KnownClient {
    /// Folds an event of aftercare's own.
    mutating func foldOwn(_ fact: Fact) {
        switch fact.event {
        case let event as FollowUpAssigned:
            wasFollowed = true
            var current =
                followUp
                ?? FollowUp(
                    situation: event.situation, owner: event.owner,
                    nextContact: event.nextContact)
            current.situation = event.situation
            current.owner = event.owner
            current.nextContact = event.nextContact
            followUp = current
        case is FollowUpEnded: followUp = nil
        case is ClientDischarged: standing = .discharged
        case let event as PlanDrafted:
            plan = Plan(
                id: event.plan, draft: fact.id, sections: event.sections, isSigned: false)
        case let event as PlanSigned where event.plan == plan?.id: plan?.isSigned = true
        default: followUp?.fold(fact.event)
        }
    }
}
