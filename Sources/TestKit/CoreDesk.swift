public import Messages

/// A core with its history, fed as its process feeds it: no bus, no journal, no files.
///
/// A draft takes each input, so what throws changes nothing. Time stands still until a test lets
/// the clock strike. The clinic is six hours behind UTC, as Chicago is in winter.
public struct CoreDesk<Kind: Core> {
    /// The state, after all that was taken in and decided.
    public private(set) var core: Kind
    /// What the core is told of its clinic; a change counts from the next input on.
    public var clinic: Clinic { didSet { clinicDigest = clinic.planDigest } }
    /// What the journal would hold: own and noted events in order, without retracted ones.
    public private(set) var history: [Fact] = []
    /// All that the core decided, in order, retracted or not.
    public private(set) var published: [any Event] = []
    /// Whole hours since midnight of ``start``.
    public private(set) var hour: Int
    private let identity: Identity
    private var clinicDigest: String
    private var count: UInt64 = 0

    /// - Parameters:
    ///   - identity: who publishes what the core decides.
    ///   - clinic: by which the core decides.
    ///   - hour: the clock's first hour, counted from midnight of ``start``.
    public init(as identity: Identity, clinic: Clinic, hour: Int = 0) {
        core = Kind()
        self.identity = identity
        self.clinic = clinic
        clinicDigest = clinic.planDigest
        self.hour = hour
    }

    /// The first day: Monday, 2026-11-23.
    public static var start: LocalDate { LocalDate(year: 2026, month: 11, day: 23) }

    /// The clinic's date now.
    public var today: LocalDate { Self.start.advanced(by: hour / 24) }

    /// The date so many days from today.
    public func day(_ days: Int) -> LocalDate { today.advanced(by: days) }

    /// What the core would know if it decided now: in a rehearsal, for nobody here is a real client.
    public var context: Context {
        let midnight = Timestamp(startInUTCOf: Self.start)
        let utc = midnight.advanced(byHours: hour + 6)
        let local = LocalDateTime(date: today, time: TimeOfDay(minutes: hour % 24 * 60))
        return Context(
            now: Moment(utc: utc, local: local), clinic: clinic,
            identifiers: IdentifierSource(high: count, low: 7, time: utc),
            clinicDigest: clinicDigest, isRehearsal: true)
    }

    /// Takes in an event of another service, and answers with the events that followed.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - owner: who published it.
    ///   - time: when it was decided; now, unless given.
    @discardableResult
    public mutating func take(
        _ event: any Event, from owner: Identity = .scheduler, at time: Timestamp? = nil
    ) throws -> [any Event] {
        var fact = made(event, by: owner)
        fact.time = time ?? fact.time
        var draft = core
        draft.apply(fact)
        var context = self.context
        let decision = try draft.react(to: fact, in: &context)
        core = draft
        history.append(fact)
        return conclude(after: record(decision, cause: fact.id))
    }

    /// Gives a command, and answers with the events that followed. Throws a `Refusal` of it.
    @discardableResult
    public mutating func order(_ command: any Command, by staff: StaffID = "t01") throws
        -> [any Event]
    {
        count += 1
        let actor = Actor(staff: staff, role: .clinician)
        var context = self.context
        let decision = try core.decide(command, by: actor, in: &context)
        return conclude(after: record(decision, by: actor, cause: MessageID("m-\(count)")))
    }

    /// Lets the clock strike the next hour, and before a day's first hour the day.
    @discardableResult
    public mutating func strikeHour() throws -> [any Event] {
        var events: [any Event] = []
        // While a day is struck, the moment is still the hour before.
        if (hour + 1) % 24 == 0 { events += try react(to: DayBegan(date: day(1)), by: .supervisor) }
        hour += 1
        return events + (try react(to: HourBegan(moment: context.now), by: .supervisor))
    }

    /// Strikes every hour of so many days.
    @discardableResult
    public mutating func goOn(days: Int) throws -> [any Event] {
        try (0..<days * 24).flatMap { _ in try strikeHour() }
    }

    /// Marks a fact of the history as entered in error: the state is folded again without it.
    ///
    /// A fact that is not in the history changes nothing; the core may refuse for its own facts.
    @discardableResult
    public mutating func retract(_ id: MessageID) throws -> [any Event] {
        guard let fact = history.first(where: { $0.id == id }) else { return [] }
        if fact.owner == identity { try core.permitRetraction(of: fact) }
        history.removeAll { $0.id == id }
        core = rebuilt()
        let type = type(of: fact.event).type(by: fact.owner)
        return try take(
            EnteredInError(
                event: id, type: type, client: fact.event.subject.map { ClientID($0) },
                reason: "Wrong client."),
            from: fact.owner)
    }

    /// The state of a process that starts again with this history.
    public func rebuilt() -> Kind {
        var fresh = Kind()
        for fact in history { fresh.apply(fact) }
        return fresh
    }

    /// The view that a query asks for; `nil` if the core answers with another type.
    public func view<Question: Query>(_ query: Question) throws -> Question.View? {
        try core.answer(query, in: context) as? Question.View
    }

    /// The whole of a view that comes in pages.
    public func view<Question: PagedQuery>(_ query: Question) throws -> [Question.Item]? {
        try core.answer(query, in: context) as? [Question.Item]
    }

    /// Lets the core react to what is not folded, and so not kept: the clock.
    private mutating func react(to event: any Event, by owner: Identity) throws -> [any Event] {
        let fact = made(event, by: owner)
        var context = self.context
        return conclude(after: record(try core.react(to: fact, in: &context), cause: fact.id))
    }

    /// Lets the core conclude until nothing follows, as each input were the last one of its turn.
    private mutating func conclude(after events: [any Event]) -> [any Event] {
        var all = events
        while true {
            var context = self.context
            let conclusion = core.conclude(in: &context)
            guard !conclusion.isEmpty else { return all }
            all += record(Decision(conclusion), cause: history.last?.id ?? "start")
        }
    }

    private mutating func made(
        _ event: any Event, by owner: Identity, actor: Actor? = nil, cause: MessageID? = nil
    ) -> Fact {
        count += 1
        return Fact(
            id: MessageID("m-\(count)"), owner: owner, event: event, time: context.now.utc,
            actor: actor, cause: cause)
    }

    private mutating func record(_ decision: Decision, by actor: Actor? = nil, cause: MessageID)
        -> [any Event]
    {
        for event in decision.events {
            let fact = made(event, by: identity, actor: actor, cause: cause)
            core.apply(fact)
            history.append(fact)
        }
        // What the core takes back by itself is left out of the state, as a process does it.
        let wrong = Set(decision.events.of(EnteredInError.self).map(\.event))
        if history.contains(where: { wrong.contains($0.id) }) {
            history.removeAll { wrong.contains($0.id) }
            core = rebuilt()
        }
        published += decision.events
        return decision.events
    }
}

extension [any Event] {
    /// Those of one type, in order.
    public func of<Kind: Event>(_ kind: Kind.Type) -> [Kind] { compactMap { $0 as? Kind } }

    /// Those that tell of no duty.
    public var besideDuties: [any Event] {
        filter { event in !MessageCatalog.dutyEvents.contains { $0 == type(of: event) } }
    }
}
