internal import Bus
internal import HashChain
package import Journal
package import Messages

extension Peer {
    /// A reply to a message, on the inbox that the checked asker and its token make.
    func reply(_ data: [UInt8], type: String, to envelope: Envelope) -> Frames? {
        guard let token = envelope.attributes.replytoken,
            Topic.isInboxToken(token)
        else { return nil }
        let digest = HashChain.digest(of: Array("\(envelope.id)/reply".utf8))
        var attributes = attributes(id: MessageID(String(digest.prefix(32))), type: type)
        attributes.inreplyto = envelope.id
        attributes.dataclassification = .clinical
        attributes.correlationid = envelope.attributes.correlationid ?? envelope.id
        return try? Envelope(
            topic: .inbox(of: envelope.address.sender, token: token, from: identity),
            attributes: attributes, data: data
        ).frames
    }

    /// Answers a query: with a view of committed state only, or later, with what is on the disk.
    ///
    /// - Parameter name: what its topic asks for: by it the hub let it through, so the type must fit.
    mutating func answer(_ envelope: Envelope, name: [String], in turn: inout OpenTurn) {
        if let known = views.known[Question(envelope)] { return turn.send(known) }
        do {
            if name == [ParkedEvents.name],
                envelope.attributes.type == ParkedEvents.type(for: identity)
            {
                let list = try parkedView(for: envelope)
                return try tell(list, to: envelope, in: &turn)
            }
            guard let type = MessageCatalog.query(type: envelope.attributes.type),
                type.receiver == identity, name == [type.name]
            else {
                throw Refusal(
                    "\(identity) does not know this query.", remedy: "See `cairn ask --list`.")
            }
            try CommandGate.permit(
                envelope, query: type, clinic: engine.clinic,
                isRehearsal: engine.mode.isRehearsal)
            let query = try CommandGate.body(
                type, named: type.type, file: "query.\(type.type)", of: envelope)
            guard settings.reading == nil else {
                return turn.wants.pages.append(PageRequest(wish: .view(query), request: envelope))
            }
            guard views.admits(envelope.address.sender) else {
                throw Busy(advice: ReadingQueue.busy("you have asked for too many views at once"))
            }
            let identifiers = engine.mode.identifiers(
                cause: envelope.id, identity: identity, at: engine.clock.utc)
            let context = Context(
                now: engine.clock, clinic: engine.clinic, identifiers: identifiers,
                clinicDigest: engine.clinicDigest)
            let view = try settings.answering(query) ?? engine.core.answer(query, in: context)
            try tell(try Self.page(of: view, for: query), to: envelope, in: &turn)
        } catch {
            turn.send(refusal(of: envelope, for: error))
        }
    }

    /// What of a view an answer holds: all of it, unless it comes in pages.
    private static func page(of view: any Codable & Sendable, for query: any Query) throws
        -> any Codable & Sendable
    {
        try (query as? any PagedQuery)?.page(ofWhole: view) ?? view
    }

    /// Sends a view to who asked for it, and knows it for whoever sends the question again.
    private mutating func tell(
        _ view: any Codable & Sendable, to envelope: Envelope, in turn: inout OpenTurn
    ) throws {
        let data = try JSONText.encode(view)
        guard data.count <= Frames.dataLimitBytes else { throw ViewTooLong(envelope) }
        guard let reply = reply(data, type: "view.v1", to: envelope) else { return }
        views.keep(reply, for: Question(envelope))
        turn.send(reply)
    }

    /// Says to who asked why there is no answer.
    func refusal(of envelope: Envelope, for error: any Error) -> Frames? {
        let advice =
            (error as? any Remediable)?.advice
            ?? Advice("The query failed.", remedy: "See the log of \(identity).")
        let data = (try? JSONText.encode(QueryRefusal(advice))) ?? []
        return reply(data, type: QueryRefusal.type, to: envelope)
    }

    /// What a request asks of the disk, read beside the loop. With the page of a stream goes its
    /// head.
    package static func page(
        _ request: PageRequest, journal: Journal, reading: PeerSettings.Reading? = nil,
        attributes: Attributes
    ) -> Frames? {
        switch request.wish {
        case .replay(let stream, let from):
            guard let page = try? journal.page(of: stream, from: from),
                let heads = try? journal.heads()
            else { return nil }
            let head = heads[stream] ?? Cursor(sequence: 0, hash: HashChain.origin)
            return message(page, head: head, for: request, attributes: attributes)
        case .history(let stream, let from):
            return historyPage(
                of: stream, from: from, for: request, journal: journal, attributes: attributes)
        case .view(let query):
            return viewPage(query, for: request, reading: reading, attributes: attributes)
        }
    }

