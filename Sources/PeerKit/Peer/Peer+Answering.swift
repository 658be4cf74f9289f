internal import Bus
internal import HashChain
internal import Journal
internal import Messages

extension Peer {
    /// A reply to a message, on the inbox that the checked asker and its token make.
    func reply(_ data: [UInt8], type: String, to envelope: Envelope) -> Frame? {
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
        ).frame
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
                throw Busy(advice: Advice.busy("you have asked for too many views at once"))
            }
            let identifiers = engine.mode.identifiers(
                cause: envelope.id, identity: identity, at: engine.clock.utc)
            let context = Context(
                now: engine.clock, clinic: engine.clinic, identifiers: identifiers,
                clinicDigest: engine.clinicDigest, isRehearsal: engine.mode.isRehearsal)
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
        guard data.count <= Frame.bodyLimitBytes else { throw ViewTooLong(envelope) }
        guard let reply = reply(data, type: "view.v1", to: envelope) else { return }
        views.keep(reply, for: Question(envelope))
        turn.send(reply)
    }

    /// Says to who asked why there is no answer.
    func refusal(of envelope: Envelope, for error: any Error) -> Frame? {
        let advice =
            (error as? any Remediable)?.advice
            ?? Advice("The query failed.", remedy: "See the log of \(identity).")
        let data = (try? JSONText.encode(QueryRefusal(advice))) ?? []
        return reply(data, type: QueryRefusal.type, to: envelope)
    }
}

/// Too much was asked for at once.
private struct Busy: Remediable {
    let advice: Advice
}

/// A view that no message holds, and that does not come in pages.
struct ViewTooLong: Remediable {
    let advice: Advice

    init(_ query: Envelope) {
        advice = Advice(
            "The answer to \(query.attributes.type) is longer than a message may be.",
            remedy: "`cairn export` and `cairn history` show what it is made from, page by page.")
    }
}
