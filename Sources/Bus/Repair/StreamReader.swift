internal import HashChain
package import Messages

/// Turns what the bus delivers, which may have holes and repeats, into whole streams in order.
///
/// A value without clock, sockets or files: inputs go in, ``Action``s come out, and the shell
/// performs them. It repairs gaps; when an hour may pass is the decision of its ``ClockGate``.
///
/// Invariants:
/// - Of each stream the next event is delivered, or none: in order, without holes, each once until
///   ``rewind()``, and only if it follows from the one before it by the hash chain
///   (``StreamCursor``).
/// - At most 1,000 events are held for each stream, and one page is outstanding for each owner
///   (``PageTurns``).
/// - A stream that stopped delivers nothing more until it is resumed.
/// - Every input ends in ``settle(_:)``: wholeness is noted, the gate asked, and owners are asked
///   for what is missing.
package struct StreamReader: Sendable {
    /// What the shell does next, in this order.
    package enum Action: Sendable, Equatable {
        /// The next events of one or more streams, each stream in order and without holes.
        case deliver([Delivery])
        case requestReplay(ReplayAsk)
        /// Nothing more comes from this stream until the process is restarted.
        case stopped(StreamStop)
        /// Unsubscribe and subscribe all streams again: the hub may have forgotten us.
        case resubscribe
    }

    /// Whether an hour of the clock waits for the facts of a stream's owner.
    package enum ClockHold: Hashable, Sendable {
        case always
        /// Not before the owner is heard: a former member may never be heard again.
        case onceHeard
        /// The clinic never waits for a plugin: what that tells is taken in when it comes.
        case never
    }

    /// What is read of a page: each event, or what is wrong with it.
    package typealias PageEvents = [Result<Envelope, WireError>]

    /// Where each stream stands.
    private(set) var cursors: [EventStream: StreamCursor] = [:]
    /// The streams that are read, sorted, so that iteration never depends on hashing.
    package private(set) var streams: [EventStream] = []
    /// The pages that it waits for.
    private(set) var pages: PageTurns
    /// Who was heard, and when.
    private var heard: OwnersHeard
    /// What lets an hour through. The reader repairs gaps, and asks it about the clock's stream.
    private(set) var gate = ClockGate()
    private(set) var now: SteadyInstant
    /// Whether it asks for what it missed. Otherwise it goes on behind each hole.
    private let repairs: Bool
    /// What was missed, repaired and dropped so far.
    package private(set) var ledger = RepairLedger()

    /// A reader of no stream yet.
    ///
    /// - Parameters:
    ///   - seed: For delays; different for each process.
    ///   - repairs: Whether it asks for what it missed; `false` only to show what that is worth.
    package init(now: SteadyInstant, seed: UInt64, repairs: Bool = true) {
        self.repairs = repairs
        self.now = now
        heard = OwnersHeard(from: now)
        pages = PageTurns(seed: seed)
    }

    /// Reads one more stream, from the event after the committed one. Reading it already is fine.
    ///
    /// - Parameters:
    ///   - committed: The last sequence in the reader's journal; 0 for none.
    ///   - hash: Chain hash of that event.
    ///   - fromHead: Whether a reader that has committed nothing begins at the newest event. For
    ///     the clock: somebody new to the clinic does not live through its past hours.
    ///   - hold: Whether an hour of the clock waits for its owner's facts.
    package mutating func add(
        _ stream: EventStream, committed: Int64 = 0, hash: String = HashChain.origin,
        fromHead: Bool = false, hold: ClockHold = .always
    ) {
        guard cursors[stream] == nil else { return }
        gate.add(stream, hold: hold)
        cursors[stream] = StreamCursor(
            stream: stream, committed: committed, hash: hash, fromHead: fromHead && committed == 0)
        streams = cursors.keys.sorted()
    }

    // MARK: - What comes

    /// Events of a stream came by themselves, as one frame held them.
    package mutating func events(_ envelopes: [Envelope], of stream: EventStream) -> [Action] {
        guard var cursor = cursors[stream], cursor.stop == nil else {
            ledger.ignored += Int64(envelopes.count)
            return []
        }
        var actions = ReaderActions()
        cursor.take(
            envelopes, through: passage(of: stream), repairs: repairs, into: &actions,
            counting: &ledger)
        cursors[stream] = cursor
        settle(&actions)
        return actions.all
    }

    /// The owner answered an ask with a page and its head.
    package mutating func page(
        of stream: EventStream, _ events: PageEvents, head told: Heartbeat.Head?,
        answering ask: ReplayAsk
    ) -> [Action] {
        pages.end(ask)
        guard var cursor = cursors[ask.stream], cursor.stop == nil else { return [] }
        ledger.pages += 1
        var actions = ReaderActions()
        var outcome = StreamCursor.PageOutcome.nothing
        if stream == ask.stream {
            outcome = cursor.take(
                events, head: told.flatMap { StreamCursor.isSequence($0.sequence) ? $0 : nil },
                answering: ask, through: passage(of: stream), into: &actions, counting: &ledger)
        } else {
            ledger.badPages += 1
        }
        switch outcome {
        case .closed:
            ledger.lastRepair = now
            if cursor.closeRepair() { resubscribe(&actions) }
        case .progress: cursor.goOn()
        case .nothing: cursor.wait(until: now + pages.pause(after: cursor.failures))
        }
        cursors[ask.stream] = cursor
        settle(&actions)
        return actions.all
    }

    /// A peer told its heads, or the hub that it is alive. The sender is the one of the topic.
    package mutating func heartbeat(_ heartbeat: Heartbeat, from sender: Identity) -> [Action] {
        if sender == .hub { heard.hearHub(at: now) }
        // Of strangers nothing is kept, or people who come and go would fill the memory.
        let owned = streams.filter { $0.owner == sender }
        guard !owned.isEmpty else { return [] }
        let isReborn = heard.hear(heartbeat.incarnation, of: sender, at: now)
        if isReborn { pages.drop(sender) }
        if owned.contains(where: { $0 != .clock }) {
            gate.hear(heartbeat, from: sender, judged: clockJudged)
        }
        for stream in owned {
            guard var cursor = cursors[stream] else { continue }
            if isReborn { cursor.askAfresh() }
            let isFirst =
                head(of: stream, in: heartbeat).map {
                    cursor.hear($0, repairs: repairs, counting: &ledger)
                } ?? false
            // Whom the clock waits for no more may have been silent: now it is there.
            if isReborn || isFirst { gate.heed(stream) }
            cursors[stream] = cursor
        }
        if sender == .supervisor { waive(heartbeat.stopped ?? []) }
        var actions = ReaderActions()
        settle(&actions)
        return actions.all
    }

    /// The clock waits for no owner that is stopped and silent: for its word on the hour, and, if
    /// it has not been heard since the start, for its facts.
    private mutating func waive(_ stopped: [Identity]) {
        let silent = stopped.filter { heard.isSilent($0, for: ClockGate.ownerSilence, at: now) }
        let neverHeard = streams.filter { stream in
            silent.contains(stream.owner) && !heard.isKnown(stream.owner)
                && cursors[stream]?.isWhole != true
        }
        gate.waive(neverHeard, stopped: silent)
    }

    /// The head that a heartbeat tells. An owner that is up and leaves a stream out has published
    /// nothing in it; one that is starting may not have read its journal yet.
    private func head(of stream: EventStream, in heartbeat: Heartbeat) -> Heartbeat.Head? {
        if let head = heartbeat.heads[stream] { return head }
        guard heartbeat.state != .starting else { return nil }
        return Heartbeat.Head(sequence: 0, hash: HashChain.origin)
    }

    // MARK: - What the shell says

    /// The shell's transaction holds this event's effects.
    package mutating func committed(_ stream: EventStream, sequence: Int64, hash: String) {
        cursors[stream]?.commit(sequence, hash: hash)
    }

    /// The shell can take no more of this stream.
    package mutating func stop(_ stop: StreamStop) { cursors[stop.stream]?.stop(for: stop) }

    /// The shell can take more of a stream again that it stopped; ``rewind(_:)`` has it delivered.
    package mutating func resume(_ stream: EventStream) { cursors[stream]?.resume() }

    /// A commit failed: all that is not committed is delivered again.
    package mutating func rewind() -> [Action] { rewind(streams) }

    /// What was delivered of some streams and not committed was let go: it is delivered again.
    package mutating func rewind(_ streams: [EventStream]) -> [Action] {
        for stream in streams {
            cursors[stream]?.rewind()
            pages.drop(stream.owner)
        }
        var actions = ReaderActions()
        for stream in streams { release(stream, &actions) }
        settle(&actions)
        return actions.all
    }

    /// Advances the clock without acting on it.
    package mutating func pass(to time: SteadyInstant) { now = max(now, time) }

    /// Time goes on.
    package mutating func tick(now time: SteadyInstant) -> [Action] {
        pass(to: time)
        for ask in pages.expire(at: now) {
            ledger.failedAsks += 1
            guard let failures = cursors[ask.stream]?.failures else { continue }
            cursors[ask.stream]?.wait(until: now + pages.pause(after: failures))
        }
        var actions = ReaderActions()
        if heard.missesHub(at: now) { resubscribe(&actions) }
        settle(&actions)
        return actions.all
    }

    // MARK: - What every input ends with

    /// Wholeness is noted, the clock let through, owners asked.
    private mutating func settle(_ actions: inout ReaderActions) {
        for stream in streams where cursors[stream]?.settle() == true { gate.heed(stream) }
        openClock(&actions)
        gate.settle(streams)
        if repairs { askOwners(&actions) }
    }

    /// How far the events of a stream may be delivered.
    private func passage(of stream: EventStream) -> Passage {
        stream == .clock ? .gated(gate, lagging: laggingBesideClock) : .open
    }

    /// Delivers the events of a stream that are here and may pass.
    private mutating func release(_ stream: EventStream, _ actions: inout ReaderActions) {
        let passage = passage(of: stream)
        cursors[stream]?.release(through: passage, into: &actions)
    }

    /// Delivers the hours that are here and may pass.
    private mutating func openClock(_ actions: inout ReaderActions) {
        guard let cursor = cursors[.clock], cursor.isNextHeld else {
            return gate.passed(isHeld: false, at: now)
        }
        guard
            gate.admits(
                cursor.next, lagging: laggingBesideClock, at: now, isKnown: heard.isKnown)
        else { return }
        release(.clock, &actions)
        gate.passed(isHeld: isClockHeld, at: now)
    }

    /// Asks each owner for one page of the stream that waits longest, unless one is outstanding.
    private mutating func askOwners(_ actions: inout ReaderActions) {
        var due: [Identity: StreamCursor] = [:]
        for stream in streams where !pages.isBusy(stream.owner) {
            guard let cursor = cursors[stream], cursor.isDue(at: now) else { continue }
            if cursor.lastAsked < due[stream.owner]?.lastAsked ?? .max {
                due[stream.owner] = cursor
            }
        }
        for owner in due.keys.sorted() {
            guard let cursor = due[owner] else { continue }
            let ask = pages.ask(for: cursor, at: now)
            cursors[cursor.stream]?.ask(number: ask.number)
            actions.others.append(.requestReplay(ask))
        }
    }

    private mutating func resubscribe(_ actions: inout ReaderActions) {
        ledger.resubscriptions += 1
        actions.others.append(.resubscribe)
    }
}
