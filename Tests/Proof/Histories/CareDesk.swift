import Messages

/// A core with its journal among others, fed fact by fact: no bus, no files.
struct CareDesk<Service: Core>: CareSeat {
    let identity: Identity
    private(set) var core: Service
    private(set) var journal: [Fact] = []
    /// The state before any fact.
    private let fresh: Service
    private let reads: [any Event.Type]
    /// What it cannot take in yet.
    private var waiting: [Fact] = []
    private var wrong: Set<MessageID> = []
    private var draws: UInt64 = 0

    init(
        as identity: Identity, _ fresh: Service = Service(),
        reads: [any Event.Type] = Service.reads
    ) {
        (self.identity, core, self.fresh, self.reads) = (identity, fresh, fresh, reads)
    }

    mutating func decide(_ command: any Command, by actor: Actor, _ moment: CareMoment) throws
        -> [Fact]
    {
        draws += 1
        var context = context(moment)
        let decision = try core.decide(command, by: actor, in: &context)
        return record(decision.events, by: actor, moment)
    }

    mutating func decide(
        _ command: any TherapyCommand, by actor: Actor, _ moment: CareMoment
    ) throws -> [Fact] {
        draws += 1
        var context = context(moment)
        let decision = try core.decide(command, by: actor, in: &context)
        return record(decision.events, by: actor, moment)
    }

    mutating func note(_ events: [any Event], upon cause: MessageID?, _ moment: CareMoment)
        -> [Fact]
    {
        draws += 1
        return record(events, by: nil, upon: cause, moment)
    }

    mutating func take(_ fact: Fact, _ moment: CareMoment) throws -> [Fact] {
        if let correction = fact.event as? EnteredInError {
            return try leaveOut(correction.event, correction: fact, moment)
        }
        guard reads.contains(where: { $0 == type(of: fact.event) }) else { return [] }
        waiting.append(fact)
        return try takeWaiting(moment)
    }

    /// Takes in what waited, in order, as long as something can be. Of one stream and about one client
    /// nothing overtakes what waits.
    private mutating func takeWaiting(_ moment: CareMoment) throws -> [Fact] {
        var made: [Fact] = []
        var isMoving = true
        while isMoving {
            isMoving = false
            waiting.removeAll { wrong.contains($0.id) }
            var blocked: Set<String> = []
            for (index, fact) in waiting.enumerated() where !blocked.contains(fact.order) {
                guard let events = try taken(fact, moment) else {
                    blocked.insert(fact.order)
                    continue
                }
                waiting.remove(at: index)
                made += record(events, by: nil, upon: fact.id, moment)
                isMoving = true
                break
            }
        }
        return made
    }

    private mutating func taken(_ fact: Fact, _ moment: CareMoment) throws -> [any Event]? {
        draws += 1
        var context = context(moment)
        var draft = core
        let isClock = fact.owner == .supervisor
        if !isClock { draft.apply(fact) }
        do {
            let decision = try draft.react(to: fact, in: &context)
            core = draft
            if !isClock { journal.append(fact) }
            return decision.events
        } catch is NotYetKnown { return nil }
    }

    mutating func retract(_ fact: Fact, _ moment: CareMoment) throws -> [Fact] {
        try core.permitRetraction(of: fact)
        draws += 1
        let correction = EnteredInError(
            event: fact.id, type: type(of: fact.event).type(by: identity),
            client: fact.event.subject.map { ClientID($0) }, reason: "A slip.")
        var made = record([correction], by: nil, moment)
        made += try leaveOut(fact.id, correction: made[0], moment)
        return made
    }

    /// Folds the journal without what was entered in error, and draws the consequences.
    private mutating func leaveOut(_ id: MessageID, correction: Fact, _ moment: CareMoment) throws
        -> [Fact]
    {
        wrong.insert(id)
        if correction.owner != identity { journal.append(correction) }
        fold()
        draws += 1
        var context = context(moment)
        return record(
            try core.react(to: correction, in: &context).events, by: nil, upon: correction.id,
            moment)
    }

