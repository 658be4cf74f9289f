internal import Bus
internal import Journal
internal import Messages

// An event of another is taken in, waits for what it refers to, or is set aside.

extension Peer {
    /// Takes in one event of another, unless it has to wait.
    mutating func take(_ event: StreamEvent, in slice: inout Slice<Service>) {
        guard !reader.isStopped(event.stream), mayTry(event) else { return }
        // What an hour finds, such as the plan, is what follows from all that came before it. A day
        // is struck with its first hour, and looks at everything by itself.
        if event.isClock, declared(event) != DayBegan.self { conclude(in: &slice) }
        defer { decided(event.name, in: slice) }
        var candidate = slice.candidate
        do {
            try begin(event.name)
            if isHeldBack(event, in: candidate.engine) { throw ParkedBehind() }
            let effects = try handled(event.envelope, stream: event.stream, in: &candidate)
            slice.keep(effects, of: consume candidate, upon: event)
        } catch is NotYetKnown {
            waitingEvents.wait(with: event)
        } catch let long as LongFold {
            slice.wait(for: AwaitedFold(for: event.name, without: long.retracted))
        } catch let fault as any JournalError {
            slice.fail(fault)
        } catch {
            park(event, for: error, in: &slice)
        }
    }

    /// Whether it is an event's turn; otherwise it was put behind others, or let go.
    private mutating func mayTry(_ event: StreamEvent) -> Bool {
        switch waitingEvents.admit(event) {
        case .waits: return false
        case .letGo:
            counted["waiting.full", default: 0] += 1
            return false
        case .free: break
        }
        guard event.isClock, hourWaitsForFacts else { return true }
        waitingEvents.wait(with: event)
        return false
    }

    private func declared(_ event: StreamEvent) -> (any Event.Type)? {
        Engine<Service>.declared(event.envelope, in: event.stream)
    }

    /// Whether an event has to wait behind one that is parked.
    private func isHeldBack(_ event: StreamEvent, in engine: Engine<Service>) -> Bool {
        // Who only keeps what comes keeps it as it came.
        !settings.keepsAllStreams
            && engine.parked.holdBack(stream: event.stream, subject: event.subject)
    }

    /// What an event of another brings about, also one that was parked.
    func handled(_ envelope: Envelope, stream: EventStream, in candidate: inout Candidate<Service>)
        throws
        -> Effects
    {
        if settings.keepsAllStreams {
            let isKept = envelope.dataclassification != .identifying
            return Effects(noted: isKept ? envelope : nil)
        }
        guard Engine<Service>.declared(envelope, in: stream) == EnteredInError.self else {
            return try candidate.engine.take(envelope, stream: stream, now: candidate.now)
        }
        let correction = try Correction(envelope, owner: stream.owner)
        var effects = Effects(noted: envelope)
        candidate.engine.retracted.insert(correction.wrong)
        try correct(&candidate, with: &effects, upon: correction)
        return effects
    }

    /// Sets an event aside, or reads its stream no further where too much is.
    private mutating func park(
        _ event: StreamEvent, for error: any Error, in slice: inout Slice<Service>
    ) {
        guard !isParkingFull(for: event.stream, in: slice.engine) else {
            return stop(before: event)
        }
        slice.park(
            Parked(
                stream: event.stream, sequence: event.sequence,
                // A plugin's fault holds up its own stream, and no client's.
                subject: isPlugin(event.stream.owner) ? nil : event.subject,
                reason: Self.reason(for: error), raw: event.envelope.raw,
                since: engine.clock.utc),
            as: event)
    }

    /// Reads a stream no further: its next event would have to be parked, and too many are.
    private mutating func stop(before event: StreamEvent) {
        let stop = StreamStop(
            stream: event.stream, sequence: event.sequence, reason: .parkedFull)
        reader.stop(stop)
        waitingEvents.drop(event.stream)
        health.add(stop)
    }

    /// What became of a command of its own.
    mutating func take(
        _ answer: Answer, to outgoing: Outgoing, in slice: inout Slice<Service>
    ) {
        guard requests[outgoing.id] != nil, !slice.hasSettled(outgoing.id) else { return }
        let input = "answer \(outgoing.id)"
        defer { attempts?.end(input) }
        var candidate = slice.candidate
        do {
            try begin(input)
            let effects = try candidate.engine.take(
                answer: answer, to: outgoing, now: candidate.now)
            slice.keep([effects], of: consume candidate)
        } catch {
            counted["answers.failed", default: 0] += 1
            slice.settle(outgoing.id)
        }
    }
}

// MARK: - What waited

extension Peer {
    /// How long an event waits for what it refers to, with every stream whole.
    private static var parkingPatience: Duration { .seconds(60) }

    /// Tries the streams that wait, as long as one of them gets on.
    mutating func retryWaiting(in turn: inout OpenTurn) {
        var isMoving = true
        while isMoving, !waitingEvents.isEmpty {
            isMoving = false
            for stream in waitingEvents.streams {
                guard let held = waitingEvents.removeAll(of: stream) else { continue }
                var slice = Slice(engine: engine, now: turn.now)
                retry(held, in: &slice)
                if waitingEvents.tried(stream, of: held.count, at: time.now) { isMoving = true }
                guard settle(slice, in: &turn), !isAwaitingFold else { return }
            }
        }
    }

    /// Tries the events of one stream; the first may be parked if it has waited long enough.
    private mutating func retry(
        _ held: [StreamEvent], in slice: inout Slice<Service>
    ) {
        var rest = held[...]
        if let first = held.first, hasWaitedEnough(first) {
            // Where too much is parked its stream stops, and the rest is let go.
            park(first, for: NotYetKnown("record"), in: &slice)
            rest = rest.dropFirst()
        }
        for event in rest {
            guard !slice.owesFold else {
                waitingEvents.wait(with: event)
                continue
            }
            take(event, in: &slice)
            foldOwnCorrections(in: &slice)
            // What waits for a fold waits in its stream, as it has waited so far.
            if let long = slice.awaited, !waitingEvents.isWaiting(event.stream) {
                waitingEvents.wait(with: event)
                folds.wait(for: long)
            }
        }
    }

    private func hasWaitedEnough(_ event: StreamEvent) -> Bool {
        guard let since = waitingEvents.since(event.stream), !event.isClock else { return false }
        return time.now - since >= Self.parkingPatience && reader.isWhole
    }
}
