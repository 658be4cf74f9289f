internal import Messages

/// The pages that a reader waits for, and what it asks for next.
///
/// Invariants:
/// - One page is outstanding for each owner.
/// - No two asks have the same number.
struct PageTurns: Sendable {
    private struct Outstanding {
        var ask: ReplayAsk
        var deadline: SteadyInstant
    }

    private var outstanding: [Identity: Outstanding] = [:]
    private var count = 0
    private var jitter: Jitter

    /// - Parameter seed: for delays; different for each process.
    init(seed: UInt64) { jitter = Jitter(seed: seed) }

    /// Whether a page of an owner is waited for.
    func isBusy(_ owner: Identity) -> Bool { outstanding[owner] != nil }

    /// Whether the page of an ask is still waited for.
    func awaits(_ ask: ReplayAsk) -> Bool { outstanding[ask.stream.owner]?.ask == ask }

    /// An ask was answered; its page may be a late one, that nothing waits for.
    mutating func end(_ ask: ReplayAsk) {
        if awaits(ask) { outstanding[ask.stream.owner] = nil }
    }

    /// No page of an owner is waited for any more.
    mutating func drop(_ owner: Identity) { outstanding[owner] = nil }

    /// Hands over the asks whose time is over without an answer.
    mutating func expire(at now: SteadyInstant) -> [ReplayAsk] {
        let late = outstanding.filter { $0.value.deadline <= now }
        for owner in late.keys { outstanding[owner] = nil }
        return late.sorted { $0.key < $1.key }.map(\.value.ask)
    }

    /// Asks the owner of a stream for what is missing.
    mutating func ask(for cursor: StreamCursor, at now: SteadyInstant) -> ReplayAsk {
        count += 1
        // Chance keeps readers of one loss apart. They are, once a page has come.
        let delay: Duration =
            if case .onwards = cursor.asking { .zero } else { jitter.upTo(.milliseconds(20)) }
        let wanted = cursor.wanted
        let ask = ReplayAsk(
            stream: cursor.stream, from: wanted.from, delay: delay, isCheck: wanted.isCheck,
            number: count)
        let patience: Duration = .seconds(2 << min(cursor.failures, 2))
        outstanding[cursor.stream.owner] = Outstanding(ask: ask, deadline: now + delay + patience)
        return ask
    }

    /// How long to wait after so many asks in a row that brought nothing.
    mutating func pause(after failures: Int) -> Duration {
        jitter.backoff(attempt: failures, first: .milliseconds(250), limit: .seconds(10))
    }
}
