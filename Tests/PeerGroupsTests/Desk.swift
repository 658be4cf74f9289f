import Messages
import PeerGroupsCore

/// A seating with its history, fed as the shell feeds it.
struct Desk {
    var seating = Seating()
    var clinic: Clinic
    /// What the journal would hold: own and noted events.
    private(set) var history: [Fact] = []
    private(set) var published: [any Event] = []
    private(set) var hour = 0
    private var count: UInt64 = 0

    init() throws { clinic = try ExampleClinic.make() }

    private static let start = LocalDate(year: 2026, month: 11, day: 23)

    var today: LocalDate { Desk.start.advanced(by: hour / 24) }

    var context: Context {
        let utc = Timestamp(milliseconds: 1_795_413_600_000).advanced(byHours: hour)
        let local = LocalDateTime(date: today, time: TimeOfDay(minutes: hour % 24 * 60))
        return Context(
            now: Moment(utc: utc, local: local), clinic: clinic,
            identifiers: IdentifierSource(high: count, low: 7, time: utc))
    }

    /// Takes in an event of another service, and says what followed.
    @discardableResult
    mutating func take(_ event: any Event, from owner: Identity = .scheduler) throws -> [any Event]
    {
        let fact = made(event, by: owner)
        var draft = seating
        draft.apply(fact)
        var context = self.context
        let decision = try draft.react(to: fact, in: &context)
        seating = draft
        history.append(fact)
        return record(decision)
    }

    @discardableResult
    mutating func order(_ command: any Command) throws -> [any Event] {
        var context = self.context
        return record(
            try seating.decide(
                command, by: Actor(staff: "t01", role: .clinician), in: &context))
    }

    /// The clock strikes the next hour, and the next day before its first hour.
    @discardableResult
    mutating func strikeHour() throws -> [any Event] {
        hour += 1
        var events: [any Event] = []
        if hour % 24 == 0 { events += try strike(DayBegan(date: today)) }
        return events + (try strike(HourBegan(moment: context.now)))
    }

    @discardableResult
    mutating func strikeDay() throws -> [any Event] {
        var events: [any Event] = []
        repeat { events += try strikeHour() } while hour % 24 != 0
        return events
    }

    /// Marks a fact of the history as entered in error, as the shell does.
    @discardableResult
    mutating func retract(_ id: MessageID) throws -> [any Event] {
        guard let fact = history.first(where: { $0.id == id }) else { return [] }
        if fact.owner == .peerGroups { try seating.permitRetraction(of: fact) }
        history.removeAll { $0.id == id }
        seating = rebuilt()
        let correction = made(
            EnteredInError(event: id, type: "type", client: nil, reason: "Wrong client."),
            by: fact.owner)
        var context = self.context
        return record(try seating.react(to: correction, in: &context))
    }

    /// The seating as a service that starts again has it.
    func rebuilt() -> Seating {
        var fresh = Seating()
        for fact in history { fresh.apply(fact) }
        return fresh
    }

    func roster() throws -> GroupRoster? {
        try seating.answer(Memberships(), in: context) as? GroupRoster
    }

    mutating func register(
        _ client: ClientID, ages: AgeBand = .adult, language: String = "en",
        commitments: [WeeklyTime] = []
    ) throws {
        try take(
            ClientRegistered(
                client: client, ages: ages, language: language, commitments: commitments,
                owner: "t01"), from: .assessment)
    }

    @discardableResult
    mutating func enroll(_ client: ClientID, in phase: PhaseID = "p1") throws -> [any Event] {
        try take(
            EnrollmentOpened(
                client: client, enrollment: Desk.enrollment(of: client), phase: phase,
                level: .intensiveOutpatient, ages: .adult, clinician: "t01"))
    }

    @discardableResult
    mutating func close(_ client: ClientID) throws -> [any Event] {
        try take(
            EnrollmentClosed(
                client: client, enrollment: Desk.enrollment(of: client), outcome: .completed,
                reason: "Done."))
    }

    @discardableResult
    mutating func change(_ client: ClientID, from: PhaseID, to: PhaseID) throws -> [any Event] {
        try take(
            PhaseChanged(
                client: client, enrollment: Desk.enrollment(of: client), from: from, to: to,
                direction: .stepDown, level: .outpatient, reason: "Review."))
    }

    static func enrollment(of client: ClientID) -> EnrollmentID { EnrollmentID("e-\(client)") }

    private mutating func strike(_ event: any Event) throws -> [any Event] {
        // A clock message is not folded, and so not kept.
        var context = self.context
        return record(try seating.react(to: made(event, by: .supervisor), in: &context))
    }

    private mutating func made(_ event: any Event, by owner: Identity) -> Fact {
        count += 1
        return Fact(
            id: MessageID("m-\(count)"), owner: owner, event: event, time: context.now.utc)
    }

    private mutating func record(_ decision: Decision) -> [any Event] {
        for event in decision.events {
            let fact = made(event, by: .peerGroups)
            seating.apply(fact)
            history.append(fact)
        }
        published += decision.events
        return decision.events
    }
}

extension [any Event] {
    func of<Kind: Event>(_ kind: Kind.Type) -> [Kind] { compactMap { $0 as? Kind } }
}
