internal import HashChain
internal import Messages

/// Where a reader stands in one stream.
struct StreamCursor: Sendable {
    static let heldLimit = 1_000
    /// Beyond it a sequence is an absurdity, and arithmetic would overflow.
    static let sequenceLimit: Int64 = 1 << 53

    /// Whether a stream can end there; 0 where it has not begun. A peer may say anything.
    static func isSequence(_ number: Int64) -> Bool { (0..<sequenceLimit).contains(number) }

    let stream: EventStream
    /// The sequence to deliver next.
    var next: Int64
    /// Chain hash of the event before ``next``; unknown when the reader began at the head.
    var hash: String?
    var committed: Int64
    var committedHash: String?
    /// Events that cannot be delivered yet, by sequence.
    var held: [Int64: Envelope] = [:]
    /// The highest sequence that is known to exist.
    var target: Int64
    /// The highest sequence whose absence was counted.
    var accounted: Int64
    /// Whether the owner told its head since the start or the last hole.
    var isAnnounced = false
    /// Whether the reader begins at the head and has not learned it yet.
    var awaitsHead: Bool
    /// An event that we have and the owner seems not to have.
    var suspicion: Suspicion?
    var stop: StreamStop?
    /// Asks in a row that brought nothing.
    var attempts = 0
    /// When it may be asked for again; `nil` for at once.
    var retryAt: SteadyInstant?
    /// Whether a page has just brought what was missing, and not all of it.
    var isUnderWay = false
    /// The number of the last ask, so that the streams of one owner take turns.
    var lastAsked = 0
    var wasWhole = false
    /// Repairs since an event of this stream came by itself.
    var repairsSinceLive = 0

    struct Suspicion {
        var sequence: Int64
        var hash: String?
    }

    init(stream: EventStream, committed: Int64, hash: String?, fromHead: Bool) {
        self.stream = stream
        self.committed = committed
        self.hash = hash
        committedHash = hash
        next = committed + 1
        target = committed
        accounted = committed
        awaitsHead = fromHead
    }

    /// The first sequence that is neither delivered nor held.
    var firstMissing: Int64 {
        var sequence = next
        while held[sequence] != nil { sequence += 1 }
        return sequence
    }

    /// Whether events are known to exist that are not here.
    var hasHole: Bool { firstMissing <= target }

    /// Whether the owner must be asked. A reader that holds its fill from ``next`` on, because the
    /// clock is gated, could not keep what it got.
    var wantsReplay: Bool {
        guard stop == nil else { return false }
        return suspicion != nil || hasHole && firstMissing - next < Self.heldLimit
    }

    /// Whether all that the owner announced is here.
    var isWhole: Bool {
        stop == nil && isAnnounced && !awaitsHead && suspicion == nil && !hasHole
    }

    /// Begins at the head, for a reader that needs no history of this stream.
    mutating func begin(at sequence: Int64) {
        awaitsHead = false
        guard sequence > 0 else { return }
        committed = sequence - 1
        committedHash = nil
        next = sequence
        hash = nil
        target = committed
        accounted = committed
    }

    /// Goes on behind a hole, with whatever comes there.
    mutating func skip(to sequence: Int64) {
        next = sequence
        hash = nil
        held = held.filter { $0.key >= sequence }
        target = max(target, sequence - 1)
        accounted = max(accounted, sequence - 1)
    }

    /// Keeps an event for later; false when the newest found no room and was dropped.
    mutating func hold(_ envelope: Envelope, at sequence: Int64) -> Bool {
        held[sequence] = envelope
        guard held.count > Self.heldLimit, let newest = held.keys.max() else { return true }
        held[newest] = nil
        return false
    }

    /// Takes the next event if it follows from the one before.
    ///
    /// - Returns: its chain hash; `nil` where it follows from another.
    mutating func advance(_ envelope: Envelope) -> String? {
        if let hash, envelope.prevhash != hash {
            stop = StreamStop(stream: stream, sequence: next, reason: .forked)
            held = [:]
            return nil
        }
        let taken = HashChain.hash(of: envelope.raw)
        hash = taken
        held[next] = nil
        target = max(target, next)
        next += 1
        return taken
    }

    /// Goes back to what is committed.
    mutating func rewind() {
        target = max(target, next - 1)
        held = held.filter { $0.key > committed }
        next = committed + 1
        hash = committedHash
        suspicion = nil
        wasWhole = false
        retryAt = nil
    }
}
