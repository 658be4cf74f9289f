internal import Bus
internal import Journal
package import Messages

/// What an operator does about parked events: the protocol's own commands, whatever the core.
extension Peer {
    /// The protocol's own command of a verb; `nil` for one that the core decides.
    static func peerCommand(_ envelope: Envelope, verb: String, to identity: Identity)
        -> (any PeerCommand.Type)?
    {
        MessageCatalog.peerCommands.first {
            $0.verb == verb && $0.type(for: identity) == envelope.attributes.type
        }
    }

    /// Carries out one of them on a candidate; all its effects are committed together.
    ///
    /// - Throws: ``Refusal`` when it changes nothing; ``NotYetKnown`` when a retry came too early.
    func settleParked(
        _ type: any PeerCommand.Type, command envelope: Envelope,
        in candidate: inout Candidate<Service>
    ) throws -> (effects: [Effects], answer: Answer) {
        let actor = try CommandGate.person(
            of: envelope, roles: type.roles, clinic: candidate.engine.clinic,
            isRehearsal: candidate.engine.mode.isRehearsal)
        let wish: any PeerCommand = try CommandGate.body(
            type, named: type.type(for: identity),
            file: "command.any.\(type.verb).v\(type.version)", of: envelope)
        switch wish {
        case let wish as RetryParked:
            return try retry(wish.event, in: &candidate)
        case let wish as DiscardParked:
            return try discard(wish, command: envelope, actor: actor, in: &candidate)
        default:
            throw Refusal(
                "\(identity) does not know this command.", remedy: "See `cairn send --list`.")
        }
    }

    /// Handles an event and those that wait for it as if they came now; all of them or none.
    private func retry(
        _ place: EventPlace, in candidate: inout Candidate<Service>
    ) throws -> (effects: [Effects], answer: Answer) {
        let queue = try parkedQueue(after: candidate.earlier)
        let first = try index(of: place, in: queue)
        if let holder = queue.holders[first] {
            throw Refusal(
                "\(place) waits for \(queue.events[holder].place).",
                remedy: "Retry that one: what waits for it follows in order.")
        }
        let released = queue.released(with: first)
        let all = try effects(of: released.map { queue.events[$0] }, in: &candidate)
        candidate.engine.parked = queue.places(without: released)
        let caused = all.flatMap(\.events).map(\.id)
        return (all, Answer(outcome: .accepted, events: caused))
    }

    /// Handles events in the order of their streams; one that lacks a reference lets those of other
    /// streams go first, as it would if they came now: what it lacks may wait behind it.
    private func effects(
        of events: [Parked], in candidate: inout Candidate<Service>
    ) throws -> [Effects] {
        var all: [Effects] = []
        var pending = events
        // One fold leaves out all that they name.
        candidate.engine.retracted.formUnion(
            events.compactMap { event in
                (try? Envelope(event.raw)).flatMap(Correction.init(anyOf:))?.wrong
            })
        while !pending.isEmpty {
            var waiting: [Parked] = []
            var lack: NotYetKnown?
            for event in pending {
                guard !waiting.contains(where: { $0.stream == event.stream }) else {
                    waiting.append(event)
                    continue
                }
                do {
                    all.append(try released(event, in: &candidate))
                } catch let missing as NotYetKnown {
                    lack = lack ?? missing
                    waiting.append(event)
                }
            }
            if let lack, waiting.count == pending.count { throw lack }
            pending = waiting
        }
        return all
    }

    /// Handles one event as if it came now; the candidate stays as it is where that fails.
    private func released(_ event: Parked, in candidate: inout Candidate<Service>) throws -> Effects
    {
        var attempt = candidate
        do {
            var effects = try handled(
                Envelope(event.raw), stream: event.stream, in: &attempt)
            effects.unparked = [event.place]
            attempt.goOn(behind: effects)
            candidate = attempt
            return effects
        } catch let error
            where error is any JournalError || error is LongFold || error is NotYetKnown
        {
            throw error
        } catch {
            throw Refusal(
                "\(event.place) cannot be handled yet: \(Self.reason(for: error))",
                remedy: "Nothing changed. Mend the cause and retry, or discard that event"
                    + " with `cairn parked discard`.")
        }
    }

