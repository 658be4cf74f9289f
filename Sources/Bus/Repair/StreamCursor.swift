internal import HashChain
internal import Messages

/// Where a reader stands in one stream: what was delivered of it, what is held, what is missing.
///
/// Invariants:
/// - What is delivered follows from what is committed, in order and by the hash chain, and reaches
///   no further than what is known to exist.
/// - What is held lies beyond what is delivered: ``heldLimit`` events at most.
/// - A stream that waits for its owner's head, or that stopped, holds nothing and is asked for
///   nothing.
struct StreamCursor: Sendable {
    static let heldLimit = 1_000
    /// Beyond it a sequence is an absurdity, and arithmetic would overflow.
    static let sequenceLimit: Int64 = 1 << 53

    /// Whether a stream can end there; 0 where it has not begun. A peer may say anything.
    static func isSequence(_ number: Int64) -> Bool { (0..<sequenceLimit).contains(number) }

    /// An event of the stream.
    private struct Place {
        var sequence: Int64
        /// Its chain hash; unknown of the event before the head that a reader began at.
        var hash: String?
    }

    /// What becomes of the stream's events.
    private enum Standing {
        /// The reader begins at the owner's head, which nobody has told yet.
        case awaitsHead
        case reads(Reading)
        /// Nothing more is taken in.
        case stopped(StreamStop)
    }

    /// What is known of a stream that is read.
    private struct Reading {
        /// Whether the owner told its head since the start or the last hole.
        var isAnnounced = false
        /// Whether it was whole since the start or the last failed commit: what is then missing
        /// was lost.
        var wasWhole = false
        /// An event that was delivered and that the owner seems not to have.
        var doubt: Place?
    }

    /// When the owner is asked for what is missing.
    enum Asking {
        /// At once, but for the chance that keeps the readers of one loss apart.
        case freely
        /// At once: a page has just brought some of what was missing, and not all of it.
        case onwards
        /// Not before a time: so many asks in a row brought nothing.
        case later(failures: Int, until: SteadyInstant)
    }

    /// What a page brought.
    enum PageOutcome {
        /// All that was missing.
        case closed
        /// Some of it, or nothing was missing any more.
        case progress
        case nothing
    }

    let stream: EventStream
    /// The last event whose effects are committed; 0 for none.
    var committed: Int64 { committedPlace.sequence }
    /// The sequence to deliver next.
    var next: Int64 { delivered.sequence + 1 }
    /// The last event that came here, delivered or not.
    private(set) var received: Int64
    private(set) var asking = Asking.freely
    /// The number of the last ask, so that the streams of one owner take turns.
    private(set) var lastAsked = 0

    private var standing: Standing
    private var committedPlace: Place
    private var delivered: Place
    /// Events that cannot be delivered yet, by sequence.
    private var held: [Int64: Envelope] = [:]
    /// The highest sequence that is known to exist. What is missing up to it has been counted.
    private var known: Int64
    /// Repairs since an event of this stream came by itself.
    private var repairsSinceLive = 0

    init(stream: EventStream, committed: Int64, hash: String?, fromHead: Bool) {
        self.stream = stream
        let place = Place(sequence: committed, hash: hash)
        (committedPlace, delivered) = (place, place)
        (received, known) = (committed, committed)
        standing = fromHead ? .awaitsHead : .reads(Reading())
    }

    // MARK: - What can be asked of it

    /// The first sequence that is neither delivered nor held.
    var firstMissing: Int64 {
        var sequence = next
        while held[sequence] != nil { sequence += 1 }
        return sequence
    }

    /// Whether events are known to exist that are not here.
    private var hasHole: Bool { firstMissing <= known }

    /// Whether the next event is here, and waits to be let through.
    var isNextHeld: Bool { held[next] != nil }

    /// Why it stopped; `nil` while it goes on.
    var stop: StreamStop? {
        if case .stopped(let stop) = standing { stop } else { nil }
    }

    private var isReading: Bool {
        if case .reads = standing { true } else { false }
    }

    private var wasWhole: Bool {
        if case .reads(let reading) = standing { reading.wasWhole } else { false }
    }

    /// Whether all that the owner announced is here.
    var isWhole: Bool {
        guard case .reads(let reading) = standing else { return false }
        return reading.isAnnounced && reading.doubt == nil && !hasHole
    }

    /// Asks in a row that brought nothing.
    var failures: Int {
        if case .later(let failures, _) = asking { failures } else { 0 }
    }

    /// Whether the owner must be asked now. A reader that holds its fill from ``next`` on, because
    /// the clock is gated, could not keep what it got.
    func isDue(at now: SteadyInstant) -> Bool {
        if case .later(_, let time) = asking, time > now { return false }
        guard case .reads(let reading) = standing else { return false }
        return reading.doubt != nil || hasHole && firstMissing - next < Self.heldLimit
    }

