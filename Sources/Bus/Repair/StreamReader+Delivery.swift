package import Messages

extension StreamReader {
    /// Whether everything that was announced is here, in all streams.
    package var isWhole: Bool { lagging.isEmpty }

    /// The streams that are not whole: stopped, with a hole, or not heard of since the start.
    package var lacking: [EventStream] { order.filter { cursors[$0]?.isWhole != true } }

    /// Of those the ones of owners for whom something waits.
    package var lagging: [EventStream] { lacking.filter { !unheeded.contains($0.owner) } }

    /// The streams that the clock does not wait for: their owner is stopped, or was too long away.
    package var waived: [EventStream] { order.filter { cursors[$0]?.isWaived == true } }

    /// The owners whose word the clock does not wait for.
    package var unawaited: Set<Identity> { gate.unawaited }

    /// Whether an hour is here and waits for other streams, or for the word of their owners.
    package var isClockHeld: Bool {
        Self.clock.flatMap { cursors[$0] }.map { $0.held[$0.next] != nil } ?? false
    }

    /// Whom the hour waits for that is here and not let through, and for how long by now; `nil`
    /// where none waits.
    package var clockWait: (owners: Set<Identity>, time: Duration)? {
        guard let clock = Self.clock, let cursor = cursors[clock],
            cursor.held[cursor.next] != nil, let since = clockWaitsSince
        else { return nil }
        let lacking = lagging.filter { $0 != clock && cursors[$0]?.isWaived == false }
        let owners = gate.awaited(at: cursor.next).union(lacking.map(\.owner))
        return (owners, now - since)
    }

    /// The streams that are not read any further.
    package var stops: [StreamStop] { order.compactMap { cursors[$0]?.stop } }

    /// The committed position in each stream, for the heartbeat.
    package var positions: [EventStream: Int64] { cursors.mapValues(\.committed) }

    /// The streams that are read, sorted.
    package var streams: [EventStream] { order }

    /// When ``tick(now:)`` has something to do next.
    package var nextTick: SteadyInstant {
        var times = outstanding.values.map(\.deadline)
        times.append(hubHeardAt + Self.hubSilence)
        if let clockWaitsSince { times.append(clockWaitsSince + Self.clockPatience) }
        for cursor in cursors.values
        where outstanding[cursor.stream.owner] == nil && cursor.wantsReplay {
            times.append(cursor.retryAt ?? now)
        }
        return times.min() ?? now
    }

    /// Delivers an event that is due, with those that waited for it, or holds it.
    mutating func take(
        _ envelope: Envelope, at sequence: Int64, in cursor: inout StreamCursor,
        _ actions: inout Outcome
    ) {
        if cursor.stream == Self.clock { clockReceived = max(clockReceived ?? 0, sequence) }
        if sequence == cursor.next, !isGated(cursor) {
            advance(envelope, in: &cursor, &actions)
            release(&cursor, &actions)
        } else if !cursor.hold(envelope, at: sequence) {
            ledger.heldDropped += 1
            if cursor.wasWhole { ledger.missing += 1 }
        }
        cursor.target = max(cursor.target, sequence)
        cursor.accounted = max(cursor.accounted, sequence)
    }

    /// Delivers the held events that are due.
    mutating func release(_ cursor: inout StreamCursor, _ actions: inout Outcome) {
        while cursor.stop == nil, let envelope = cursor.held[cursor.next], !isGated(cursor) {
            advance(envelope, in: &cursor, &actions)
        }
    }

    /// What every input ends with: wholeness is noted, the clock let through, owners asked.
    mutating func settle(_ actions: inout Outcome) {
        for stream in order where cursors[stream]?.isWhole == true {
            cursors[stream]?.wasWhole = true
            cursors[stream]?.isWaived = false
        }
        openClock(&actions)
        if !overdue.isEmpty {
            overdue = overdue.filter { owner in
                gate.unawaited.contains(owner) || waived.contains { $0.owner == owner }
            }
        }
        askOwners(&actions)
    }

    /// Whether the next event of a stream waits for other streams: the clock's may.
    private func isGated(_ cursor: StreamCursor) -> Bool {
        cursor.stream == Self.clock && !clockMayPass(at: cursor.next)
    }

    /// Facts never come after the hour that judges them: the clock waits for all other streams, and
    /// for the word of their owners that they know of the hour.
    private func clockMayPass(at sequence: Int64) -> Bool {
        lagging.allSatisfy { $0 == Self.clock || cursors[$0]?.isWaived == true }
            && gate.awaited(at: sequence).isEmpty
    }

    private mutating func openClock(_ actions: inout Outcome) {
        guard let stream = Self.clock, var cursor = cursors[stream],
            cursor.held[cursor.next] != nil
        else {
            clockWaitsSince = nil
            return
        }
        let since = clockWaitsSince ?? now
        clockWaitsSince = since
        if isGated(cursor) {
            guard now - since >= Self.clockPatience else { return }
            let silent = gate.awaited(at: cursor.next)
            for other in lagging where other != stream {
                if cursors[other]?.isWaived == false, incarnations[other.owner] != nil {
                    overdue.insert(other.owner)
                }
                cursors[other]?.isWaived = true
            }
            gate.waive(silent)
            overdue.formUnion(silent)
        }
        release(&cursor, &actions)
        cursors[stream] = cursor
        clockWaitsSince = isClockHeld ? now : nil
    }

    private func advance(
        _ envelope: Envelope, in cursor: inout StreamCursor, _ actions: inout Outcome
    ) {
        guard cursor.advance(envelope) else {
            if let stop = cursor.stop { actions.others.append(.stopped(stop)) }
            return
        }
        actions.delivered.append(envelope)
    }
}
