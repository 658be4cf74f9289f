internal import Bus
internal import HashChain
package import Journal
package import Messages

// What only the disk can tell is read beside the loop, by whoever runs the peer.

extension Peer {
    /// What a request asks of the disk, read beside the loop. With the page of a stream goes its
    /// head.
    package static func page(
        _ request: PageRequest, journal: any JournalReading, reading: PeerSettings.Reading? = nil,
        attributes: Attributes
    ) -> Frame? {
        switch request.wish {
        case .replay(let stream, let from):
            guard let page = try? journal.page(of: stream, from: from),
                let heads = try? journal.heads()
            else { return nil }
            let head = heads[stream] ?? Cursor(sequence: 0, hash: HashChain.origin)
            return message(
                page, of: stream, from: from, head: head, for: request, attributes: attributes)
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
    ) -> Frame? {
        do {
            guard let view = try reading?(query) else {
                throw Refusal("There is no such view.", remedy: "See `cairn ask --list`.")
            }
            let data = try JSONText.encode(view)
            guard data.count <= Frame.bodyLimitBytes else { throw ViewTooLong(request.request) }
            var attributes = attributes
            attributes.type = "view.v1"
            return answer(data, for: request, attributes: attributes)
        } catch let error as any JournalError {
            guard let place = error.damagedPlace else { return nil }
            let advice = Advice(
                "The ledger's journal is damaged at \(place).",
                remedy: "See `cairn journal verify ledger`, and restore it from its backup.")
            return message(advice, for: request, attributes: attributes)
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
    ) -> Frame? {
        var attributes = attributes
        attributes.type = QueryRefusal.type
        let data = (try? JSONText.encode(QueryRefusal(advice))) ?? []
        return answer(data, for: request, attributes: attributes)
    }

    private static func answer(
        _ data: [UInt8], for request: PageRequest, attributes: Attributes
    ) -> Frame? {
        var attributes = attributes
        attributes.inreplyto = request.request.id
        attributes.dataclassification = .clinical
        attributes.correlationid = request.request.attributes.correlationid ?? request.request.id
        return reply(data, for: request, attributes: attributes)?.frame
    }

    /// A page as its asker gets it.
    static func message(
        _ page: ReplayPage, of stream: EventStream, from sequence: Int64, head: Cursor,
        for request: PageRequest, attributes: Attributes
    ) -> Frame? {
        var attributes = attributes
        attributes.inreplyto = request.request.id
        attributes.sequence = head.sequence
        attributes.prevhash = head.hash
        let place = ReplayPage.Place(from: sequence, stream: stream)
        guard let data = try? JSONText.encode(place) else { return nil }
        return reply(data, for: request, attributes: attributes).map(page.frame(behind:))
    }

    /// A reply to who asked for a page, on the inbox that the checked asker and its token make.
    private static func reply(
        _ data: [UInt8], for request: PageRequest, attributes: Attributes
    ) -> Envelope? {
        guard case .query(let responder, _, let asker) = request.request.address,
            let token = request.request.attributes.replytoken, Topic.isInboxToken(token)
        else { return nil }
        return try? Envelope(
            topic: .inbox(of: asker, token: token, from: responder), attributes: attributes,
            data: data)
    }

    /// The attributes of a page's reply, whose id follows from the request's. The head is added when
    /// the page is read.
    package func pageAttributes(for request: PageRequest) -> Attributes {
        let digest = HashChain.digest(of: Array("\(request.request.id)/page".utf8))
        return attributes(id: MessageID(String(digest.prefix(32))), type: ReplayPage.type)
    }
}