    /// What the owner is asked for: what is missing, or an event that it seems not to have.
    var wanted: (from: Int64, isCheck: Bool) {
        guard case .reads(let reading) = standing, let doubt = reading.doubt else {
            return (firstMissing, false)
        }
        return (doubt.sequence, true)
    }

    // MARK: - What comes

    /// Takes in events that came by themselves, as one frame held them.
    ///
    /// - Parameter repairs: whether what is missing is asked for; if not, it goes on behind it.
    mutating func take(
        _ envelopes: [Envelope], through passage: Passage, repairs: Bool,
        into actions: inout ReaderActions, counting ledger: inout RepairLedger
    ) {
        repairsSinceLive = 0
        for envelope in envelopes {
            guard stop == nil, envelope.address == .event(stream),
                let sequence = envelope.sequence, sequence < Self.sequenceLimit
            else {
                ledger.ignored += 1
                continue
            }
            if case .awaitsHead = standing { begin(at: sequence) }
            if !repairs, sequence > next { skip(to: sequence) }
            let missing = firstMissing
            guard sequence >= missing, held[sequence] == nil else {
                ledger.repeats += 1
                continue
            }
            if sequence > missing {
                change { $0.isAnnounced = false }
                account(for: sequence - 1, counting: &ledger)
            }
            deliver(envelope, at: sequence, through: passage, into: &actions, counting: &ledger)
        }
    }

    /// Takes in what its owner answered to an ask: a page and its head.
    mutating func take(
        _ page: StreamReader.PageEvents, head: Heartbeat.Head?, answering ask: ReplayAsk,
        through passage: Passage, into actions: inout ReaderActions,
        counting ledger: inout RepairLedger
    ) -> PageOutcome {
        let (wasOpen, missing) = (hasHole, firstMissing)
        judge(ask, first: page.first, head: head, into: &actions)
        admit(page, through: passage, into: &actions, counting: &ledger)
        guard isReading else { return .nothing }
        if let head {
            change { $0.isAnnounced = true }
            account(for: head.sequence, counting: &ledger)
            if page.isEmpty, head.sequence < firstMissing { forgetUnconfirmed() }
        }
        if wasOpen, !hasHole { return .closed }
        return firstMissing == missing ? .nothing : .progress
    }

    /// Takes in a head that its owner's heartbeat told.
    ///
    /// - Returns: whether it is the first since the start or the last hole.
    mutating func hear(
        _ head: Heartbeat.Head, repairs: Bool, counting ledger: inout RepairLedger
    ) -> Bool {
        guard stop == nil, Self.isSequence(head.sequence) else { return false }
        if case .awaitsHead = standing { begin(at: head.sequence) }
        if !repairs, head.sequence >= next { skip(to: head.sequence + 1) }
        guard case .reads(var reading) = standing else { return false }
        let isFirst = !reading.isAnnounced
        reading.isAnnounced = true
        account(for: head.sequence, counting: &ledger)
        let differs =
            head.sequence == delivered.sequence
            && delivered.hash.map { $0 != head.hash } ?? false
        if reading.doubt == nil, head.sequence < delivered.sequence || differs {
            reading.doubt = delivered
        }
        standing = .reads(reading)
        return isFirst
    }

    /// Delivers the held events that are due.
    mutating func release(through passage: Passage, into actions: inout ReaderActions) {
        while isReading, let envelope = held[next], passage.lets(next) {
            advance(envelope, into: &actions)
        }
    }

    /// Takes note that the shell has committed an event.
    mutating func commit(_ sequence: Int64, hash: String) {
        guard sequence > committed else { return }
        committedPlace = Place(sequence: sequence, hash: hash)
    }

    /// Goes back to what is committed.
    mutating func rewind() {
        delivered = committedPlace
        change { reading in
            reading.doubt = nil
            reading.wasWhole = false
        }
        asking = .freely
    }

    /// Takes nothing more in.
    mutating func stop(for stop: StreamStop) {
        standing = .stopped(stop)
        held = [:]
    }

    /// Goes on after a stop. What its owner told meanwhile was not heard.
    mutating func resume() {
        guard case .stopped = standing else { return }
        standing = .reads(Reading())
    }

    /// Takes note of whether it is whole, and says so.
    mutating func settle() -> Bool {
        guard isWhole else { return false }
        change { $0.wasWhole = true }
        return true
    }

    // MARK: - Asking

    /// It is asked for, as the owner's ask of that number.
    mutating func ask(number: Int) { lastAsked = number }

    /// An ask brought something: what is still missing is asked for without delay.
    mutating func goOn() { asking = hasHole ? .onwards : .freely }

    /// An ask brought nothing, or was not answered.
    mutating func wait(until time: SteadyInstant) {
        asking = .later(failures: failures + 1, until: time)
    }

    /// Whoever failed to answer is gone, and its successor is asked afresh.
    mutating func askAfresh() { asking = .freely }

    /// All that was missing has come by page.
    ///
    /// - Returns: whether it had to before, and no event came by itself in between: the hub may
    ///   have forgotten the subscription.
    mutating func closeRepair() -> Bool {
        asking = .freely
        repairsSinceLive += 1
        guard repairsSinceLive >= 2 else { return false }
        repairsSinceLive = 0
        return true
    }

