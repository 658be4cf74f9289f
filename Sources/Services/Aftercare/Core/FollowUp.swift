internal import Messages

/// The promise to one client: who makes the next contact, when, and what became of the last.
struct FollowUp: Equatable, Codable {
    var situation: Situation
    /// Since when the client stands in it.
    var since: Timestamp
    var owner: StaffID
    var nextContact: LocalDate
    /// Why then.
    var reason: String?
    /// When it was planned so, and by which event.
    var planned: Timestamp
    var plan: MessageID
    /// The contact that is due, until it is kept or somebody tried.
    var contact: OpenContact?
    /// The last contact that was tried in vain on its day: a rung counts only while its attempt does.
    var missed: ContactID?
    /// How far the attempts have climbed; 0 for not at all.
    var rung = 0
    /// The day of the first rung, from which the others are counted.
    var ladderStart: LocalDate?
    /// Every rung was tried in vain.
    var isExhausted = false

    /// A contact that somebody should make.
    struct OpenContact: Equatable, Codable {
        var id: ContactID
        var due: LocalDate
        /// Contacts that fell due later, after one that was recorded in error: they are this one.
        var later: [ContactID] = []

        /// Whether a contact is this one.
        func isNamed(_ contact: ContactID) -> Bool { id == contact || later.contains(contact) }
    }

    init(_ event: FollowUpAssigned, as fact: Fact) {
        situation = event.situation
        since = fact.time
        owner = event.owner
        nextContact = event.nextContact
        reason = event.reason
        planned = fact.time
        plan = fact.id
    }

    /// A follow-up lasts a year before it is complete (TMAC, NREPP: monitoring over 12 months and
    /// more). That it ends then for whoever declined, was discharged or referred out is Cairn's own.
    private static let days = 365

    /// Whether it has lasted its year: of somebody who is in no treatment here, and not on the way to
    /// one.
    func isOver(at now: Timestamp) -> Bool {
        let situations: [Situation] = [.aftercare, .declined, .discharged, .referredOut]
        return situations.contains(situation) && FollowUp.days <= now.days(since: since)
    }

    /// Takes over a new plan for the next contact. Another owner alone is no new plan.
    mutating func assign(_ event: FollowUpAssigned, as fact: Fact) {
        let isOther =
            situation != event.situation || nextContact != event.nextContact
            || reason != event.reason || event.contact != nil
        if isOther { (planned, plan) = (fact.time, fact.id) }
        if situation != event.situation { since = fact.time }
        situation = event.situation
        owner = event.owner
        nextContact = event.nextContact
        reason = event.reason
    }

    /// Folds that the client was reached: nothing is due, and no attempt counts any more.
    mutating func reach() {
        contact = nil
        missed = nil
        rung = 0
        ladderStart = nil
        isExhausted = false
    }

    /// Folds what became of a contact in vain.
    mutating func fold(_ event: any Event) {
        switch event {
        // What is open is due until somebody tries: another falls due beside it only where that
        // somebody tried was entered in error.
        case let event as ContactDue:
            guard contact == nil else {
                contact?.later.append(event.contact)
                break
            }
            contact = OpenContact(id: event.contact, due: event.due)
        case let event as ContactMissed where contact?.isNamed(event.contact) ?? false:
            contact = nil
            missed = event.contact
        // Rung by rung: where an attempt was entered in error, those after it stand one lower.
        case let event as OutreachEscalated where event.contact == missed:
            rung = min(event.rung, rung + 1)
            if rung == 1 { ladderStart = event.due }
        case let event as OutreachExhausted where event.contact == missed:
            isExhausted = OutreachLadder.rung(rung + 1) == nil
        default: break
        }
    }
}
