internal import HashChain
package import Journal
package import Messages

/// A core with its place in the history: what it decides becomes events with sequence and chain.
///
/// A value without I/O: the shell works on a copy and keeps it after the commit. One type serves
/// every service, in a process and in the single-threaded rehearsal.
///
/// Invariants:
/// - ``core`` is the fold of all that the journal holds and of what this copy decided since, in
///   order, without what stands in ``retracted``. Only between a decision that takes something back
///   by itself and the fold that follows it does ``unfolded`` say what is in it all the same.
/// - Each own stream goes on from its head without a hole, and each event carries the hash of the
///   one before it.
/// - What throws may have changed the copy: the copy is dropped, and nothing of it is recorded.
/// - In a rehearsal the same inputs make the same events, identifiers and moments included.
package struct Engine<Service: Core>: Sendable {
    /// Who publishes what the core decides.
    package let identity: Identity
    /// The events of others that it takes in: those of its core's contract, unless a process that
    /// runs a therapy was told them by the therapy's own.
    package let reads: [any Event.Type]
    /// What the core is told of its clinic.
    package internal(set) var clinic: Clinic { didSet { clinicDigest = clinic.planDigest } }
    /// What the core is told of ``clinic`` in short: made once, for it is asked for in each turn.
    package private(set) var clinicDigest: String
    /// Whether time and identifiers are a rehearsal's.
    package let mode: ClinicMode
    /// The state, with all that was taken in and decided.
    package var core: Service
    /// The last event of each own stream.
    package var heads: [EventStream: Cursor] = [:]
    /// The last hour that was taken in.
    package var clock: Moment
    /// The hour that it went on from without those before it, having come late.
    private var begun: Timestamp?
    /// Events that were entered in error: folded over as if they had not been.
    package var retracted: Set<MessageID> = []
    /// Events that the core took back by itself, and that are still folded into the state.
    var unfolded: Set<MessageID> = []
    /// Where events are parked: later ones follow them, so that order holds.
    package var parked = ParkedPlaces()
    /// Sets apart the identifiers of a command that is decided twice: empty, unless a test does
    /// without ``Weakness/dedupe``.
    package var salt = ""

    /// What the ids of its commands are made of; its peer sets it.
    var digest: OutgoingIDs.Digest = { HashChain.digest(of: Array($0.utf8)) }

    package init(
        core: Service, identity: Identity, clinic: Clinic, mode: ClinicMode,
        reads: [any Event.Type] = Service.reads
    ) {
        self.core = core
        self.reads = reads
        self.identity = identity
        self.clinic = clinic
        clinicDigest = clinic.planDigest
        self.mode = mode
        clock = mode.startsAt
    }

    /// Goes by a later hour at once: those before it are the past, for one that comes late.
    mutating func goOn(from hour: Timestamp) {
        guard hour > clock.utc, let moment = Moment(hour, timeZone: clinic.timeZone) else { return }
        (clock, begun) = (moment, hour)
    }

    /// Whether the core takes in events of this kind.
    package func listens(to type: any Event.Type) -> Bool {
        reads.contains { $0 == type }
    }

    /// Takes in one event of another service.
    ///
    /// - Throws: ``NotYetKnown`` to wait; anything else parks the event. The copy is then dropped.
    package mutating func take(_ envelope: Envelope, stream: EventStream, now: DecisionTime) throws
        -> Effects
    {
        var effects = Effects()
        guard let type = Engine.declared(envelope, in: stream) else { return effects }
        let isCorrection = type == EnteredInError.self
        guard isCorrection || listens(to: type), !retracted.contains(envelope.id) else {
            return effects
        }
        let flaws = BodyFlaws(of: envelope.raw.data)
        guard flaws.repeatedKey == nil, !flaws.isForeign else {
            throw WireError.badData(type: envelope.type)
        }
        let fact = try Engine.fact(of: envelope, owner: stream.owner, type: type)
        effects.noted = envelope
        if let hour = fact.event as? HourBegan, hour.moment.utc >= (begun ?? hour.moment.utc) {
            clock = hour.moment
        }
        if !Engine.isClock(type) { core.apply(fact) }
        var context = context(for: envelope.id, now: now, notBefore: fact.time)
        let decision = try core.react(to: fact, in: &context)
        try record(
            decision, upon: .event(owner: stream.owner, id: envelope.id), cause: envelope,
            actor: nil, context: &context, into: &effects)
        return effects
    }

    /// Decides a command.
    ///
    /// - Throws: ``Refusal`` where the core refuses it; ``NotYetKnown`` where it may succeed later.
    ///   The copy is then dropped.
    package mutating func decide(
        _ command: any Command, envelope: Envelope, actor: Actor, now: DecisionTime
    ) throws -> (effects: Effects, answer: Answer) {
        try decide(upon: envelope, actor: actor, now: now) { core, context in
            try core.decide(command, by: actor, in: &context)
        }
    }

    /// Takes in what became of a command that the core sent.
    package mutating func take(answer: Answer, to command: Outgoing, now: DecisionTime) throws
        -> Effects
    {
        var effects = Effects(settled: [command.id])
        var context = context(for: command.id, now: now)
        let decision = try core.receive(answer, to: command.id, in: &context)
        guard let envelope = try? Envelope(command.raw) else { return effects }
        try record(
            decision, upon: .answer(to: command.id), cause: envelope, actor: nil,
            context: &context, into: &effects)
        return effects
    }

    /// Records what was decided beside the loop upon an event that it has, all of it or nothing.
    ///
    /// Throws what keeps one of the events from being one; the copy is then dropped.
    package mutating func record(
        _ events: [any Event], id: MessageID, upon cause: Envelope?, now: DecisionTime
    ) throws -> Effects {
        var effects = Effects()
        var context = context(for: id, now: now, notBefore: cause?.time)
        try record(
            Decision(events), upon: .event(owner: identity, id: id), cause: cause, actor: nil,
            context: &context, into: &effects)
        return effects
    }

    /// Decides a command that every therapy takes.
    ///
    /// - Throws: ``Refusal`` where the core refuses it. The copy is then dropped.
    package mutating func decide(
        _ command: any TherapyCommand, envelope: Envelope, actor: Actor, now: DecisionTime
    ) throws -> (effects: Effects, answer: Answer) {
        try decide(upon: envelope, actor: actor, now: now) { core, context in
            try core.decide(command, by: actor, in: &context)
        }
    }

    /// Records what a command came to, and answers it.
    private mutating func decide(
        upon envelope: Envelope, actor: Actor, now: DecisionTime,
        by decision: (Service, inout Context) throws -> Decision
    ) throws -> (effects: Effects, answer: Answer) {
        var effects = Effects()
        var context = context(for: cause(of: envelope), now: now)
        let decision = try decision(core, &context)
        try record(
            decision,
            upon: .command(
                asker: envelope.address.sender, id: MessageID("\(envelope.id)\(salt)")),
            cause: envelope, actor: actor, context: &context, into: &effects)
        let answer = Answer(
            outcome: .accepted, events: effects.events.map(\.id), guidance: decision.guidance)
        return (effects, answer)
    }

    /// Records what the shell itself saw, such as a process that ended.
    ///
    /// - Returns: what is recorded, and why what is not can be no event: an hour must not be lost
    ///   because a plugin's version beside it is longer than a message may be.
    package mutating func observe(_ events: [any Event], id: MessageID, now: DecisionTime)
        -> (effects: Effects, unrecordable: [Advice])
    {
        var effects = Effects()
        var unrecordable: [Advice] = []
        var context = context(for: id, now: now)
        for event in events {
            do {
                try record(
                    Decision([event]), upon: .event(owner: identity, id: id), cause: nil,
                    actor: nil, context: &context, into: &effects)
            } catch {
                let reason = (error as? any Remediable)?.advice
                unrecordable.append(
                    Advice(
                        "\(type(of: event).localType) cannot be recorded: "
                            + (reason?.problem ?? "it cannot be encoded."),
                        remedy: reason?.remedy ?? "Report this fault."))
            }
        }
        return (effects, unrecordable)
    }

    /// Marks an own event as entered in error. The shell then folds the history again.
    ///
    /// - Parameter entry: the event as the journal has it; `nil` where it has it not.
    /// - Throws: ``Refusal`` where it cannot be taken back.
    package mutating func retract(
        _ retraction: Retraction, entry: Envelope?, command: Envelope, actor: Actor,
        now: DecisionTime
    ) throws -> (correction: Envelope, answer: Answer) {
        guard let entry, case .event(let stream) = entry.address, stream.owner == identity,
            let type = MessageCatalog.event(type: entry.type)
        else {
            throw Refusal(
                "No event of this service has that id.",
                remedy: "Take the id from `cairn client timeline`, of an event of \(identity).")
        }
        guard !retracted.contains(entry.id), type != EnteredInError.self,
            type != EventDiscarded.self
        else {
            throw Refusal(
                "The event is a correction, or was entered in error before.",
                remedy: "Record the right fact instead.")
        }
        guard !MessageCatalog.dutyEvents.contains(where: { $0 == type }) else {
            throw Refusal(
                "A duty follows from what is recorded.",
                remedy: "Retract what it follows from; the duty is then closed.")
        }
        guard !retraction.reason.isBlank else {
            throw Refusal("The reason is empty.", remedy: "Say what is wrong with the event.")
        }
        try core.permitRetraction(of: try Engine.fact(of: entry, owner: identity, type: type))
        var context = context(for: cause(of: command), now: now)
        let correction = EnteredInError(
            event: entry.id, type: entry.type,
            client: entry.subject.map { ClientID($0) }, reason: retraction.reason)
        let made = try append(correction, cause: command, actor: actor, context: &context)
        retracted.insert(entry.id)
        return (made, Answer(outcome: .accepted, events: [made.id]))
    }

    /// Records that parked events are let go, by whom and why.
    package mutating func discard(
        _ parked: [Parked], reason: String, command: Envelope, actor: Actor, now: DecisionTime
    ) throws -> Effects {
        var context = context(for: cause(of: command), now: now)
        return Effects(
            events: try parked.map { event in
                let attributes = try Envelope(event.raw).attributes
                return try append(
                    EventDiscarded(
                        place: event.place, event: attributes.id, type: attributes.type,
                        subject: event.subject, reason: reason),
                    cause: command, actor: actor, context: &context)
            })
    }

    /// What follows from a correction, once the state was derived again.
    mutating func consequences(of correction: Correction, now: DecisionTime) throws -> Effects {
        let envelope = correction.envelope
        var effects = Effects()
        var context = context(for: envelope.id, now: now)
        let fact = Engine.fact(correction.event, in: envelope, owner: correction.owner)
        let decision = try core.react(to: fact, in: &context)
        try record(
            decision, upon: .event(owner: correction.owner, id: envelope.id), cause: envelope,
            actor: nil, context: &context, into: &effects)
        return effects
    }

    /// Draws the conclusion of all that was taken in; empty where nothing follows.
    ///
    /// - Parameter cause: the last event that was taken in or decided; `nil` where there is none, as
    ///   when the service starts. An input's own effects keep their cause to themselves, so that an
    ///   answer names all that its command caused.
    package mutating func conclude(upon cause: Envelope?, now: DecisionTime) throws -> Effects {
        var effects = Effects()
        let id = conclusionID
        var context = context(for: id, now: now)
        try record(
            Decision(core.conclude(in: &context)), upon: .event(owner: identity, id: id),
            cause: cause, actor: nil, context: &context, into: &effects)
        return effects
    }

    /// Names the next conclusion: each that brings something about makes the streams longer.
    package var conclusionID: MessageID {
        MessageID("\(identity)/conclusion/\(heads.values.reduce(0) { $0 + $1.sequence })")
    }
}
