import AftercareCore
import Messages

/// Continuing care with its history, fed as the shell feeds it.
struct Office {
    var care = ContinuingCare()
    var clinic: Clinic
    /// What the journal would hold: own and noted events.
    private(set) var history: [Fact] = []
    private(set) var published: [any Event] = []
    private(set) var hour = 9
    private var count: UInt64 = 0

    init() throws { clinic = try ExampleClinic.make() }

    static let start = LocalDate(year: 2026, month: 11, day: 23)

    var today: LocalDate { Office.start.advanced(by: hour / 24) }

    func day(_ days: Int) -> LocalDate { today.advanced(by: days) }

    var context: Context {
        // Chicago in winter: 00:00 is 06:00 UTC.
        let midnight = Int64(Office.start.daysSince1970) * 86_400_000
        let utc = Timestamp(milliseconds: midnight).advanced(byHours: hour + 6)
        let local = LocalDateTime(date: today, time: TimeOfDay(minutes: hour % 24 * 60))
        return Context(
            now: Moment(utc: utc, local: local), clinic: clinic,
            identifiers: IdentifierSource(high: count, low: 7, time: utc))
    }

    /// Takes in an event of another service, and says what followed.
    @discardableResult
    mutating func take(
        _ event: any Event, from owner: Identity = .scheduler, at time: Timestamp? = nil
    ) throws -> [any Event] {
        var fact = made(event, by: owner)
        fact.time = time ?? fact.time
        var draft = care
        draft.apply(fact)
        var context = self.context
        let decision = try draft.react(to: fact, in: &context)
        care = draft
        history.append(fact)
        return record(decision)
    }

    @discardableResult
    mutating func order(_ command: any Command, by staff: StaffID = "t01") throws -> [any Event] {
        var context = self.context
        return record(
            try care.decide(command, by: Actor(staff: staff, role: .clinician), in: &context))
    }

    @discardableResult
    mutating func strikeHour() throws -> [any Event] {
        hour += 1
        var events: [any Event] = []
        if hour % 24 == 0 {
            // The day is struck before its first hour: the moment is still the hour before.
            hour -= 1
            var context = self.context
            let date = day(1)
            hour += 1
            events += record(
                try care.react(
                    to: made(DayBegan(date: date), by: .supervisor), in: &context))
        }
        var context = self.context
        let fact = made(HourBegan(moment: context.now), by: .supervisor)
        return events + record(try care.react(to: fact, in: &context))
    }

    /// Goes on to nine in the morning of a later day.
    @discardableResult
    mutating func goOn(days: Int) throws -> [any Event] {
        var events: [any Event] = []
        for _ in 0..<(days * 24) { events += try strikeHour() }
        return events
    }

    /// Marks a fact of the history as entered in error, as the shell does.
    @discardableResult
    mutating func retract(_ id: MessageID) throws -> [any Event] {
        guard let fact = history.first(where: { $0.id == id }) else { return [] }
        if fact.owner == .aftercare { try care.permitRetraction(of: fact) }
        history.removeAll { $0.id == id }
        care = rebuilt()
        let correction = made(
            EnteredInError(event: id, type: "type", client: nil, reason: "Wrong client."),
            by: fact.owner)
        var context = self.context
        return record(try care.react(to: correction, in: &context))
    }

    /// The state as a service that starts again has it.
    func rebuilt() -> ContinuingCare {
        var fresh = ContinuingCare()
        for fact in history { fresh.apply(fact) }
        return fresh
    }

    func nextContacts() throws -> [NextContact] {
        try care.answer(NextContacts(), in: context) as? [NextContact] ?? []
    }

    private mutating func made(_ event: any Event, by owner: Identity) -> Fact {
        count += 1
        return Fact(
            id: MessageID("m-\(count)"), owner: owner, event: event, time: context.now.utc)
    }

    private mutating func record(_ decision: Decision) -> [any Event] {
        for event in decision.events {
            let fact = made(event, by: .aftercare)
            care.apply(fact)
            history.append(fact)
        }
        published += decision.events
        return decision.events
    }
}

extension [any Event] {
    func of<Kind: Event>(_ kind: Kind.Type) -> [Kind] { compactMap { $0 as? Kind } }
}
