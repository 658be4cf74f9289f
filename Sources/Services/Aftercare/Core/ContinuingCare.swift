package import Messages

/// Whom the clinic keeps in touch with while they are not in treatment: by whom, when next, and
/// how a missed contact is followed up. Nobody is dropped automatically.
package struct ContinuingCare: Core, Equatable {
    var people: [ClientID: KnownClient] = [:]
    var sessionDays = SessionDays()
    /// What people have to do: contacts, referrals to follow, plans to sign, appointments to book.
    private(set) var duties = DutyBook()

    package init() {}

    package typealias Contract = AftercareContract
    /// 2: contacts at any time, with when they happened; endings; attempts alone climb. 3: open
    /// concerns; appointments for after treatment; who of the staff is away; when each client was
    /// reached last. 4: what each return to use that was told rests on; appointments for an intake,
    /// and how a client agreed to be contacted. 5: a session of before an ending brings nobody back;
    /// an intake's appointment goes with the intake; the lines that therapies propose for plans.
    /// 6: an attempt that was entered in error leaves its contact open, and the rungs after it one
    /// lower.
    package static let foldVersion = 6

    package mutating func apply(_ fact: Fact) {
        duties.away.fold(fact)
        if let event = fact.event as? SessionScheduled { sessionDays.add(event) }
        if MessageCatalog.dutyEvents.contains(where: { $0 == type(of: fact.event) }) {
            return duties.apply(fact.event)
        }
        if let correction = fact.event as? EnteredInError, fact.owner == .aftercare {
            if let client = correction.client { people[client]?.untell(correction.event) }
            return
        }
        guard let client = ContinuingCare.client(of: fact.event) else { return }
        var known = people[client] ?? KnownClient()
        if fact.owner == .aftercare {
            known.foldOwn(fact)
        } else if let line = fact.event as? PlanLineAdded {
            known.lines.add(line, by: fact.owner, at: fact.time)
        } else {
            known.foldOther(fact.event, at: fact.time, sessionDays: sessionDays)
        }
        people[client] = known
    }

    /// The client that an event of this core's interest is about.
    static func client(of event: any Event) -> ClientID? {
        guard !(event is SessionScheduled), !(event is EnteredInError) else { return nil }
        return event.subject.map { ClientID($0) }
    }
}
