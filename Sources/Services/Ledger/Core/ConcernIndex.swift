package import Messages

/// The open concerns of all clients, and how many alerts were raised in the last weeks.
///
/// What was entered in error is left out, whether the ledger heard of the error before or after it.
package struct ConcernIndex: LedgerIndex {
    package static let subject = "concerns"

    private var clients: [ClientID: Record] = [:]
    private var wrong: Set<MessageID> = []
    /// When alerts were raised, in order.
    private var raised: [Timestamp] = []
    package private(set) var read: [EventStream: Int64] = [:]

    /// The most days that somebody may ask about.
    package static let mostDays = 35

    /// What is known of one client.
    private struct Record {
        /// What the events came to that are corrected no more.
        var settled = ConcernBook()
        var told: [Told] = []
        /// What all of it comes to.
        var book = ConcernBook()

        /// Of one client: more than a year of a troubled one. A correction of what is older still
        /// stands in the timeline, and in assessment's own view.
        static let most = 256
    }

    private struct Told {
        let id: MessageID
        let time: Timestamp
        let event: any Event
    }

    package init() {}

    package static func isAbout(_ stream: EventStream) -> Bool {
        stream.owner == .assessment
            && [ConcernOpened.entity, EnteredInError.entity].contains(stream.entity)
    }

    package mutating func take(_ raw: RawMessage) {
        guard let envelope = try? Envelope(raw),
            case .event(let stream) = envelope.address, ConcernIndex.isAbout(stream),
            let sequence = envelope.attributes.sequence
        else { return }
        read[stream] = max(sequence, read[stream] ?? 0)
        guard let type = MessageCatalog.event(type: envelope.attributes.type),
            let event = try? JSONText.decode(type, from: raw.data)
        else { return }
        if let correction = event as? EnteredInError { return leaveOut(correction) }
        take(Told(id: envelope.attributes.id, time: envelope.attributes.time, event: event))
    }

    package mutating func skip(_ sequence: Int64, of stream: EventStream) {
        read[stream] = max(sequence, read[stream] ?? 0)
    }

    private mutating func take(_ told: Told) {
        guard let client = told.event.subject.map({ ClientID($0) }) else { return }
        if told.event is RiskAlerted { count(told.time) }
        var record = clients[client] ?? Record()
        record.told.append(told)
        if !wrong.contains(told.id) { record.book.apply(told.event, at: told.time) }
        if record.told.count > Record.most {
            let oldest = record.told.removeFirst()
            if !wrong.contains(oldest.id) { record.settled.apply(oldest.event, at: oldest.time) }
        }
        clients[client] = record
    }

    private mutating func leaveOut(_ correction: EnteredInError) {
        wrong.insert(correction.event)
        guard let client = correction.client, var record = clients[client],
            record.told.contains(where: { $0.id == correction.event })
        else { return }
        record.book = record.settled
        for told in record.told where !wrong.contains(told.id) {
            record.book.apply(told.event, at: told.time)
        }
        clients[client] = record
    }

    private mutating func count(_ time: Timestamp) {
        raised.append(time)
        let oldest = time.advanced(byHours: -24 * (ConcernIndex.mostDays + 1))
        if let first = raised.first, first < oldest { raised.removeAll { $0 < oldest } }
    }

    /// A page of the concerns that a query asks for.
    package func page(for query: OpenConcerns) throws -> Page<OpenConcern> {
        try query.page(
            of: clients.filter { client, _ in query.client.map { $0 == client } ?? true }
                .values.flatMap(\.book.open))
    }

    /// How many alerts were raised in each of some days.
    package func burden(for query: AlertBurden) throws -> AlertCounts {
        guard (1...ConcernIndex.mostDays).contains(query.days) else {
            throw Refusal(
                "The days are not those that the ledger keeps at hand.",
                remedy: "Ask for 1 to \(ConcernIndex.mostDays) days.")
        }
        var counts = [Int](repeating: 0, count: query.days)
        // One look at each alert, however many days are asked about.
        for time in raised where time <= query.until {
            let back = query.until.hours(since: time) / 24
            if back < query.days { counts[query.days - 1 - back] += 1 }
        }
        return AlertCounts(raised: counts)
    }
}
