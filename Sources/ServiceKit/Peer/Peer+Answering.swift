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

    /// The view that a query asks for: of committed state only.
    ///
    /// - Parameter name: what its topic asks for: by it the hub let it through, so the type must fit.
    func view(for envelope: Envelope, name: [String]) -> Frames? {
        do {
            if name == [ParkedEvents.name],
                envelope.attributes.type == ParkedEvents.type(for: identity)
            {
                let list = try parkedView(for: envelope)
                return reply(try JSONText.encode(list), type: "view.v1", to: envelope)
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
            guard let query = try? JSONText.decode(type, from: envelope.frames.data) else {
                throw Refusal(
                    "The body does not fit \(type.type).",
                    remedy: "Compare it with docs/protocol/\(type.type).json.")
            }
            let identifiers = engine.mode.identifiers(
                cause: envelope.id, identity: identity, at: engine.clock.utc)
            let context = Context(
                now: engine.clock, clinic: engine.clinic, identifiers: identifiers)
            let view = try settings.answering(query) ?? engine.core.answer(query, in: context)
            return reply(try JSONText.encode(view), type: "view.v1", to: envelope)
        } catch {
            return refusal(of: envelope, for: error)
        }
    }

    /// Says to who asked why there is no answer.
    func refusal(of envelope: Envelope, for error: any Error) -> Frames? {
        let advice =
            (error as? any Remediable)?.advice
            ?? Advice("The query failed.", remedy: "See the log of \(identity).")
        let data = (try? JSONText.encode(QueryRefusal(advice))) ?? []
        return reply(data, type: QueryRefusal.type, to: envelope)
    }

    /// A page of an own stream, or of one that is kept, read beside the loop; the head goes with
    /// it.
    package static func page(
        _ request: PageRequest, journal: Journal, attributes: Attributes
    ) -> Frames? {
        guard !request.isHistory else {
            return historyPage(request, journal: journal, attributes: attributes)
        }
        guard let page = try? journal.page(of: request.stream, from: request.from),
            let heads = try? journal.heads()
        else { return nil }
        let head = heads[request.stream] ?? Cursor(sequence: 0, hash: HashChain.origin)
        return message(page, head: head, for: request, attributes: attributes)
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
        beat.heads = engine.heads.filter { !MessageCatalog.isIdentifying($0.key) }
            .mapValues { .init(sequence: $0.sequence, hash: $0.hash) }
        beat.positions = reader.positions
        beat.openRequests = requests.count + pageRequests.count + delayedAsks.count
        beat.queued = waiting.values.reduce(deferred.count) { $0 + $1.count }
        beat.clockReceived = clockStanding.received
        beat.clock = engine.clock.utc
        beat.hourWait = hourWait
        beat.configuration = configuration
        var counters = counters
        if !engine.parked.isEmpty { counters["parked"] = Int64(engine.parked.count) }
        if health.conclusionFault != nil { counters["conclusion.missing"] = 1 }
        for owner in reader.overdue { counters[Heartbeat.missing(owner)] = 1 }
        beat.counters = counters.merging(reader.ledger.counters) { own, _ in own }
        settings.telling(&beat)
        return beat
    }

    /// A heartbeat as a message.
    package func message(_ heartbeat: Heartbeat, at wall: Int64) -> Frames? {
        let id = MessageID("\(heartbeat.incarnation)-\(heartbeat.progress)-\(wall)")
        var attributes = attributes(id: id, type: "heartbeat.v1")
        attributes.time = Timestamp(milliseconds: wall)
        attributes.dataclassification = .operational
        guard let data = try? JSONText.encode(heartbeat) else { return nil }
        return try? Envelope(
            topic: .heartbeat(of: identity), attributes: attributes, data: data
        ).frames
    }

    /// Whether its streams are whole, as far as anybody announced.
    package var isWhole: Bool { reader.isWhole && waiting.isEmpty }

    /// Whether it may be called ready: joined, and whole in every stream whose owner is there.
    ///
    /// An owner that is not up, or starts as well, is not waited for: services read each other's streams, and one
    /// of them has to be first. Its clock waits for the others all the same.
    package var isReady: Bool {
        isJoined && health.storageFault == nil && !isBehind
            && !reader.lagging.contains { heard[$0.owner] != nil }
    }
    /// Whether a person should look: no journal, one that its readers know more than, a conclusion
    /// that cannot be drawn, a stream that stopped, a parked subject, or hours that were judged
    /// without an owner who stays away.
    package var isDegraded: Bool {
        health.storageFault != nil || isBehind || health.conclusionFault != nil
            || !health.stops.isEmpty || !engine.parked.isEmpty
            || !reader.overdue.isEmpty
    }
    /// Own commands that are not answered yet.
    package var openRequestCount: Int { requests.count }
}
