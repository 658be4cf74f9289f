internal import HashChain
package import Messages

/// Turns what the bus delivers, which may have holes and repeats, into whole streams in order.
///
/// A value without clock, sockets or files: inputs go in, ``Action``s come out, and the shell
/// performs them. It repairs gaps; when an hour may pass is the decision of its ``ClockGate``.
///
/// Invariants:
/// - Of each stream the next event is delivered, or none: in order, without holes, each once until
///   ``rewind()``, and only if it follows from the one before it by the hash chain.
/// - At most 1,000 events are held for each stream, and one page is outstanding for each owner.
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

    static let hubSilence: Duration = .seconds(3)

    /// Where each stream stands.
    var cursors: [EventStream: StreamCursor] = [:]
    /// The streams, sorted, so that iteration never depends on hashing.
    private(set) var order: [EventStream] = []
    var outstanding: [Identity: Outstanding] = [:]
    var incarnations: [Identity: String] = [:]
    var now: SteadyInstant
    let began: SteadyInstant
    var hubHeardAt: SteadyInstant
    /// When each owner was last heard.
    var heardAt: [Identity: SteadyInstant] = [:]
    /// What lets an hour through. The reader repairs gaps, and asks it about the clock's stream.
    var gate = ClockGate()
    /// The last place in the clock's stream that came here, delivered or not; `nil` if it is not read.
    package internal(set) var clockReceived: Int64?
    var asks = 0
    var jitter: Jitter
    /// Whether it asks for what it missed. Otherwise it goes on behind each hole.
    let repairs: Bool
    /// What was missed, repaired and dropped so far.
    package var ledger = RepairLedger()

    /// What follows from one input, as it is gathered.
    struct ActionList {
        var delivered: [Delivery] = []
        var others: [Action] = []

        var all: [Action] { delivered.isEmpty ? others : [.deliver(delivered)] + others }
    }

    /// Whether an hour of the clock waits for the facts of a stream's owner.
    package enum ClockHold: Hashable, Sendable {
        case always
        /// Not before the owner is heard: a former member may never be heard again.
        case onceHeard
        /// The clinic never waits for a plugin: what that tells is taken in when it comes.
        case never
    }

    /// How an event came.
    enum Arrival {
        /// Its owner published it, just now or a while ago.
        case itself
        /// It was asked for, and stands in a page.
        case page
    }

    struct Outstanding: Sendable {
        var ask: ReplayAsk
        var deadline: SteadyInstant
    }

    /// A reader of no stream yet.
    ///
    /// - Parameters:
    ///   - seed: For delays; different for each process.
    ///   - repairs: Whether it asks for what it missed; `false` only to show what that is worth.
    package init(now: SteadyInstant, seed: UInt64, repairs: Bool = true) {
        self.repairs = repairs
        self.now = now
        began = now
        hubHeardAt = now
        jitter = Jitter(seed: seed)
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
        if stream == .clock { clockReceived = max(committed, clockReceived ?? 0) }
        order = cursors.keys.sorted()
    }

    /// The place of the last clock event that was delivered; 0 for none.
    package var clockJudged: Int64 { cursors[.clock].map { $0.next - 1 } ?? 0 }

    /// Reads a stream no longer.
    package mutating func remove(_ stream: EventStream) {
        cursors[stream] = nil
        order.removeAll { $0 == stream }
        if stream == .clock { clockReceived = nil }
        gate.remove(stream, isLast: !order.contains { $0.owner == stream.owner })
        if outstanding[stream.owner]?.ask.stream == stream { outstanding[stream.owner] = nil }
    }

    /// Events of a stream came by themselves, as one frame held them.
    package mutating func events(_ envelopes: [Envelope], of stream: EventStream) -> [Action] {
        guard var cursor = cursors[stream], cursor.stop == nil else {
            ledger.ignored += Int64(envelopes.count)
            return []
        }
        cursor.repairsSinceLive = 0
        var actions = ActionList()
        for envelope in envelopes {
            if cursor.stop == nil, envelope.address == .event(stream),
                let sequence = envelope.sequence,
                sequence < StreamCursor.sequenceLimit
            {
                if cursor.awaitsHead { cursor.begin(at: sequence) }
                if !repairs, sequence > cursor.next { cursor.skip(to: sequence) }
                admit(envelope, at: sequence, by: .itself, in: &cursor, &actions)
            } else {
                ledger.ignored += 1
            }
        }
        cursors[stream] = cursor
        settle(&actions)
        return actions.all
    }

    /// A peer told its heads, or the hub that it is alive. The sender is the one of the topic.
    package mutating func heartbeat(_ heartbeat: Heartbeat, from sender: Identity) -> [Action] {
        if sender == .hub { hubHeardAt = now }
        // Of strangers nothing is kept, or people who come and go would fill the memory.
        guard order.contains(where: { $0.owner == sender }) else { return [] }
        let isNew = incarnations.updateValue(heartbeat.incarnation, forKey: sender).map {
            $0 != heartbeat.incarnation
        }
        if isNew == true { outstanding[sender] = nil }
        heardAt[sender] = now
        if order.contains(where: { $0.owner == sender && $0 != .clock }) {
            gate.hear(heartbeat, from: sender, judged: clockJudged)
        }
        for stream in order where stream.owner == sender {
            guard var cursor = cursors[stream] else { continue }
            if isNew == true {
                // Whoever failed to answer is gone; its successor is asked afresh.
                cursor.attempts = 0
                cursor.retryAt = now
                gate.heed(stream)
            }
            if let head = head(of: stream, in: heartbeat) { note(head, in: &cursor) }
            cursors[stream] = cursor
        }
        if sender == .supervisor { waive(heartbeat.stopped ?? []) }
        var actions = ActionList()
        settle(&actions)
        return actions.all
    }

    /// The clock waits for no owner that is stopped and silent: for its word on the hour, and, if
    /// it has not been heard since the start, for its facts.
    private mutating func waive(_ stopped: [Identity]) {
        let silent = stopped.filter { now - (heardAt[$0] ?? began) >= ClockGate.ownerSilence }
        let neverHeard = order.filter { stream in
            now - began >= ClockGate.ownerSilence && stopped.contains(stream.owner)
                && incarnations[stream.owner] == nil && cursors[stream]?.isWhole != true
        }
        gate.waive(neverHeard, stopped: silent)
    }

    /// The shell's transaction holds this event's effects.
    package mutating func committed(_ stream: EventStream, sequence: Int64, hash: String) {
        guard let cursor = cursors[stream], sequence > cursor.committed else { return }
        cursors[stream]?.committed = sequence
        cursors[stream]?.committedHash = hash
    }

    /// The shell can take no more of this stream.
    package mutating func stop(_ stop: StreamStop) {
        cursors[stop.stream]?.stop = stop
        cursors[stop.stream]?.held = [:]
    }

    /// The shell can take more of a stream again that it stopped; ``rewind(_:)`` has it delivered.
    package mutating func resume(_ stream: EventStream) { cursors[stream]?.stop = nil }

    /// Whether nothing more comes from this stream.
    package func isStopped(_ stream: EventStream) -> Bool { cursors[stream]?.stop != nil }

    /// A commit failed: all that is not committed is delivered again.
    package mutating func rewind() -> [Action] { rewind(order) }

    /// What was delivered of some streams and not committed was let go: it is delivered again.
    package mutating func rewind(_ streams: [EventStream]) -> [Action] {
        for stream in streams {
            cursors[stream]?.rewind()
            outstanding[stream.owner] = nil
        }
        var actions = ActionList()
        for stream in streams {
            guard var cursor = cursors[stream] else { continue }
            release(&cursor, &actions)
            cursors[stream] = cursor
        }
        settle(&actions)
        return actions.all
    }

    /// Advances the clock without acting on it.
    package mutating func pass(to time: SteadyInstant) { now = max(now, time) }

    /// Time goes on.
    package mutating func tick(now time: SteadyInstant) -> [Action] {
        pass(to: time)
        for (owner, outstanding) in outstanding.sorted(by: { $0.key < $1.key })
        where outstanding.deadline <= now {
            self.outstanding[owner] = nil
            fail(outstanding.ask)
        }
        var actions = ActionList()
        if now - hubHeardAt >= Self.hubSilence {
            hubHeardAt = now
            resubscribe(&actions)
        }
        settle(&actions)
        return actions.all
    }

    /// The head that a heartbeat tells. An owner that is up and leaves a stream out has published
    /// nothing in it; one that is starting may not have read its journal yet.
    private func head(of stream: EventStream, in heartbeat: Heartbeat) -> Heartbeat.Head? {
        if let head = heartbeat.heads[stream] { return head }
        guard heartbeat.state != .starting else { return nil }
        return Heartbeat.Head(sequence: 0, hash: HashChain.origin)
    }
}