    // MARK: - Steps

    private mutating func change(_ work: (inout Reading) -> Void) {
        guard case .reads(var reading) = standing else { return }
        work(&reading)
        standing = .reads(reading)
    }

    /// Begins at the head, for a reader that needs no history of this stream.
    private mutating func begin(at sequence: Int64) {
        standing = .reads(Reading())
        guard sequence > 0 else { return }
        let place = Place(sequence: sequence - 1, hash: nil)
        (committedPlace, delivered, known) = (place, place, place.sequence)
    }

    /// Goes on behind a hole, with the event that comes there.
    private mutating func skip(to sequence: Int64) {
        delivered = Place(sequence: sequence - 1, hash: nil)
        held = held.filter { $0.key >= sequence }
        known = max(known, sequence - 1)
    }

    /// Takes note that all events up to `sequence` exist, and counts those that are not here.
    private mutating func account(for sequence: Int64, counting ledger: inout RepairLedger) {
        let missing = max(0, sequence - max(firstMissing - 1, known))
        if wasWhole, missing > 0 {
            ledger.missing += missing
            if !hasHole { ledger.holes += 1 }
        }
        known = max(known, sequence)
    }

    /// Looks whether the owner still has the event that its heartbeat seemed to lack.
    private mutating func judge(
        _ ask: ReplayAsk, first: Result<Envelope, WireError>?, head: Heartbeat.Head?,
        into actions: inout ReaderActions
    ) {
        guard case .reads(let reading) = standing, let doubt = reading.doubt, ask.isCheck,
            ask.from == doubt.sequence
        else { return }
        if let first = try? first?.get(), first.sequence == doubt.sequence {
            let isSame = doubt.hash.map { $0 == HashChain.hash(of: first.raw) } ?? true
            guard !isSame else { return change { $0.doubt = nil } }
        } else {
            guard let head, head.sequence < doubt.sequence else { return }
        }
        let stop = StreamStop(stream: stream, sequence: doubt.sequence, reason: .regressed)
        self.stop(for: stop)
        actions.others.append(.stopped(stop))
    }

    /// Takes in a page's events as far as they are the next ones of the stream: the first missing
    /// one and those behind it, and nothing else.
    private mutating func admit(
        _ events: StreamReader.PageEvents, through passage: Passage,
        into actions: inout ReaderActions, counting ledger: inout RepairLedger
    ) {
        for event in events where isReading {
            guard let envelope = try? event.get(), envelope.address == .event(stream),
                let sequence = envelope.sequence
            else {
                ledger.badPages += 1
                return
            }
            let missing = firstMissing
            guard sequence >= missing, held[sequence] == nil else { continue }
            guard sequence == missing else {
                ledger.badPages += 1
                return
            }
            // The clock may be gated with its fill held: the rest is asked for again later.
            guard sequence - next < Self.heldLimit else { return }
            if wasWhole { ledger.repaired += 1 } else { ledger.caughtUp += 1 }
            deliver(envelope, at: sequence, through: passage, into: &actions, counting: &ledger)
        }
    }

    /// Delivers an event that is due, with those that waited for it, or holds it.
    private mutating func deliver(
        _ envelope: Envelope, at sequence: Int64, through passage: Passage,
        into actions: inout ReaderActions, counting ledger: inout RepairLedger
    ) {
        received = max(received, sequence)
        if sequence == next, passage.lets(next) {
            advance(envelope, into: &actions)
            release(through: passage, into: &actions)
        } else if !hold(envelope, at: sequence) {
            ledger.heldDropped += 1
            if wasWhole { ledger.missing += 1 }
        }
        known = max(known, sequence)
    }

    /// Keeps an event for later; false when the newest found no room and was dropped.
    private mutating func hold(_ envelope: Envelope, at sequence: Int64) -> Bool {
        held[sequence] = envelope
        guard held.count > Self.heldLimit, let newest = held.keys.max() else { return true }
        held[newest] = nil
        return false
    }

    /// Delivers the next event if it follows from the one before; otherwise the stream stops.
    private mutating func advance(_ envelope: Envelope, into actions: inout ReaderActions) {
        if let hash = delivered.hash, envelope.prevhash != hash {
            let stop = StreamStop(stream: stream, sequence: next, reason: .forked)
            self.stop(for: stop)
            actions.others.append(.stopped(stop))
            return
        }
        let hash = HashChain.hash(of: envelope.raw)
        held[next] = nil
        delivered = Place(sequence: next, hash: hash)
        actions.delivered.append(Delivery(envelope, hash: hash))
    }

    /// The owner says that there is nothing from here on: what is held beyond was never published
    /// by it. If it was, the next heartbeat tells.
    private mutating func forgetUnconfirmed() {
        let missing = firstMissing
        held = held.filter { $0.key < missing }
        known = missing - 1
    }
}
