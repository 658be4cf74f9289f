internal import Bus
internal import Journal
package import Messages

extension Peer {
    /// Takes in what the bus brought, and what time it has become.
    ///
    /// - Parameters:
    ///   - wall: what the wall clock shows.
    ///   - now: what is decided is dated by it.
    package mutating func receive(
        _ frames: [Frame], wall: Timestamp, now: DecisionTime
    ) -> Turn {
        var turn = OpenTurn(now: now)
        begin(at: wall)
        if !isListening { fetchAgain(in: &turn) }
        for frame in frames { sort(frame, in: &turn) }
        listening.endTurn(isJoined: isJoined, at: time.now)
        guard !isListening else { return turn.wants }
        bringWhatIsDue(in: &turn)
        let isFirst = backlog.isEmpty
        backlog.append(turn.takeInputs())
        // A page that is asked for comes while the one before it is decided: the next turn does that.
        if isFirst, turn.asksForPages { return turn.wants }
        handleBacklog(in: &turn)
        forgetReceipts()
        sendRequests(in: &turn)
        return turn.wants
    }

    /// Records what the shell itself saw.
    ///
    /// - Returns: what to send, and whether the journal took it. What it did not take is nowhere:
    ///   the shell keeps it and brings it again. What never can be recorded is named in the turn.
    package mutating func observe(
        _ events: [any Event], id: MessageID, now: DecisionTime, wall: Timestamp
    ) -> (turn: Turn, isRecorded: Bool) {
        var turn = OpenTurn(now: now)
        time.pass(to: wall)
        let isRecorded = handle([.observed(events, id)], in: &turn)
        return (turn.wants, isRecorded)
    }

    /// Records what was decided beside the loop, upon an event that the journal has: all of it or
    /// nothing.
    ///
    /// - Parameters:
    ///   - id: what its identifiers follow from: another one for each decision.
    ///   - cause: the event that it follows from; `nil` for none.
    package mutating func record(
        _ events: [any Event], id: MessageID, upon cause: MessageID?, now: DecisionTime,
        wall: Timestamp
    ) -> (turn: Turn, outcome: RecordingOutcome) {
        // What waits for a fold or for the disk comes first.
        guard !isAwaitingFold, !hasBacklog, !health.storage.isFailing else {
            return (Turn(), .later)
        }
        if let cause, engine.retracted.contains(cause) { return (Turn(), .outdated) }
        var turn = OpenTurn(now: now)
        time.pass(to: wall)
        do {
            let entry = try cause.flatMap { try journal.eventWithID($0) }
            let upon = try entry.map { try Envelope($0.raw) }
            let isRecorded = handle([.decided(events, id, upon: upon)], in: &turn)
            if let advice = turn.wants.unrecordable.first { return (turn.wants, .refused(advice)) }
            return (turn.wants, isRecorded ? .recorded : .later)
        } catch {
            failed(error)
            return (turn.wants, .later)
        }
    }

    private mutating func begin(at wall: Timestamp) {
        time.pass(to: wall)
        running.pass(to: wall)
        reader.pass(to: readerTime)
        backlog.beginTurn(clock: reader.clockReceived)
        views.beginTurn()
    }

    /// Has the streams delivered again of which too much waited, once nothing of them waits.
    private mutating func fetchAgain(in turn: inout OpenTurn) {
        let due = waitingEvents.takeShort()
        guard !due.isEmpty else { return }
        perform(reader.rewind(due), in: &turn)
    }

    /// Brings what waited for its time: the reader's, asks for pages, commands, and answers that
    /// did not come.
    private mutating func bringWhatIsDue(in turn: inout OpenTurn) {
        perform(reader.tick(now: readerTime), in: &turn)
        for (ask, id) in pageAsks.due(at: time.now, token: token) {
            turn.ask(pageQuery(ask, id: id))
        }
        let released = waitingCommands.release(hourWaits: hourWaits, at: time.now)
        turn.bring(released.map(Input.command))
        // What is left over may hold the answer that is missed, or this very end.
        guard !hasBacklog else { return }
        for outgoing in requests.expired(at: time.now) {
            turn.bring(.answer(Answer(outcome: .unknown), outgoing))
        }
    }

    private mutating func sendRequests(in turn: inout OpenTurn) {
        let isSentOnce = !settings.promises.contains(.sendsUntilAnswered)
        for request in requests.due(at: time.now, once: isSentOnce) {
            turn.send(addressed(request.command, by: time.wall(at: request.deadline)))
        }
    }

    /// Sorts what a frame holds by what it is; what is nothing is counted.
    private mutating func sort(_ frame: Frame, in turn: inout OpenTurn) {
        do {
            switch try frame.read() {
            case .events(let run): receive(run, in: &turn)
            case .page(let page):
                if canTalk(to: page.envelope) { receive(page, in: &turn) }
            case .message(let envelope):
                guard canTalk(to: envelope) else { return }
                if isListening {
                    try listen(to: envelope, in: &turn)
                } else {
                    try sort(envelope, in: &turn)
                }
            }
        } catch {
            countDropped(error)
        }
    }

    private mutating func countDropped(_ error: any Error) {
        counted["dropped." + ((error as? WireError)?.reason ?? "unknown"), default: 0] += 1
    }

