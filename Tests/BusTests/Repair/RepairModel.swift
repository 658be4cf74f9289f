/// What section 5 of the protocol asks of a reader of one stream, written from its text alone: no
/// hashes, no messages, and time only as "long enough".
struct RepairModel {
    /// An event or what is told of one: whether it follows from the one before it.
    struct Event: Hashable {
        var sequence: Int
        var follows = true
    }

    enum Stop: String { case forked, regressed }

    /// What follows from one input.
    struct Outcome: Equatable {
        var delivered: [Int] = []
        var stop: Stop?
        /// The first sequence that is asked for now.
        var ask: Int?
    }

    static let heldLimit = 1_000

    private(set) var next = 1
    private(set) var committed = 0
    private(set) var stop: Stop?
    /// From where the page is wanted that is on its way.
    private(set) var outstanding: Int?
    private var held: [Int: Event] = [:]
    private var known = 0
    private var isAnnounced = false
    private var suspicion: Int?
    private var isBackingOff = false

    private var missing: Int {
        var sequence = next
        while held[sequence] != nil { sequence += 1 }
        return sequence
    }

    var isWhole: Bool {
        stop == nil && isAnnounced && suspicion == nil && missing > known
    }

    mutating func event(_ event: Event) -> Outcome {
        guard stop == nil else { return Outcome() }
        var outcome = Outcome()
        let missing = missing
        if event.sequence >= missing, held[event.sequence] == nil {
            // A hole opened: what was announced before it says nothing any more.
            if event.sequence > missing { isAnnounced = false }
            take(event, &outcome)
        }
        ask(&outcome)
        return outcome
    }

    /// - Parameter isSame: whether the hash is that of the event that the reader has there.
    mutating func head(_ sequence: Int, isSame: Bool = true, isReborn: Bool = false) -> Outcome {
        if isReborn { (outstanding, isBackingOff) = (nil, false) }
        var outcome = Outcome()
        if stop == nil {
            isAnnounced = true
            known = max(known, sequence)
            let isShort = sequence < next - 1 || sequence == next - 1 && !isSame
            if isShort, suspicion == nil { suspicion = next - 1 }
        }
        ask(&outcome)
        return outcome
    }

    /// - Parameters:
    ///   - from: what the ask wanted.
    ///   - isCheck: whether the ask was for an event that the reader has.
    ///   - isSame: whether the first event of the page is the one that the reader has there.
    mutating func page(
        from: Int, isCheck: Bool, isCurrent: Bool, _ events: [Event], head: Int, isSame: Bool = true
    ) -> Outcome {
        if isCurrent { outstanding = nil }
        guard stop == nil else { return Outcome() }
        var outcome = Outcome()
        let (missing, wasOpen) = (missing, missing <= known)
        if isCheck, let suspicion, from == suspicion {
            if events.first?.sequence == suspicion {
                if isSame { self.suspicion = nil } else { stop(.regressed, &outcome) }
            } else if head < suspicion {
                stop(.regressed, &outcome)
            }
        }
        for event in events where stop == nil {
            guard event.sequence <= self.missing else { break }
            if event.sequence == self.missing { take(event, &outcome) }
        }
        if stop == nil {
            isAnnounced = true
            known = max(known, head)
            if events.isEmpty, head < self.missing {
                let end = self.missing
                held = held.filter { $0.key < end }
                known = end - 1
            }
        }
        let isClosed = wasOpen && stop == nil && self.missing > known
        isBackingOff = !isClosed && self.missing == missing
        ask(&outcome)
        return outcome
    }

    /// Longer than any backoff and any patience with an answer.
    mutating func timePasses() -> Outcome {
        var outcome = Outcome()
        isBackingOff = outstanding != nil
        outstanding = nil
        ask(&outcome)
        return outcome
    }

    mutating func commit() { committed = next - 1 }

    mutating func commitFails() -> Outcome {
        var outcome = Outcome()
        known = max(known, next - 1)
        held = held.filter { $0.key > committed }
        next = committed + 1
        (outstanding, isBackingOff, suspicion) = (nil, false, nil)
        deliver(&outcome)
        ask(&outcome)
        return outcome
    }

    mutating func restart() {
        let place = committed
        self = RepairModel()
        (committed, next, known) = (place, place + 1, place)
    }

    private mutating func take(_ event: Event, _ outcome: inout Outcome) {
        known = max(known, event.sequence)
        held[event.sequence] = event
        deliver(&outcome)
        if held.count > Self.heldLimit { held[held.keys.max() ?? 0] = nil }
    }

    private mutating func deliver(_ outcome: inout Outcome) {
        while stop == nil, let event = held[next] {
            guard event.follows else { return stop(.forked, &outcome) }
            held[next] = nil
            outcome.delivered.append(next)
            next += 1
        }
    }

    private mutating func stop(_ reason: Stop, _ outcome: inout Outcome) {
        stop = reason
        outcome.stop = reason
        held = [:]
    }

    private mutating func ask(_ outcome: inout Outcome) {
        guard stop == nil, outstanding == nil, !isBackingOff,
            suspicion != nil || missing <= known
        else { return }
        outcome.ask = suspicion ?? missing
        outstanding = outcome.ask
    }
}