    private func discard(
        _ wish: DiscardParked, command: Envelope, actor: Actor,
        in candidate: inout Candidate<Service>
    ) throws -> (effects: [Effects], answer: Answer) {
        guard !wish.reason.isBlank else {
            throw Refusal("The reason is empty.", remedy: "Say why the event is let go.")
        }
        let queue = try parkedQueue(after: candidate.earlier)
        let first = try index(of: wish.event, in: queue)
        var indices = [first]
        if wish.all == true {
            let stream = wish.event.stream
            guard isPlugin(stream.owner) else {
                throw Refusal(
                    "\(stream) is no plugin's: what a service recorded is let go one by one.",
                    remedy: "Retry the first event, or discard it without `--all`.")
            }
            indices = queue.events.indices.filter { queue.events[$0].stream == stream }
        }
        let parked = indices.map { queue.events[$0] }
        var effects = try candidate.engine.discard(
            parked, reason: wish.reason, command: command, actor: actor, now: candidate.now)
        effects.unparked = parked.map(\.place)
        candidate.engine.parked = queue.places(without: indices)
        return ([effects], Answer(outcome: .accepted, events: effects.events.map(\.id)))
    }

    private func index(of place: EventPlace, in queue: ParkedQueue) throws -> Int {
        guard let index = queue.index(of: place) else {
            throw Refusal(
                "\(place) is not parked at \(identity).", remedy: "See `cairn parked list`.")
        }
        return index
    }

    /// What is parked once the effects of this batch are written.
    private func parkedQueue(after effects: [Effects] = []) throws -> ParkedQueue {
        let gone = Set(effects.flatMap(\.unparked))
        let all = try journal.parked() + effects.flatMap(\.parked)
        return ParkedQueue(all.filter { !gone.contains($0.place) })
    }

    /// What the journal says of an event that cannot be handled.
    static func reason(for error: any Error) -> String {
        (error as? any Remediable)?.advice.problem ?? "It could not be handled."
    }

    /// The answer to who asks what is parked.
    func parkedView(for envelope: Envelope) throws -> ParkedList {
        _ = try CommandGate.person(
            of: envelope, roles: ParkedEvents.roles, clinic: engine.clinic,
            isRehearsal: engine.mode.isRehearsal)
        let query = try CommandGate.body(
            ParkedEvents.self, named: ParkedEvents.type(for: identity),
            file: "query.any.parked.v1", of: envelope)
        let queue = try parkedQueue()
        var behind: [Int: Int] = [:]
        for holder in queue.holders.compactMap(\.self) { behind[holder, default: 0] += 1 }
        func shown(_ index: Int, whole: Bool) -> ParkedEvent {
            let event = queue.events[index]
            let holder = queue.holders[index].map { queue.events[$0].place }
            let isFree = holder == nil && event.reason == ParkedBehind().advice.problem
            return ParkedEvent(
                place: event.place,
                type: (try? Envelope(event.raw).attributes.type) ?? "",
                subject: event.subject,
                reason: isFree ? "What it waited for is gone: it can be retried." : event.reason,
                since: event.since, behind: behind[index] ?? 0, waitsFor: holder,
                message: whole ? PublishedEvent(event.raw) : nil)
        }
        if let place = query.event {
            let index = try index(of: place, in: queue)
            return ParkedList(count: queue.events.count, events: [shown(index, whole: true)])
        }
        let page = queue.events.indices.dropFirst(max(0, query.after)).prefix(Self.parkedPageLimit)
        return ParkedList(
            count: queue.events.count, events: page.map { shown($0, whole: false) })
    }

    /// Parked events that one reply tells of.
    private static var parkedPageLimit: Int { 200 }

    /// Reads the streams again that stopped because too much was parked, now that there is room.
    mutating func resumeStopped() {
        let due = health.stops.filter {
            $0.reason == .parkedFull && !isParkingFull(for: $0.stream, in: engine)
        }
        guard !due.isEmpty else { return }
        health.resume(due)
        for stop in due { reader.resume(stop.stream) }
        // What was not taken in then is delivered again with the next turn.
        waitingEvents.lack(due.map(\.stream))
    }
}

/// An event whose subject has a parked event before it.
package struct ParkedBehind: Remediable {
    package init() {}

    package var advice: Advice {
        Advice(
            "An earlier event of its subject is parked.",
            remedy: "See `cairn parked list`; mend the cause of the first parked event.")
    }
}
