internal import Journal
internal import Messages

/// Some inputs of a turn that are decided together, on a copy of the state.
///
/// Invariants:
/// - ``engine`` is the peer's state with all of ``effects`` in it, in their order.
/// - All of it goes into one transaction. Until that is there, nobody is told anything of it.
/// - Once it has a fault, awaits a fold or owes one, it takes no further input (``isOpen``).
struct Slice<Service: Core> {
    /// What its decisions are dated by.
    let now: DecisionTime
    /// The state, with what was decided so far.
    private(set) var engine: Engine<Service>
    /// What was decided so far.
    private(set) var effects: [Effects] = []
    /// What askers are told once it is committed.
    private(set) var replies: [Frame] = []
    /// The fold that its next input waits for; that one and what follows is not in it.
    private(set) var awaited: AwaitedFold?
    /// Whether its state holds what the core took back, and is to be folded beside the loop.
    private(set) var owesFold = false
    /// Why nothing of it can be committed: the journal could not be read.
    private(set) var fault: (any JournalError)?
    /// Why some of what the shell saw can be no event, whatever the journal takes.
    private(set) var unrecordable: [Advice] = []
    private var answers: [Asked: [UInt8]] = [:]
    private var settledRequests: Set<MessageID> = []

    init(engine: Engine<Service>, now: DecisionTime) { (self.engine, self.now) = (engine, now) }

    /// Whether it can take one more input.
    var isOpen: Bool { fault == nil && awaited == nil && !owesFold }

    /// Whether there is nothing to commit and nobody to tell.
    var isEmpty: Bool { effects.isEmpty && replies.isEmpty }

    /// A copy to decide the next input on.
    var candidate: Candidate<Service> { Candidate(engine: engine, earlier: effects, now: now) }

    /// How far it has come in each stream that moved.
    var cursors: [EventStream: Cursor] {
        effects.reduce(into: [:]) { $0.merge($1.cursors) { _, new in new } }
    }

    /// Keeps what was decided on a candidate, which ends here.
    ///
    /// The candidate is given up first: it holds ``effects`` too, and adding to what two hold copies all.
    mutating func keep(_ more: [Effects], of candidate: consuming Candidate<Service>) {
        engine = candidate.engine
        _ = consume candidate
        for effects in more { add(effects) }
    }

    /// Keeps what an event of another brought about, with the place in its stream.
    mutating func keep(
        _ effects: consuming Effects, of candidate: consuming Candidate<Service>,
        upon event: StreamEvent
    ) {
        effects.cursors[event.stream] = event.cursor
        keep([effects], of: consume candidate)
    }

    /// Sets an event aside.
    mutating func park(_ parked: Parked, as event: StreamEvent) {
        engine.parked.insert(stream: parked.stream, subject: parked.subject)
        add(Effects(cursors: [event.stream: event.cursor], parked: [parked]))
    }

    /// Takes note of what became of a command of its own, where the core failed on the answer.
    mutating func settle(_ request: MessageID) { add(Effects(settled: [request])) }

    /// Keeps an answer for whoever asks again.
    mutating func keep(_ receipt: Receipt) {
        answers[Asked(asker: receipt.asker, id: receipt.message)] = receipt.answer
        add(Effects(receipt: receipt))
    }

    /// The answer that this slice gave a command.
    func answer(to asked: Asked) -> [UInt8]? { answers[asked] }

    /// Whether it knows what became of a command of its own.
    func hasSettled(_ request: MessageID) -> Bool { settledRequests.contains(request) }

    /// Records what the shell saw.
    mutating func observe(_ events: [any Event], id: MessageID) {
        let seen = engine.observe(events, id: id, now: now)
        add(seen.effects)
        unrecordable += seen.unrecordable
    }

    /// Records what was decided beside the loop, or says why it can be no event.
    mutating func record(_ events: [any Event], id: MessageID, upon cause: Envelope?) {
        var candidate = candidate
        do {
            let effects = try candidate.engine.record(events, id: id, upon: cause, now: now)
            keep([effects], of: consume candidate)
        } catch {
            let advice = (error as? any Remediable)?.advice
            unrecordable.append(
                advice ?? Advice("It cannot be encoded.", remedy: "Report this fault."))
        }
    }

    /// Tells an asker something once it is committed.
    mutating func reply(_ frame: Frame?) {
        if let frame { replies.append(frame) }
    }

    /// Ends before an input that waits for a fold.
    mutating func wait(for fold: AwaitedFold) { awaited = fold }

    /// Ends behind an input whose state has to be folded beside the loop.
    mutating func oweFold() { owesFold = true }

    /// Ends because the journal could not be read: nothing of it is committed.
    mutating func fail(_ error: any Error) {
        fault = error as? any JournalError ?? JournalRefusal.closed
    }

    private mutating func add(_ more: Effects) {
        effects.append(more)
        settledRequests.formUnion(more.settled)
    }
}

extension Slice {
    /// The last event that was taken in or decided.
    var lastEvent: Envelope? {
        for effects in effects.reversed() {
            if let event = effects.events.last { return event }
            if let noted = effects.noted { return noted }
        }
        return nil
    }
}
