internal import HashChain
package import Messages

extension StreamReader {
    /// What is read of a page: each event, or what is wrong with it.
    package typealias PageEvents = [Result<Envelope, WireError>]

    /// The owner answered an ask with a page and its head.
    package mutating func page(
        of stream: EventStream, _ events: PageEvents, head told: Heartbeat.Head?,
        answering ask: ReplayAsk
    ) -> [Action] {
        let head = told.flatMap { StreamCursor.isSequence($0.sequence) ? $0 : nil }
        if outstanding[ask.stream.owner]?.ask == ask { outstanding[ask.stream.owner] = nil }
        guard var cursor = cursors[ask.stream], cursor.stop == nil else { return [] }
        ledger.pages += 1
        var actions = ActionList()
        let wasOpen = cursor.hasHole
        let missing = cursor.firstMissing
        cursor.isUnderWay = false
        if stream == ask.stream {
            judge(ask, first: events.first, head: head, in: &cursor, &actions)
            admit(events, in: &cursor, &actions)
        } else {
            ledger.badPages += 1
        }
        if let head, cursor.stop == nil, stream == ask.stream {
            cursor.isAnnounced = true
            account(for: head.sequence, in: &cursor)
            if events.isEmpty, head.sequence < cursor.firstMissing {
                forgetUnconfirmed(in: &cursor)
            }
        }
        if wasOpen, !cursor.hasHole, cursor.stop == nil {
            closeRepair(in: &cursor, &actions)
        } else if cursor.firstMissing == missing {
            delay(&cursor)
        } else {
            cursor.attempts = 0
            cursor.isUnderWay = cursor.hasHole
        }
        cursors[ask.stream] = cursor
        settle(&actions)
        return actions.all
    }

    /// Whether the page of an ask is still waited for.
    package func awaits(_ ask: ReplayAsk) -> Bool { outstanding[ask.stream.owner]?.ask == ask }

    /// No answer came to an ask in time.
    mutating func fail(_ ask: ReplayAsk) {
        ledger.failedAsks += 1
        guard var cursor = cursors[ask.stream] else { return }
        delay(&cursor)
        cursors[ask.stream] = cursor
    }

    /// Asks each owner for one page of the stream that waits longest, unless one is outstanding.
    mutating func askOwners(_ actions: inout ActionList) {
        guard repairs else { return }
        var due: [Identity: EventStream] = [:]
        for stream in order where outstanding[stream.owner] == nil {
            guard let cursor = cursors[stream], cursor.retryAt ?? now <= now, cursor.wantsReplay
            else {
                continue
            }
            let rival = due[stream.owner].flatMap { cursors[$0]?.lastAsked }
            if cursor.lastAsked < rival ?? .max { due[stream.owner] = stream }
        }
        for owner in due.keys.sorted() {
            guard let stream = due[owner], let cursor = cursors[stream] else { continue }
            asks += 1
            let ask = ReplayAsk(
                stream: stream, from: cursor.suspicion?.sequence ?? cursor.firstMissing,
                // Chance keeps readers of one loss apart. They are, once a page has come.
                delay: cursor.isUnderWay ? .zero : jitter.upTo(.milliseconds(20)),
                isCheck: cursor.suspicion != nil, number: asks)
            cursors[stream]?.lastAsked = asks
            let patience: Duration = .seconds(2 << min(cursor.attempts, 2))
            outstanding[owner] = Outstanding(
                ask: ask, deadline: now + ask.delay + patience)
            actions.others.append(.requestReplay(ask))
        }
    }

