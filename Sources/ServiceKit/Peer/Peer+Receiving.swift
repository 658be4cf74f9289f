internal import Bus
internal import Journal
package import Messages

extension Peer {
    /// Takes in what the bus brought, and what time it has become.
    ///
    /// - Parameters:
    ///   - wall: what the wall clock shows.
    ///   - now: the clinic's moment in a live clinic; a rehearsal's comes with its clock stream.
    package mutating func receive(
        _ messages: [Frames], wall: Timestamp, now: Moment? = nil
    ) -> Turn {
        time.pass(to: wall)
        running.pass(to: wall)
        reader.pass(to: readerTime)
        if !hasBacklog { clockReceivedBefore = reader.clockReceived }
        var turn = Turn()
        var inputs: [Input] = []
        views.beginTurn()
        if !isListening { fetchAgain(into: &inputs, turn: &turn) }
        for frames in messages {
            do { try sort(try Envelope(frames), into: &inputs, turn: &turn) } catch {
                counters["dropped." + ((error as? WireError)?.reason ?? "unknown"), default: 0] += 1
            }
        }
        endListening()
        guard !isListening else { return turn }
        perform(reader.tick(now: readerTime), into: &inputs, turn: &turn)
        let due = delayedAsks.filter { $0.sendAt <= time.now }
        delayedAsks.removeAll { $0.sendAt <= time.now }
        turn.messages += due.compactMap { pageQuery($0.ask) }
        inputs += undeferred()
        // What is left over may hold the answer that is missed, or this very end.
        for outgoing in hasBacklog ? [] : requests.expired(at: time.now) {
            inputs.append(.answer(Answer(outcome: .unknown), outgoing))
        }
        backlog += inputs
        handleBacklog(now: now, into: &turn)
        forgetReceipts()
        let isSentOnce = settings.weaknesses.lacks(.outbox)
        turn.messages += requests.due(at: time.now, once: isSentOnce).compactMap {
            addressed($0.command, by: time.wall(at: $0.deadline))
        }
        return turn
    }

    /// Has the streams delivered again of which too much waited, once nothing of them waits.
    private mutating func fetchAgain(into inputs: inout [Input], turn: inout Turn) {
        let due = overflowed.filter { waiting[$0] == nil }
        guard !due.isEmpty else { return }
        overflowed.subtract(due)
        perform(reader.rewind(due.sorted()), into: &inputs, turn: &turn)
    }

    /// Lets go of the receipts whose time is over, each ten minutes.
    ///
    /// A process that ends sooner has not counted: what it answered is kept that much longer.
    private mutating func forgetReceipts() {
        let now = running.time
        guard now >= lastForgetting.advanced(by: .seconds(600)), health.storageFault == nil
        else { return }
        lastForgetting = now
        try? journal.removeReceipts(expiredBefore: now)
    }

    /// Records what the shell itself saw.
    ///
    /// - Returns: what to send, and whether the journal took it. What it did not take is nowhere:
    ///   the shell keeps it and brings it again. What never can be recorded is named in the turn.
    package mutating func observe(
        _ events: [any Event], id: MessageID, now: Moment?, wall: Timestamp
    )
        -> (turn: Turn, isRecorded: Bool)
    {
        var turn = Turn()
        time.pass(to: wall)
        let isRecorded = handle([.observed(events, id)], now: now, into: &turn)
        return (turn, isRecorded)
    }

    /// Sorts one message by what it is.
    private mutating func sort(
        _ envelope: Envelope, into inputs: inout [Input], turn: inout Turn
    ) throws {
        guard !isListening else { return try listen(to: envelope, turn: &turn) }
        switch envelope.address {
        case .event(let stream, _):
            guard reader.streams.contains(stream) else { return }
            perform(reader.event(envelope), into: &inputs, turn: &turn)
        case .heartbeat(let sender):
            let isOfInterest = isOfInterest(sender)
            let isCompared = mayOutrun(sender)
            guard isOfInterest || isCompared else { return }
            let heartbeat = try JSONText.decode(Heartbeat.self, from: envelope.frames.data)
            if isCompared { compare(heartbeat, from: sender) }
            guard isOfInterest else { return }
            // Two that start at once would wait for each other for ever.
            heard[sender] = heartbeat.state == .starting ? nil : time.now
            discover(heartbeat, turn: &turn)
            perform(
                reader.heartbeat(heartbeat, from: sender), into: &inputs, turn: &turn)
        case .command(identity, _, _):
            if waitsForHour {
                put(off: envelope)
            } else {
                inputs.append(.command(envelope))
            }
        case .query: try takeQuestion(envelope, turn: &turn)
        case .inbox(identity, token, let responder):
            try receiveReply(
                envelope, from: responder, into: &inputs, turn: &turn)
        default: break
        }
    }

