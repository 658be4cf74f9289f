internal import Messages

extension KnownClient {
    /// Folds an event of aftercare's own.
    mutating func foldOwn(_ fact: Fact) {
        switch fact.event {
        case let event as FollowUpAssigned: assign(event, as: fact)
        case is FollowUpEnded: followUp = nil
        case is ClientDischarged:
            standing = .discharged
            dropIntakes()
        case let event as FollowUpClosed: close(event, at: fact.time)
        case let event as ReturnToUseReported:
            tell(event, of: fact)
            if event.contact == nil, !hasDied { reopen() }
        case let event as PlanDrafted:
            plan = Plan(
                id: event.plan, draft: fact.id,
                drafted: fact.actor == nil && event.plan == plan?.id
                    ? plan?.drafted ?? fact.time : fact.time,
                sections: event.sections, isSigned: false, isPersons: fact.actor != nil)
        case let event as PlanSigned where event.plan == plan?.id:
            plan?.isSigned = true
            lines.sign()
        case let event as AppointmentBooked: book(event)
        case let event as AppointmentCancelled:
            appointments.removeAll { $0.appointment == event.appointment }
        case let event as AppointmentRecorded:
            appointments.removeAll { $0.appointment == event.appointment }
            recorded = event.asContact
            guard event.outcome == .came else { break }
            lastRecorded = fact.time
            keep(event.asContact, at: fact.time)
        case let event as ContactAgreed:
            agreement = ContactAgreement(
                event: fact.id, channel: event.channel, mayLeaveMessage: event.mayLeaveMessage,
                hours: event.hours)
        case let event as ContactKept:
            lastRecorded = fact.time
            let time = event.happened ?? fact.time
            keep(event.contact, at: time, isIncoming: event.direction == .incoming)
        case let event as ContactMissed:
            lastRecorded = fact.time
            recorded = event.contact
            let time = event.happened ?? fact.time
            if let told = returned, told <= time { isUrgent = false }
            lastTold = max(lastTold ?? time, time)
            followUp?.fold(event)
        default: followUp?.fold(fact.event)
        }
    }

    /// Whether something that happened then is the newest that is known of contacts.
    func isNewest(at time: Timestamp) -> Bool { lastTold.map { $0 <= time } ?? true }

    /// What followed from a contact that was entered in error is void with it.
    private mutating func assign(_ event: FollowUpAssigned, as fact: Fact) {
        guard event.contact == nil || event.contact == recorded else { return }
        wasFollowed = true
        followUp?.assign(event, as: fact)
        if followUp == nil { followUp = FollowUp(event, as: fact) }
    }

    /// Whoever phones opens the door again. What was written down late changes nothing that came
    /// after it.
    private mutating func keep(
        _ contact: ContactID, at time: Timestamp, isIncoming: Bool = false
    ) {
        recorded = contact
        reach(at: time)
        answer(before: time)
        guard isNewest(at: time) else { return }
        lastTold = time
        followUp?.reach()
        if isIncoming, isFromAfterTheEnd(time) { reopen() }
    }

    private mutating func close(_ event: FollowUpClosed, at time: Timestamp) {
        closing = Closing(ending: event.ending, time: time)
        guard isClosed else {
            followUp?.reach()
            return
        }
        followUp = nil
        dropIntakes()
    }

    /// Begins the follow-up anew; who asked not to be called still has asked.
    private mutating func reopen() {
        if isClosed { closing = nil }
    }
}

extension AppointmentRecorded {
    /// What was planned because of it is void with it, as after a contact.
    var asContact: ContactID { ContactID(appointment.text) }
}