    /// A head that a heartbeat told.
    mutating func note(_ head: Heartbeat.Head, in cursor: inout StreamCursor) {
        guard cursor.stop == nil, StreamCursor.isSequence(head.sequence) else { return }
        if cursor.awaitsHead { cursor.begin(at: head.sequence) }
        if !repairs, head.sequence >= cursor.next { cursor.skip(to: head.sequence + 1) }
        // Who was never heard may have been waived: now it is there.
        if !cursor.isAnnounced { gate.heed(cursor.stream) }
        cursor.isAnnounced = true
        account(for: head.sequence, in: &cursor)
        let last = cursor.next - 1
        let differs = head.sequence == last && cursor.hash.map { $0 != head.hash } ?? false
        if cursor.suspicion == nil, head.sequence < last || differs {
            cursor.suspicion = StreamCursor.Suspicion(sequence: last, hash: cursor.hash)
        }
    }

    /// Counts what is missing up to a sequence that is known to exist.
    func countMissing(through sequence: Int64, in cursor: StreamCursor) -> Int64 {
        max(0, sequence - max(cursor.firstMissing - 1, cursor.accounted))
    }

    /// Takes note that all events up to `sequence` exist, and counts those that are not here.
    mutating func account(for sequence: Int64, in cursor: inout StreamCursor) {
        let missing = countMissing(through: sequence, in: cursor)
        if cursor.wasWhole, missing > 0 {
            ledger.missing += missing
            if !cursor.hasHole { ledger.holes += 1 }
        }
        cursor.accounted = max(cursor.accounted, sequence)
        cursor.target = max(cursor.target, sequence)
    }

    /// Looks whether the owner still has the event that its heartbeat seemed to lack.
    private mutating func judge(
        _ ask: ReplayAsk, first: Result<Envelope, WireError>?, head: Heartbeat.Head?,
        in cursor: inout StreamCursor, _ actions: inout ActionList
    ) {
        guard let suspicion = cursor.suspicion, ask.isCheck, ask.from == suspicion.sequence else {
            return
        }
        let isSame: Bool? =
            if let first = try? first?.get(), first.sequence == suspicion.sequence {
                suspicion.hash.map { $0 == HashChain.hash(of: first.raw) } ?? true
            } else if let head, head.sequence < suspicion.sequence {
                false
            } else {
                nil
            }
        switch isSame {
        case true: cursor.suspicion = nil
        case false:
            let stop = StreamStop(
                stream: cursor.stream, sequence: suspicion.sequence, reason: .regressed)
            cursor.stop = stop
            cursor.held = [:]
            actions.others.append(.stopped(stop))
        case nil: break
        }
    }

    /// Takes in a page's events as far as they are the next ones of the stream.
    private mutating func admit(
        _ events: PageEvents, in cursor: inout StreamCursor, _ actions: inout ActionList
    ) {
        for event in events where cursor.stop == nil {
            guard let envelope = try? event.get(), envelope.address == .event(cursor.stream),
                let sequence = envelope.sequence
            else {
                ledger.badPages += 1
                return
            }
            guard admit(envelope, at: sequence, by: .page, in: &cursor, &actions) else { return }
        }
    }

    /// The owner says that there is nothing from here on: what is held beyond was never published
    /// by it. If it was, the next heartbeat tells.
    private func forgetUnconfirmed(in cursor: inout StreamCursor) {
        let missing = cursor.firstMissing
        cursor.held = cursor.held.filter { $0.key < missing }
        cursor.target = missing - 1
        cursor.accounted = missing - 1
    }

    private mutating func closeRepair(in cursor: inout StreamCursor, _ actions: inout ActionList) {
        cursor.attempts = 0
        cursor.repairsSinceLive += 1
        ledger.lastRepair = now
        guard cursor.repairsSinceLive >= 2 else { return }
        cursor.repairsSinceLive = 0
        resubscribe(&actions)
    }

    mutating func resubscribe(_ actions: inout ActionList) {
        ledger.resubscriptions += 1
        actions.others.append(.resubscribe)
    }

    private mutating func delay(_ cursor: inout StreamCursor) {
        cursor.retryAt =
            now
            + jitter.backoff(
                attempt: cursor.attempts, first: .milliseconds(250), limit: .seconds(10))
        cursor.attempts += 1
    }
}