    /// Answers a query to this peer, or has it answered beside the loop.
    mutating func takeQuestion(_ envelope: Envelope, turn: inout Turn) throws {
        guard case .query(identity, let name, _) = envelope.address else { return }
        if name.count == 2, name[0] == "replay" {
            try requestPage(envelope, entity: name[1], turn: &turn)
        } else if !requestHistory(envelope, turn: &turn) {
            answer(envelope, name: name, turn: &turn)
        }
    }

    private mutating func receiveReply(
        _ envelope: Envelope, from responder: Identity, into inputs: inout [Input],
        turn: inout Turn
    ) throws {
        guard let question = envelope.attributes.inreplyto else { return }
        if responder == identity { isJoined = true }
        if let ask = pageRequests[question], ask.stream.owner == responder {
            pageRequests[question] = nil
            let page = try ReplayPage(decoding: envelope.frames.data)
            let head = envelope.attributes.sequence.map {
                Heartbeat.Head(sequence: $0, hash: envelope.attributes.prevhash ?? "")
            }
            perform(
                reader.replayPage(ask, messages: page.messages, head: head), into: &inputs,
                turn: &turn)
        } else if let outgoing = requests[question], Self.receiver(of: outgoing) == responder {
            let answer = try JSONText.decode(Answer.self, from: envelope.frames.data)
            inputs.append(.answer(answer, outgoing))
        }
    }

    /// Who was asked, and so who may answer.
    private static func receiver(of outgoing: Outgoing) -> Identity? {
        guard case .command(let receiver, _, _) = try? Envelope(outgoing.frames).address else {
            return nil
        }
        return receiver
    }

    /// Whether a peer's heartbeat can tell something new: others' are not even decoded.
    private func isOfInterest(_ sender: Identity) -> Bool {
        guard sender != identity else { return false }
        if sender == .hub || settings.keepsAllStreams { return true }
        let isBuiltIn = MessageCatalog.events.contains { $0.owner == sender }
        return !isBuiltIn && Service.reads.contains { $0.owner == nil }
            || reader.streams.contains { $0.owner == sender }
    }

    /// A message to the own inbox: when it comes back, the hub knows this peer's subscriptions.
    package func probe() -> Frames? {
        var attributes = attributes(id: MessageID("\(token)-probe"), type: "probe.v1")
        attributes.inreplyto = attributes.id
        return try? Envelope(
            topic: .inbox(of: identity, token: token, from: identity), attributes: attributes,
            data: Array("{}".utf8)
        ).frames
    }

    /// Follows streams that a heartbeat announces and that this service wants.
    private mutating func discover(_ heartbeat: Heartbeat, turn: inout Turn) {
        let found = heartbeat.heads.keys.filter { $0.owner == heartbeat.identity && wants($0) }
        follow(found)
        turn.subscriptions += found.sorted().map(\.prefix)
    }

    /// Carries out what the reader asks for.
    mutating func perform(
        _ actions: [StreamReader.Action], into inputs: inout [Input], turn: inout Turn
    ) {
        for action in actions {
            switch action {
            case .deliver(let envelopes): inputs += envelopes.map(Input.event)
            case .requestReplay(let ask):
                delayedAsks.append((ask, time.now + ask.delay))
            case .stopped(let stop): health.stops.append(stop)
            case .resubscribe: turn.subscriptions += reader.streams.map(\.prefix)
            }
        }
    }

    private mutating func pageQuery(_ ask: ReplayAsk) -> Frames? {
        counters["replay.requested", default: 0] += 1
        let id = MessageID("\(token)-\(counters["replay.requested"] ?? 0)")
        // One page is outstanding for each owner: what an earlier ask brings is late, and ignored.
        pageRequests = pageRequests.filter { $0.value.stream.owner != ask.stream.owner }
        pageRequests[id] = ask
        var attributes = attributes(id: id, type: "\(ask.stream.owner).replay.v1")
        attributes.replytoken = token
        guard let data = try? JSONText.encode(ReplayRequest(from: ask.from)) else { return nil }
        return try? Envelope(
            topic: .replay(of: ask.stream, from: identity), attributes: attributes, data: data
        ).frames
    }

    private func requestPage(_ envelope: Envelope, entity: String, turn: inout Turn) throws {
        guard let stream = EventStream(owner: identity, entity: entity),
            !MessageCatalog.isIdentifying(stream)
        else { return }
        let request = try JSONText.decode(ReplayRequest.self, from: envelope.frames.data)
        turn.pages.append(
            PageRequest(wish: .replay(stream, from: request.first), request: envelope))
    }

    /// A command of the outbox with this process's inbox and a deadline.
    private func addressed(_ outgoing: Outgoing, by deadline: Timestamp) -> Frames? {
        guard let envelope = try? Envelope(outgoing.frames) else { return nil }
        var attributes = envelope.attributes
        attributes.replytoken = token
        attributes.deadline = deadline
        return try? Envelope(
            topic: envelope.topic, attributes: attributes, data: envelope.frames.data
        ).frames
    }

    func attributes(id: MessageID, type: String) -> Attributes {
        Attributes(
            id: id, source: "/\(engine.mode.clinic)/\(identity)", type: type,
            time: engine.clock.utc)
    }
}
