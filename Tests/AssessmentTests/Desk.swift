import Messages

@testable import AssessmentCore

/// An intake with its journal: what a shell does, without bus or files.
struct Desk {
    private(set) var intake = Intake()
    private(set) var journal: [Fact] = []
    private(set) var hours = 0
    private var commands: UInt64 = 0
    let clinic: Clinic
    /// Most tests name their clients beforehand, which a rehearsal alone lets them.
    var isRehearsal = true

    init(clinic: Clinic = exampleClinic()) { self.clinic = clinic }

    /// A desk at which one client is registered.
    static func withClient(_ client: ClientID = "c-1", clinic: Clinic = exampleClinic()) throws
        -> Desk
    {
        var desk = Desk(clinic: clinic)
        try desk.send(.example(client))
        return desk
    }

    var now: Timestamp {
        Timestamp(milliseconds: 1_795_442_400_000).advanced(byHours: hours)
    }

    private var moment: Moment {
        Moment(
            utc: now,
            local: LocalDateTime(
                date: LocalDate(daysSince1970: 20_780 + hours / 24),
                time: TimeOfDay(minutes: hours % 24 * 60)))
    }

    @discardableResult
    mutating func send(_ command: any Command, by actor: Actor = .clinician) throws -> Decision {
        var context = nextContext()
        let decision = try intake.decide(command, by: actor, in: &context)
        record(decision, by: actor, in: &context)
        conclude()
        return decision
    }

    /// Lets an event of another service arrive.
    @discardableResult
    mutating func receive(_ event: any Event, from owner: Identity) throws -> Decision {
        var context = nextContext()
        let fact = Fact(
            id: context.identifier(MessageKind.self), owner: owner, event: event, time: now)
        let before = intake
        intake.apply(fact)
        // What changes the state is noted, as an engine notes it.
        if intake != before { journal.append(fact) }
        var decision = try intake.react(to: fact, in: &context)
        record(decision, by: nil, upon: fact.id, in: &context)
        decision.events += conclude()
        return decision
    }

    /// Lets the correction of another service's event arrive: the state is folded again without it,
    /// and without what the core takes back by itself.
    @discardableResult
    mutating func retract(_ fact: Fact, of owner: Identity) throws -> Decision {
        var context = nextContext()
        let correction = EnteredInError(
            event: fact.id, type: type(of: fact.event).type(by: owner),
            client: fact.event.subject.map { ClientID($0) }, reason: "Another client's.")
        let corrected = Fact(
            id: context.identifier(MessageKind.self), owner: owner, event: correction, time: now)
        journal.append(corrected)
        intake = folded()
        let decision = try intake.react(to: corrected, in: &context)
        record(decision, by: nil, upon: corrected.id, in: &context)
        intake = folded()
        conclude()
        return decision
    }

    /// Strikes so many hours, one by one.
    @discardableResult
    mutating func wait(hours count: Int) throws -> [any Event] {
        try (0..<count).flatMap { _ in
            hours += 1
            return try receive(HourBegan(moment: moment), from: .supervisor).events
        }
    }

    /// Marks a fact as entered in error: the state is folded again without it.
    @discardableResult
    mutating func retract(_ fact: Fact) throws -> Decision {
        try intake.permitRetraction(of: fact)
        var context = nextContext()
        let correction = EnteredInError(
            event: fact.id, type: type(of: fact.event).type(by: .assessment),
            client: fact.event.subject.map { ClientID($0) }, reason: "Another client's.")
        let corrected = Fact(
            id: context.identifier(MessageKind.self), owner: .assessment, event: correction,
            time: now, actor: .clinician)
        journal.append(corrected)
        intake = folded()
        let decision = try intake.react(to: corrected, in: &context)
        record(decision, by: nil, in: &context)
        conclude()
        return decision
    }

    func find(_ text: String) throws -> [FoundClient] {
        try intake.answer(FindClients(text: text), in: context) as? [FoundClient] ?? []
    }

    func begun(_ instrument: String, _ client: ClientID = "c-1") throws -> BegunAnswers? {
        let query = BegunForm(client: client, instrument: instrument)
        return try intake.answer(query, in: context) as? BegunAnswers
    }

    /// Concludes until nothing follows, as each input were the last of its turn.
    @discardableResult
    private mutating func conclude() -> [any Event] {
        var all: [any Event] = []
        while true {
            var context = nextContext()
            let events = intake.conclude(in: &context)
            guard !events.isEmpty else { return all }
            record(Decision(events), by: nil, in: &context)
            all += events
        }
    }

    /// The state read back from the journal.
    func folded() -> Intake {
        let wrong = Set(journal.compactMap { ($0.event as? EnteredInError)?.event })
        var intake = Intake()
        for fact in journal where !wrong.contains(fact.id) { intake.apply(fact) }
        return intake
    }

    func facts<Kind: Event>(_ kind: Kind.Type) -> [Kind] {
        journal.compactMap { $0.event as? Kind }
    }

    /// The latest fact of a kind, to retract it.
    func last<Kind: Event>(_ kind: Kind.Type) throws -> Fact {
        guard let fact = journal.last(where: { $0.event is Kind }) else {
            throw NotYetKnown(kind.fact)
        }
        return fact
    }

    func alerts() throws -> [OpenAlert] {
        try intake.answer(OpenAlerts(), in: context) as? [OpenAlert] ?? []
    }

    func waiting() throws -> [IntakeStatus] {
        try intake.answer(IntakeList(), in: context) as? [IntakeStatus] ?? []
    }

    var context: Context {
        Context(
            now: moment, clinic: clinic,
            identifiers: IdentifierSource(high: commands, low: ~commands, time: now),
            isRehearsal: isRehearsal)
    }

    private mutating func nextContext() -> Context {
        commands += 1
        return context
    }

    private mutating func record(
        _ decision: Decision, by actor: Actor?, upon input: MessageID? = nil,
        in context: inout Context
    ) {
        let cause = input ?? MessageID("m-\(commands)")
        for event in decision.events {
            let fact = Fact(
                id: context.identifier(), owner: .assessment, event: event, time: now,
                actor: actor, cause: cause)
            journal.append(fact)
            intake.apply(fact)
        }
    }
}

extension Command where Self == RegisterClient {
    static func example(_ client: ClientID?, ages: AgeBand = .adult, name: String = "Ana") -> Self {
        RegisterClient(
            client: client, name: name, contact: "555-0100", ages: ages, language: "en",
            commitments: [], consent: true)
    }
}

extension [String: ItemAnswer] {
    /// Items `1` and on with these values; `nil` is not on the form.
    static func items(_ values: [Int?]) -> Self {
        var answers = Self()
        for (index, value) in values.enumerated() {
            answers["\(index + 1)"] = value.map { ItemAnswer(value: $0) }
        }
        return answers
    }

    static func values(_ values: [String: Int]) -> [String: ItemAnswer] {
        values.mapValues { ItemAnswer(value: $0) }
    }

    /// A whole screen without any sign.
    static let clearScreen: Self = .values(["q1": 0, "q2": 0, "q6": 0])

    /// Each intake question answered with no, but for these.
    static func intake(yes: [IntakeQuestion] = []) -> Self {
        var answers = Self()
        for question in IntakeQuestion.known {
            answers[question.rawValue] = ItemAnswer(value: yes.contains(question) ? 1 : 0)
        }
        return answers
    }
}

/// The texts of a refusal, or a failure when the command is accepted.
func refusal(_ body: () throws -> Void) throws -> String {
    do { try body() } catch let refusal as Refusal { return refusal.description }
    throw NotYetKnown("refusal")
}