    /// Takes in events that came by themselves. While it listens they are left to be repaired, like
    /// any that came before the subscription.
    private mutating func receive(_ run: EventRun, in turn: inout OpenTurn) {
        guard !isListening, reader.streams.contains(run.stream) else { return }
        guard !isForeign(run.stream.owner) else {
            counted["dropped.other-protocol", default: 0] += Int64(run.count)
            return
        }
        var events: [Envelope] = []
        events.reserveCapacity(run.count)
        for number in run.indices {
            do { events.append(try run.event(at: number)) } catch { countDropped(error) }
        }
        perform(reader.events(events, of: run.stream), in: &turn)
    }

    /// Takes in events that it asked for.
    private mutating func receive(_ page: ReplayPage.Reply, in turn: inout OpenTurn) {
        guard case .inbox(identity, token, let responder) = page.envelope.address,
            let question = page.envelope.inreplyto,
            let ask = pageAsks.answered(question, by: responder)
        else { return }
        if page.run.stream != ask.stream { countDropped(WireError.badPage) }
        perform(
            reader.page(of: page.run.stream, Array(page.run), head: page.head, answering: ask),
            in: &turn)
    }

    private mutating func sort(_ envelope: Envelope, in turn: inout OpenTurn) throws {
        switch envelope.address {
        case .heartbeat(let sender): try hear(envelope, from: sender, in: &turn)
        case .command(identity, _, _):
            if waitingCommands.isHeld(by: hourWaits, at: time.now) {
                put(off: envelope)
            } else {
                turn.bring(.command(envelope))
            }
        case .query: try takeQuestion(envelope, in: &turn)
        case .inbox(identity, token, let responder):
            try receiveReply(envelope, from: responder, in: &turn)
        default: break
        }
    }

    private mutating func hear(
        _ envelope: Envelope, from sender: Identity, in turn: inout OpenTurn
    ) throws {
        let isOfInterest = isOfInterest(sender)
        let isCompared = mayOutrun(sender)
        guard isOfInterest || isCompared else { return }
        let heartbeat = try JSONText.decode(Heartbeat.self, from: envelope.raw.data)
        attendance.note(heartbeat.protocols, of: sender)
        if isCompared { compare(heartbeat, from: sender) }
        guard isOfInterest else { return }
        attendance.hear(sender, in: heartbeat.state)
        takeClock(of: heartbeat, from: sender)
        discover(heartbeat, in: &turn)
        perform(reader.heartbeat(heartbeat, from: sender), in: &turn)
    }

    /// Answers a query to this peer, or has it answered beside the loop.
    mutating func takeQuestion(_ envelope: Envelope, in turn: inout OpenTurn) throws {
        guard case .query(identity, let name, _) = envelope.address else { return }
        if envelope.address.heartbeatRequested != nil {
            turn.wants.isAskedToBeat = true
            return
        }
        if name.count == 2, name[0] == "replay" {
            try requestPage(envelope, entity: name[1], in: &turn)
        } else if !requestHistory(envelope, in: &turn) {
            answer(envelope, name: name, in: &turn)
        }
    }

    private mutating func receiveReply(
        _ envelope: Envelope, from responder: Identity, in turn: inout OpenTurn
    ) throws {
        guard let question = envelope.inreplyto else { return }
        if responder == identity { isJoined = true }
        if let outgoing = requests[question], Self.receiver(of: outgoing) == responder {
            let answer = try JSONText.decode(Answer.self, from: envelope.raw.data)
            turn.bring(.answer(answer, outgoing))
        }
    }

    /// Who was asked, and so who may answer.
    private static func receiver(of outgoing: Outgoing) -> Identity? {
        guard case .command(let receiver, _, _) = try? Envelope(outgoing.raw).address else {
            return nil
        }
        return receiver
    }

    /// Whether a peer's heartbeat can tell something new: others' are not even decoded.
    private func isOfInterest(_ sender: Identity) -> Bool {
        guard sender != identity else { return false }
        if sender == .hub || settings.keepsAllStreams { return true }
        let isBuiltIn = MessageCatalog.events.contains { $0.owner == sender }
        return !isBuiltIn && engine.reads.contains { $0.owner == nil }
            || reader.streams.contains { $0.owner == sender }
    }

    /// Follows streams that a heartbeat announces and that this service wants.
    private mutating func discover(_ heartbeat: Heartbeat, in turn: inout OpenTurn) {
        let found = heartbeat.heads.keys.filter { $0.owner == heartbeat.identity && wants($0) }
        follow(found)
        turn.wants.subscriptions += found.sorted().map(\.subscription)
    }

    /// Carries out what the reader asks for.
    mutating func perform(_ actions: [StreamReader.Action], in turn: inout OpenTurn) {
        for action in actions {
            switch action {
            case .deliver(let events):
                turn.bring(events.compactMap(StreamEvent.init).map(Input.event))
            case .requestReplay(let ask): pageAsks.add(ask, at: time.now)
            case .stopped(let stop): health.add(stop)
            case .resubscribe: turn.wants.subscriptions += reader.streams.map(\.subscription)
            }
        }
    }
}