    /// What a query asks of the disk, or why it is not told; nothing if the journal cannot be read
    /// just now, and whoever asks again may have it.
    private static func viewPage(
        _ query: any Query, for request: PageRequest, reading: PeerSettings.Reading?,
        attributes: Attributes
    ) -> Frames? {
        do {
            guard let view = try reading?(query) else {
                throw Refusal("There is no such view.", remedy: "See `cairn ask --list`.")
            }
            let data = try JSONText.encode(view)
            guard data.count <= Frames.dataLimitBytes else { throw ViewTooLong(request.request) }
            var attributes = attributes
            attributes.type = "view.v1"
            return answer(data, for: request, attributes: attributes)
        } catch JournalError.corrupt(_, let place) {
            let advice = Advice(
                "The ledger's journal is damaged at \(place).",
                remedy: "See `cairn journal verify ledger`, and restore it from its backup.")
            return message(advice, for: request, attributes: attributes)
        } catch is JournalError {
            return nil
        } catch {
            let advice =
                (error as? any Remediable)?.advice
                ?? Advice(
                    "The query failed.", remedy: "See the log of \(Swift.type(of: query).receiver)."
                )
            return message(advice, for: request, attributes: attributes)
        }
    }

    /// Says to who asked why there is no answer.
    package static func message(
        _ advice: Advice, for request: PageRequest, attributes: Attributes
    ) -> Frames? {
        var attributes = attributes
        attributes.type = QueryRefusal.type
        let data = (try? JSONText.encode(QueryRefusal(advice))) ?? []
        return answer(data, for: request, attributes: attributes)
    }

    private static func answer(
        _ data: [UInt8], for request: PageRequest, attributes: Attributes
    ) -> Frames? {
        var attributes = attributes
        attributes.inreplyto = request.request.id
        attributes.dataclassification = .clinical
        attributes.correlationid = request.request.attributes.correlationid ?? request.request.id
        return message(data, for: request, attributes: attributes)
    }

    /// A page as its asker gets it.
    static func message(
        _ page: ReplayPage, head: Cursor, for request: PageRequest, attributes: Attributes
    ) -> Frames? {
        var attributes = attributes
        attributes.inreplyto = request.request.id
        attributes.datacontenttype = Attributes.pageContentType
        attributes.sequence = head.sequence
        attributes.prevhash = head.hash
        return message(page.encoded(), for: request, attributes: attributes)
    }

    /// A reply to who asked for a page, on the inbox that the checked asker and its token make.
    static func message(
        _ data: [UInt8], for request: PageRequest, attributes: Attributes
    ) -> Frames? {
        guard case .query(let responder, _, let asker) = request.request.address,
            let token = request.request.attributes.replytoken, Topic.isInboxToken(token)
        else { return nil }
        return try? Envelope(
            topic: .inbox(of: asker, token: token, from: responder), attributes: attributes,
            data: data
        ).frames
    }

    /// The attributes of a page's reply, whose id follows from the request's. Head and content type
    /// are added when the page is read.
    package func pageAttributes(for request: PageRequest) -> Attributes {
        let digest = HashChain.digest(of: Array("\(request.request.id)/page".utf8))
        return attributes(id: MessageID(String(digest.prefix(32))), type: "replay-page.v1")
    }

    /// What the peer says of itself now. The shell adds what only the process knows.
    package func heartbeat(incarnation: String, version: String, state: Heartbeat.State)
        -> Heartbeat
    {
        var beat = Heartbeat(
            identity: identity, incarnation: incarnation, version: version, state: state)
        // What may be an old journal's ends would stop those who have read on.
        if !isListening, state != .starting || !isBehind {
            beat.heads = engine.heads.filter { !MessageCatalog.isIdentifying($0.key) }
                .mapValues { .init(sequence: $0.sequence, hash: $0.hash) }
        }
        beat.positions = reader.positions
        beat.openRequests = requests.count + pageAsks.count
        beat.queued = waitingEvents.count + waitingCommands.count + backlog.count
        beat.clockReceived = clockStanding.received
        beat.clock = engine.clock.utc
        beat.hourWait = hourWait
        beat.configuration = configuration
        var counters = counters
        if ownParkedCount > 0 { counters[Heartbeat.parked] = Int64(ownParkedCount) }
        counters.merge(pluginCounters) { $1 }
        if health.conclusionFault != nil { counters["conclusion.missing"] = 1 }
        if isAwaitingFold { counters[Heartbeat.folding] = 1 }
        for owner in reader.overdue { counters[Heartbeat.missing(owner)] = 1 }
        beat.counters = counters.merging(reader.ledger.counters) { own, _ in own }
        settings.telling(&beat)
        return beat
    }

    /// A heartbeat as a message.
    package func message(_ heartbeat: Heartbeat, at wall: Timestamp) -> Frames? {
        let id = MessageID("\(heartbeat.incarnation)-\(heartbeat.progress)-\(wall.milliseconds)")
        var attributes = attributes(id: id, type: "heartbeat.v1")
        attributes.time = wall
        attributes.dataclassification = .operational
        guard let data = try? JSONText.encode(heartbeat) else { return nil }
        return try? Envelope(
            topic: .heartbeat(of: identity), attributes: attributes, data: data
        ).frames
    }

    /// Own commands that are not answered yet.
    package var openRequestCount: Int { requests.count }
}

/// Too much was asked for at once.
private struct Busy: Remediable {
    let advice: Advice
}

/// A view that no message holds, and that does not come in pages.
private struct ViewTooLong: Remediable {
    let advice: Advice

    init(_ query: Envelope) {
        advice = Advice(
            "The answer to \(query.attributes.type) is longer than a message may be.",
            remedy: "`cairn export` and `cairn history` show what it is made from, page by page.")
    }
}
