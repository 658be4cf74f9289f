package import Messages

/// The open duties of everybody.
package struct DutyIndex: LedgerIndex {
    package static let subject = "duties"

    private var books: [Identity: DutyBook] = [:]
    /// The last event of each stream that is in the index.
    package private(set) var read: [EventStream: Int64] = [:]

    package init() {}

    /// Whether a stream tells of duties.
    package static func isAbout(_ stream: EventStream) -> Bool {
        stream.entity == DutyOpened.entity
    }

    /// Takes in the next event of a stream. One that this version cannot read changes nothing.
    package mutating func take(_ raw: RawMessage) {
        guard let envelope = try? Envelope(raw),
            case .event(let stream) = envelope.address, DutyIndex.isAbout(stream),
            let sequence = envelope.attributes.sequence
        else { return }
        read[stream] = max(sequence, read[stream] ?? 0)
        guard let type = MessageCatalog.event(type: envelope.attributes.type),
            MessageCatalog.dutyEvents.contains(where: { $0 == type }),
            let event = try? JSONText.decode(type, from: raw.data)
        else { return }
        books[stream.owner, default: DutyBook()].apply(event)
    }

    /// Goes on behind an event of a stream that the ledger has not.
    package mutating func skip(_ sequence: Int64, of stream: EventStream) {
        read[stream] = max(sequence, read[stream] ?? 0)
    }

    /// A page of the duties that a query asks for.
    package func page(for query: OpenDuties) throws -> Page<DutyLine> {
        try query.page(
            of: books.flatMap { owner, book in
                book.open.values.filter(query.includes).map { query.line(of: $0, by: owner) }
            })
    }
}