    mutating func conclude(_ moment: CareMoment) -> [Fact] {
        draws += 1
        var context = context(moment)
        return record(core.conclude(in: &context), by: nil, moment)
    }

    /// In the order of its pages: what a story picks from it follows from the seed alone.
    func view<Question: PagedQuery>(_ query: Question, _ moment: CareMoment) throws
        -> [Question.Item]
    {
        let items = try core.answer(query, in: context(moment)) as? [Question.Item] ?? []
        return items.sorted { $0.place < $1.place }
    }

    func ask<Question: Query>(_ query: Question, _ moment: CareMoment) throws -> Question.View? {
        try core.answer(query, in: context(moment)) as? Question.View
    }

    mutating func fold() {
        core = fresh
        for fact in journal where !wrong.contains(fact.id) { core.apply(fact) }
    }

    private func context(_ moment: CareMoment) -> Context {
        Context(
            now: moment.now, clinic: moment.clinic,
            identifiers: IdentifierSource(
                high: draws, low: UInt64(identity.text.utf8.reduce(7) { $0 &* 31 &+ Int($1) }),
                time: moment.now.utc), clinicDigest: moment.digest,
            isRehearsal: true)
    }

    /// - Parameter input: the fact that the events follow from; a command or a conclusion, unless given.
    private mutating func record(
        _ events: [any Event], by actor: Actor?, upon input: MessageID? = nil, _ moment: CareMoment
    ) -> [Fact] {
        var made: [Fact] = []
        for event in events {
            let fact = Fact(
                id: MessageID("\(identity)-\(journal.count)"), owner: identity, event: event,
                time: moment.now.utc, actor: actor,
                cause: input ?? MessageID("\(identity)-command-\(draws)"))
            journal.append(fact)
            core.apply(fact)
            made.append(fact)
        }
        // What it takes back by itself counts as if a person had retracted it.
        let taken = made.compactMap { ($0.event as? EnteredInError)?.event }
        if actor == nil, !Set(taken).isSubset(of: wrong) {
            wrong.formUnion(taken)
            fold()
        }
        return made
    }
}

/// When and where: what every core is told.
struct CareMoment {
    var now: Moment
    var clinic: Clinic { didSet { digest = clinic.planDigest } }
    /// Made once: each core asks for it in each turn.
    private(set) var digest: String

    init(now: Moment, clinic: Clinic) {
        (self.now, self.clinic) = (now, clinic)
        digest = clinic.planDigest
    }
}

/// One of the cores, whichever it is.
protocol CareSeat {
    var identity: Identity { get }
    var journal: [Fact] { get }
    mutating func decide(_ command: any Command, by actor: Actor, _ moment: CareMoment) throws
        -> [Fact]
    mutating func decide(
        _ command: any TherapyCommand, by actor: Actor, _ moment: CareMoment
    ) throws -> [Fact]
    /// Records what somebody else than its core decided: of a therapy, its program.
    mutating func note(_ events: [any Event], upon cause: MessageID?, _ moment: CareMoment)
        -> [Fact]
    mutating func take(_ fact: Fact, _ moment: CareMoment) throws -> [Fact]
    mutating func retract(_ fact: Fact, _ moment: CareMoment) throws -> [Fact]
    mutating func conclude(_ moment: CareMoment) -> [Fact]
    /// Makes its state anew from its journal, as a process does that starts.
    mutating func fold()
    func view<Question: PagedQuery>(_ query: Question, _ moment: CareMoment) throws
        -> [Question.Item]
    func ask<Question: Query>(_ query: Question, _ moment: CareMoment) throws -> Question.View?
}

extension Fact {
    /// What keeps its place behind others: the same stream, and the same client, session or group.
    fileprivate var order: String {
        "\(owner) \(type(of: event).entity) \(event.subject ?? "")"
    }
}
