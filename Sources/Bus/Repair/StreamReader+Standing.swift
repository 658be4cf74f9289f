package import Messages

// How a reader stands, for whoever depends on it.

extension StreamReader {
    /// Whether everything that was announced is here, in all streams.
    package var isWhole: Bool { lagging.isEmpty }

    /// The streams that are not whole: stopped, with a hole, or not heard of since the start.
    package var incomplete: [EventStream] { streams.filter { cursors[$0]?.isWhole != true } }

    /// Of those the ones of owners for whom something waits.
    package var lagging: [EventStream] { incomplete.filter { gate.heeds($0.owner) } }

    /// Of those the ones that an hour may have to wait for.
    var laggingBesideClock: [EventStream] { lagging.filter { $0 != .clock } }

    /// The streams that the clock does not wait for: their owner is stopped, or was too long away.
    package var waived: [EventStream] { streams.filter(gate.isWaived) }

    /// The owners whose word the clock does not wait for.
    package var unawaited: Set<Identity> { gate.unawaited }

    /// Owners whose silence outlasted the five-minute wait. While there are any, judged hours may
    /// lack their facts, and a person should look.
    package var overdue: Set<Identity> { gate.overdue }

    /// Whether an hour is here and waits for other streams, or for the word of their owners.
    package var isClockHeld: Bool { cursors[.clock]?.isNextHeld ?? false }

    /// Whom the hour waits for that is here and not let through, and for how long by now; `nil`
    /// where none waits.
    package var clockWait: (owners: Set<Identity>, time: Duration)? {
        guard let cursor = cursors[.clock], cursor.isNextHeld, let since = gate.waitsSince
        else { return nil }
        return (gate.awaited(by: cursor.next, lagging: laggingBesideClock), now - since)
    }

    /// The place of the last clock event that was delivered; 0 for none.
    package var clockJudged: Int64 { cursors[.clock].map { $0.next - 1 } ?? 0 }

    /// The last place in the clock's stream that came here, delivered or not; `nil` if it is not read.
    package var clockReceived: Int64? { cursors[.clock]?.received }

    /// Whether nothing more comes from a stream.
    package func isStopped(_ stream: EventStream) -> Bool { cursors[stream]?.stop != nil }

    /// The streams that are not read any further.
    package var stops: [StreamStop] { streams.compactMap { cursors[$0]?.stop } }

    /// The committed position in each stream, for the heartbeat.
    package var positions: [EventStream: Int64] { cursors.mapValues(\.committed) }

    /// Whether the page of an ask is still waited for.
    package func awaits(_ ask: ReplayAsk) -> Bool { pages.awaits(ask) }
}
