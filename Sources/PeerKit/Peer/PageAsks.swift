internal import Bus
internal import Messages

/// What a peer asks owners for because it missed something: asks that are delayed, and asks on
/// their way.
///
/// Invariants:
/// - One ask is on its way for each owner: a new one takes the place of the earlier one, whose page
///   is late and ignored.
/// - Only the owner of a stream answers an ask for it.
/// - An ask is sent once. Whether it is asked again is the reader's decision.
struct PageAsks {
    /// Asks that wait out their jitter, so that not all readers of a hole ask at once.
    private var delayed: [(ask: ReplayAsk, sendAt: SteadyInstant)] = []
    private var outstanding: [MessageID: ReplayAsk] = [:]
    /// How many were sent; it names the next one.
    private(set) var sentCount: Int64 = 0

    /// How many are delayed, or on their way to an owner whose page the reader still waits for.
    ///
    /// What came by itself is waited for no more. Its page is taken if it comes late; that an owner
    /// never answers keeps nobody busy.
    ///
    /// - Parameter isAwaited: whether the reader still waits for the page of an ask.
    func count(where isAwaited: (ReplayAsk) -> Bool) -> Int {
        delayed.count + outstanding.values.count(where: isAwaited)
    }
    /// When the next one is to be sent.
    var nextSend: SteadyInstant? { delayed.map(\.sendAt).min() }

    /// Has an ask sent after its delay.
    mutating func add(_ ask: ReplayAsk, at now: SteadyInstant) {
        delayed.append((ask, now + ask.delay))
    }

    /// Hands over the asks that are to be sent now, with the ids of their queries.
    ///
    /// - Parameter token: names the process that asks.
    mutating func due(at now: SteadyInstant, token: String) -> [(ask: ReplayAsk, id: MessageID)] {
        let due = delayed.filter { $0.sendAt <= now }
        delayed.removeAll { $0.sendAt <= now }
        return due.map { ($0.ask, send($0.ask, token: token)) }
    }

    /// The ask that a reply answers; `nil` if none does, or somebody else replies.
    mutating func answered(_ query: MessageID, by responder: Identity) -> ReplayAsk? {
        guard let ask = outstanding[query], ask.stream.owner == responder else { return nil }
        outstanding[query] = nil
        return ask
    }

    private mutating func send(_ ask: ReplayAsk, token: String) -> MessageID {
        sentCount += 1
        let id = MessageID("\(token)-\(sentCount)")
        outstanding = outstanding.filter { $0.value.stream.owner != ask.stream.owner }
        outstanding[id] = ask
        return id
    }
}
