package import Messages

extension StreamReader {
    /// Whether everything that was announced is here, in all streams.
    package var isWhole: Bool { lagging.isEmpty }

    /// The streams that are not whole: stopped, with a hole, or not heard of since the start.
    package var incomplete: [EventStream] { order.filter { cursors[$0]?.isWhole != true } }

    /// Of those the ones of owners for whom something waits.
    package var lagging: [EventStream] { incomplete.filter { gate.heeds($0.owner) } }

    /// The streams that the clock does not wait for: their owner is stopped, or was too long away.
    package var waived: [EventStream] { order.filter(gate.isWaived) }

    /// The owners whose word the clock does not wait for.
    package var unawaited: Set<Identity> { gate.unawaited }

    /// The owners that were heard, and that the clock then waited five minutes for, until they have
    /// caught up with it. Not empty: hours were judged that may lack their facts, and a person
    /// should look.
    package var overdue: Set<Identity> { gate.overdue }

    /// Whether an hour is here and waits for other streams, or for the word of their owners.
    package var isClockHeld: Bool {
        cursors[.clock].map { $0.held[$0.next] != nil } ?? false
    }

    /// Whom the hour waits for that is here and not let through, and for how long by now; `nil`
    /// where none waits.
    package var clockWait: (owners: Set<Identity>, time: Duration)? {
        guard let cursor = cursors[.clock], cursor.held[cursor.next] != nil,
            let since = gate.waitsSince
        else { return nil }
        return (gate.awaited(by: cursor.next, lagging: laggingBesideClock), now - since)
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
        if let deadline = gate.deadline { times.append(deadline) }
        for cursor in cursors.values
        where outstanding[cursor.stream.owner] == nil && cursor.wantsReplay {
            times.append(cursor.retryAt ?? now)
        }
        return times.min() ?? now
    }

    /// Takes in an event, whichever way it came, unless it is here.
    ///
    /// - Returns: whether what came behind it may be taken in, too. A page has the first missing
    ///   event and those behind it, and nothing else.
    @discardableResult
    mutating func admit(
        _ envelope: Envelope, at sequence: Int64, by arrival: Arrival,
        in cursor: inout StreamCursor, _ actions: inout ActionList
    ) -> Bool {
        let missing = cursor.firstMissing
        guard sequence >= missing, cursor.held[sequence] == nil else {
            if arrival == .itself { ledger.repeats += 1 }
            return true
        }
        switch arrival {
        case .itself where sequence > missing:
            cursor.isAnnounced = false
            account(for: sequence - 1, in: &cursor)
        case .itself: break
        case .page:
            guard sequence == missing else {
                ledger.badPages += 1
                return false
            }
            // The clock may be gated with its fill held: the rest is asked for again later.
            guard sequence - cursor.next < StreamCursor.heldLimit else { return false }
            if cursor.wasWhole { ledger.repaired += 1 } else { ledger.caughtUp += 1 }
        }
        deliver(envelope, at: sequence, in: &cursor, &actions)
        return true
    }

    /// Delivers an event that is due, with those that waited for it, or holds it.
    private mutating func deliver(
        _ envelope: Envelope, at sequence: Int64, in cursor: inout StreamCursor,
        _ actions: inout ActionList
    ) {
        if cursor.stream == .clock { clockReceived = max(clockReceived ?? 0, sequence) }
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
    mutating func release(_ cursor: inout StreamCursor, _ actions: inout ActionList) {
        while cursor.stop == nil, let envelope = cursor.held[cursor.next], !isGated(cursor) {
            advance(envelope, in: &cursor, &actions)
        }
    }

    /// What every input ends with: wholeness is noted, the clock let through, owners asked.
    mutating func settle(_ actions: inout ActionList) {
        for stream in order where cursors[stream]?.isWhole == true {
            cursors[stream]?.wasWhole = true
            gate.heed(stream)
        }
        openClock(&actions)
        gate.settle(order)
        askOwners(&actions)
    }

    /// The streams that an hour may have to wait for.
    private var laggingBesideClock: [EventStream] { lagging.filter { $0 != .clock } }

    /// Whether the next event of a stream waits at the gate: the clock's may.
    private func isGated(_ cursor: StreamCursor) -> Bool {
        cursor.stream == .clock && !gate.mayPass(cursor.next, lagging: laggingBesideClock)
    }

    /// Delivers the hours that are here and may pass.
    private mutating func openClock(_ actions: inout ActionList) {
        guard var cursor = cursors[.clock], cursor.held[cursor.next] != nil else {
            return gate.passed(isHeld: false, at: now)
        }
        let known = Set(incarnations.keys)
        guard
            gate.admits(
                cursor.next, lagging: laggingBesideClock, at: now, isKnown: known.contains)
        else { return }
        release(&cursor, &actions)
        cursors[.clock] = cursor
        gate.passed(isHeld: isClockHeld, at: now)
    }

    private func advance(
        _ envelope: Envelope, in cursor: inout StreamCursor, _ actions: inout ActionList
    ) {
        guard let hash = cursor.advance(envelope) else {
            if let stop = cursor.stop { actions.others.append(.stopped(stop)) }
            return
        }
        actions.delivered.append(Delivery(envelope, hash: hash))
    }
}
