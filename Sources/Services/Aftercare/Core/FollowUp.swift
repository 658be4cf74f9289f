internal import Messages

/// The promise to one client: who makes the next contact, when, and what became of the last.
struct FollowUp: Equatable, Codable {
    var situation: Situation
    var owner: StaffID
    var nextContact: LocalDate
    /// The contact that is due and not recorded yet.
    var contact: OpenContact?
    /// The last contact that was missed: a rung counts only while its miss does.
    var missed: ContactID?
    /// How far a missed contact has climbed; 0 for not at all.
    var rung = 0
    /// The day of the first rung, from which the others are counted.
    var ladderStart: LocalDate?
    /// Every rung was tried in vain.
    var isExhausted = false

    /// A contact that somebody should make.
    struct OpenContact: Equatable, Codable {
        var id: ContactID
        var due: LocalDate
    }

    init(situation: Situation, owner: StaffID, nextContact: LocalDate) {
        self.situation = situation
        self.owner = owner
        self.nextContact = nextContact
    }

    /// Folds what became of a contact.
    mutating func fold(_ event: any Event) {
        switch event {
        case let event as ContactDue: contact = OpenContact(id: event.contact, due: event.due)
        case let event as ContactKept:
            if contact?.id == event.contact { contact = nil }
            missed = nil
            rung = 0
            ladderStart = nil
            isExhausted = false
        case let event as ContactMissed:
            if contact?.id == event.contact { contact = nil }
            missed = event.contact
        case let event as OutreachEscalated where event.contact == missed:
            rung = event.rung
            if event.rung == 1 { ladderStart = event.due }
        case let event as OutreachExhausted where event.contact == missed: isExhausted = true
        default: break
        }
    }
}
