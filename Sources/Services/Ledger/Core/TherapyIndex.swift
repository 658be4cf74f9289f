package import Messages

/// The therapies that were approved, and what clients have to practise for them.
///
/// What was entered in error is left out, whether the ledger heard of the error before or after it.
package struct TherapyIndex: LedgerIndex {
    package static let subject = "therapies"

    private var therapies: [Identity: Approved] = [:]
    private var told: [ClientID: [Told]] = [:]
    /// When each client's treatment, or the contact, ended.
    private var ends: [ClientID: [MessageID: Timestamp]] = [:]
    private var wrong: Set<MessageID> = []
    package private(set) var read: [EventStream: Int64] = [:]

    /// A therapy as it was approved last.
    private struct Approved {
        var contract: JSONFragment
        /// What people call each practice.
        var titles: [String: String]
        var isInUse: Bool
    }

    /// A word on a practice.
    private struct Told {
        let id: MessageID
        let therapy: Identity
        let time: Timestamp
        let event: any Event

        /// Of one client: a year of several practices a week. What is older stands in the timeline.
        static let most = 512
    }

    package init() {}

    package static func isAbout(_ stream: EventStream) -> Bool {
        if stream.owner == .supervisor { return stream.entity == PluginApproved.entity }
        let entities = ending.filter { $0.owner == stream.owner }.map { $0.entity }
        guard entities.isEmpty else {
            return (entities + [EnteredInError.entity]).contains(stream.entity)
        }
        guard MessageCatalog.contract(of: stream.owner) == nil else { return false }
        return [PracticeAssigned.entity, EnteredInError.entity].contains(stream.entity)
    }

    /// What ends all that is to be practised.
    private static let ending: [any Event.Type] = [EnrollmentClosed.self, FollowUpClosed.self]

    package mutating func take(_ raw: RawMessage) {
        guard let envelope = try? Envelope(raw),
            case .event(let stream) = envelope.address, TherapyIndex.isAbout(stream),
            let sequence = envelope.attributes.sequence
        else { return }
        read[stream] = max(sequence, read[stream] ?? 0)
        guard let type = MessageCatalog.event(type: envelope.attributes.type),
            let event = try? JSONText.decode(type, from: raw.data)
        else { return }
        switch event {
        case let event as PluginApproved:
            therapies[event.plugin] = Approved(
                contract: event.contract, titles: TherapyIndex.titles(in: event.contract),
                isInUse: true)
        case let event as PluginDisabled: therapies[event.plugin]?.isInUse = false
        case let event as PluginRemoved: therapies[event.plugin]?.isInUse = false
        case let event as EnteredInError: wrong.insert(event.event)
        case let event as EnrollmentClosed: end(event.client, envelope)
        case let event as FollowUpClosed where event.ending != .doNotCall:
            end(event.client, envelope)
        default: takeWord(event, by: stream.owner, envelope)
        }
    }

    /// A word about a client, of a therapy's practice.
    private mutating func takeWord(
        _ event: any Event, by therapy: Identity, _ envelope: Envelope
    ) {
        guard event is PracticeAssigned || event is PracticeReported,
            let client = event.subject.map({ ClientID($0) })
        else { return }
        told[client, default: []].append(
            Told(
                id: envelope.attributes.id, therapy: therapy, time: envelope.attributes.time,
                event: event))
        Retention.Newest(Told.most).trim(&told[client, default: []])
    }

    private mutating func end(_ client: ClientID, _ envelope: Envelope) {
        ends[client, default: [:]][envelope.attributes.id] = envelope.attributes.time
    }

    package mutating func skip(_ sequence: Int64, of stream: EventStream) {
        read[stream] = max(sequence, read[stream] ?? 0)
    }

    /// What a contract calls its practices, by name, in English.
    private static func titles(in contract: JSONFragment) -> [String: String] {
        guard case .object(let members) = contract,
            case .array(let practices)? = members["practice"]
        else { return [:] }
        let named = practices.compactMap { practice -> (String, String)? in
            guard case .object(let fields) = practice, case .string(let name)? = fields["name"]
            else { return nil }
            switch fields["title"] {
            case .string(let title)?: return (name, title)
            case .object(let texts)?:
                if case .string(let title)? = texts["en"] { return (name, title) }
            default: break
            }
            return nil
        }
        return Dictionary(named) { first, _ in first }
    }

    /// A page of the therapies that were approved.
    package func page(for query: ApprovedTherapies) throws -> Page<ApprovedTherapy> {
        try query.page(
            of: therapies.map {
                ApprovedTherapy(
                    therapy: $0.key, isInUse: $0.value.isInUse, contract: $0.value.contract)
            })
    }

    /// A page of what clients have to practise.
    package func page(for query: Practices) throws -> Page<PracticeLine> {
        let clients = query.client.map { [$0] } ?? Array(told.keys)
        return try query.page(of: clients.flatMap(lines))
    }

    private func lines(of client: ClientID) -> [PracticeLine] {
        var lines: [String: PracticeLine] = [:]
        // What was given before treatment or the contact ended is over with it.
        let end = (ends[client] ?? [:]).filter { !wrong.contains($0.key) }.values.max()
        for word in told[client] ?? [] where !wrong.contains(word.id) {
            if let end, word.time <= end { continue }
            switch word.event {
            case let event as PracticeAssigned:
                var line = blank(client, word.therapy, event.practice)
                (line.assigned, line.due) = (word.time, event.due)
                lines["\(word.therapy) \(event.practice)"] = line
            case let event as PracticeReported:
                let name = "\(word.therapy) \(event.practice)"
                var line = lines[name] ?? blank(client, word.therapy, event.practice)
                (line.isDone, line.reported) = (event.isDone, word.time)
                lines[name] = line
            default: break
            }
        }
        return Array(lines.values)
    }

    /// A practice of which nothing is told yet.
    private func blank(_ client: ClientID, _ therapy: Identity, _ practice: String) -> PracticeLine
    {
        PracticeLine(
            client: client, therapy: therapy, practice: practice,
            title: therapies[therapy]?.titles[practice], assigned: nil, due: nil, isDone: nil,
            reported: nil)
    }
}
