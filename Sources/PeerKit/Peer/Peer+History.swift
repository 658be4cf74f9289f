internal import Journal
internal import Messages

/// A stream's history, as the ledger has kept it, for whoever may read the stream.
extension Peer {
    /// Takes an ask for a stream's history.
    ///
    /// - Returns: whether it was one, and this peer keeps what it asks for.
    func requestHistory(_ envelope: Envelope, in turn: inout OpenTurn) -> Bool {
        guard settings.keepsAllStreams, let stream = envelope.address.historyStream else {
            return false
        }
        do {
            let from = try historyWanted(of: stream, envelope)
            turn.wants.pages.append(
                PageRequest(wish: .history(stream, from: from), request: envelope))
        } catch {
            turn.send(refusal(of: envelope, for: error))
        }
        return true
    }

    /// Takes a reader's ask for a page of one of the own streams.
    func requestPage(_ envelope: Envelope, entity: String, in turn: inout OpenTurn) throws {
        guard let stream = EventStream(owner: identity, entity: entity),
            !MessageCatalog.isIdentifying(stream)
        else { return }
        let request = try JSONText.decode(ReplayRequest.self, from: envelope.raw.data)
        turn.wants.pages.append(
            PageRequest(wish: .replay(stream, from: request.first), request: envelope))
    }

    private func historyWanted(of stream: EventStream, _ envelope: Envelope) throws -> Int64 {
        guard envelope.attributes.type == ReplayRequest.historyType else {
            throw Refusal(
                "\(identity) does not know this query.",
                remedy: "A stream's history is asked for with \(ReplayRequest.historyType).")
        }
        guard !MessageCatalog.isIdentifying(stream) else {
            throw Refusal(
                "\(stream) holds names and contacts: it is never published, and not in the ledger.",
                remedy: "Somebody who must know asks \(stream.owner) for `client-identity`.")
        }
        try CommandGate.permitHistory(
            of: stream, envelope, clinic: engine.clinic, isRehearsal: engine.mode.isRehearsal)
        guard let wish = try? JSONText.decode(ReplayRequest.self, from: envelope.raw.data) else {
            throw Refusal(
                "The body does not fit \(ReplayRequest.historyType).",
                remedy: "It is the first sequence wanted: {\"from\": 1}.")
        }
        return wish.first
    }

    /// A page of a stream that is kept, or why there is none; nothing if the journal cannot be read
    /// just now, and whoever asks again may have it.
    static func historyPage(
        of stream: EventStream, from sequence: Int64, for request: PageRequest,
        journal: any JournalReading,
        attributes: Attributes
    ) -> Frame? {
        do {
            switch try journal.history(of: stream, from: sequence) {
            case .page(let page, let head):
                return message(
                    page, of: stream, from: sequence, head: head, for: request,
                    attributes: attributes)
            case .unknown: throw unknown(stream)
            case .absent(let isParked): throw absent(sequence, of: stream, isParked: isParked)
            }
        } catch let refusal as Refusal {
            return message(refusal.advice, for: request, attributes: attributes)
        } catch {
            guard let place = (error as? any JournalError)?.damagedPlace else { return nil }
            return message(
                damaged(sequence, of: stream, at: place).advice, for: request,
                attributes: attributes)
        }
    }

    private static func unknown(_ stream: EventStream) -> Refusal {
        Refusal(
            "The ledger has no event of \(stream).",
            remedy: "Check the name. A stream begins with its first event, which comes here within"
                + " seconds.")
    }

    private static func absent(_ sequence: Int64, of stream: EventStream, isParked: Bool)
        -> Refusal
    {
        guard isParked else {
            return Refusal(
                "Event \(sequence) of \(stream) is not kept here: it may not be, it was discarded,"
                    + " or the ledger's journal is damaged.",
                remedy: "`cairn journal verify ledger` tells. What follows is there from"
                    + " \(sequence + 1) on.")
        }
        return Refusal(
            "Event \(sequence) of \(stream) is parked at the ledger.",
            remedy: "See `cairn parked list ledger`. What follows is there from \(sequence + 1) on."
        )
    }

    /// The place is one of the ledger's journal; where its file is, is nobody's business.
    private static func damaged(_ sequence: Int64, of stream: EventStream, at place: String)
        -> Refusal
    {
        Refusal(
            "Event \(sequence) of \(stream) cannot be read: the ledger's journal is damaged at"
                + " \(place).",
            remedy: "See `cairn journal verify ledger`, and restore it from its backup. What"
                + " follows may be there from \(sequence + 1) on.")
    }
}
