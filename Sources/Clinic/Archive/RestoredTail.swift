internal import HashChain
internal import Journal
internal import Messages
internal import PeerKit

/// Adds to a journal from a backup what its owner published since then, each event behind the
/// input that caused it, so that it folds as it once did.
///
/// Inputs are noted and not decided on: what they caused is there. Up to the last input of a stream
/// that caused something, the stream counts as handled; the rest is delivered again.
struct RestoredTail {
    private(set) var part: Restoration.Report.Part
    /// What it could not get, a phrase each.
    private(set) var losses: [String] = []

    private let identity: Identity
    private let journal: any JournalStore
    private let askers: Set<Identity>
    private var heads: [EventStream: Cursor]
    private var cursors: [EventStream: Cursor]
    private var parked: [Parked]
    private var outbox: Set<MessageID>
    /// The events that each message caused, in order.
    private var caused: [MessageID: [MessageID]] = [:]
    private var settled: Set<MessageID> = []
    private var batch: [Effects] = []
    /// What was noted and may have caused commands; `nil` if it may send none.
    private var skipped: SkippedInputs?
    private static let batchLimit = 500

    /// - Parameters:
    ///   - askers: who may have given a command besides the person who acted.
    ///   - skipped: where to name what is not decided on; `nil` for one that may send no commands.
    init(
        of identity: Identity, into journal: any JournalStore, askers: Set<Identity>,
        skipped: SkippedInputs?
    ) throws {
        self.identity = identity
        self.journal = journal
        self.askers = askers.subtracting([identity])
        part = .init(identity: identity, saved: try journal.count())
        heads = try journal.heads()
        cursors = try journal.cursors()
        parked = try journal.parked()
        outbox = Set(try journal.outbox().map(\.id))
        self.skipped = skipped
    }

    /// Adds the tail from the ledger, in its order, and what it lacks from others who read it.
    mutating func append(from sources: inout SourceJournals) throws {
        let tail = try events(from: &sources)
        for event in tail {
            if let cause = event.attributes.causationid {
                caused[cause, default: []].append(event.id)
            }
        }
        for event in tail { try add(event, from: &sources) }
        try commit()
        nameUnknown()
        if let loss = skipped?.loss(arrivedAt: sources) { losses.append(loss) }
    }

    private func events(from sources: inout SourceJournals) throws -> [Envelope] {
        let prefix = "event.\(identity)."
        var ends = heads
        var tail: [Envelope] = []
        func add(_ envelope: Envelope) -> Bool {
            guard case .event(let stream) = envelope.address,
                envelope.attributes.sequence == (ends[stream]?.sequence ?? 0) + 1,
                envelope.attributes.prevhash == ends[stream]?.hash ?? HashChain.origin
            else { return false }
            ends[stream] = Cursor(
                sequence: (ends[stream]?.sequence ?? 0) + 1,
                hash: HashChain.hash(of: envelope.raw))
            tail.append(envelope)
            return true
        }
        if let ledger = sources.ledger, identity != .ledger {
            var position: Int64 = 0
            while true {
                let entries = try ledger.entries(after: position, limit: 1_000)
                guard let last = entries.last else { break }
                for entry in entries where entry.raw.topic.starts(with: prefix.utf8) {
                    _ = add(try Envelope(entry.raw))
                }
                position = last.position
            }
        }
        // The ledger may have been down: each service that noted an event has its bytes too.
        let streams = Set(MessageCatalog.streams(of: identity) + heads.keys)
        for stream in streams.sorted() where !MessageCatalog.isIdentifying(stream) {
            while let next = sources.event((ends[stream]?.sequence ?? 0) + 1, of: stream) {
                guard add(next) else { break }
            }
        }
        return tail
    }

    private mutating func add(_ event: Envelope, from sources: inout SourceJournals) throws {
        if let cause = event.attributes.causationid, settled.insert(cause).inserted {
            try settle(cause, of: event, from: &sources)
        }
        batch.append(Effects(events: [event], unparked: letGo(by: event)))
        part.events += 1
        if batch.count >= Self.batchLimit { try commit() }
    }

    /// Places that were parked when the backup was made, and that a person let go since.
    private mutating func letGo(by event: Envelope) -> [EventPlace] {
        guard MessageCatalog.event(type: event.attributes.type) == EventDiscarded.self,
            let discarded = try? JSONText.decode(EventDiscarded.self, from: event.raw.data),
            parked.contains(where: { $0.place == discarded.place })
        else { return [] }
        parked.removeAll { $0.place == discarded.place }
        return [discarded.place]
    }

    /// Makes what caused an event count as handled.
    private mutating func settle(
        _ cause: MessageID, of event: Envelope, from sources: inout SourceJournals
    ) throws {
        if let input = sources.event(cause), case .event(let stream) = input.address {
            guard stream.owner != identity else {
                skipped?.add(
                    event: input, of: stream, sequence: input.attributes.sequence ?? 0)
                return
            }
            return try note(input, of: stream, from: &sources)
        }
        // What it published itself is in the tail, or is identifying; it is no command.
        try commit()
        if try journal.eventWithID(cause) != nil { return }
        if outbox.contains(cause) {
            batch.append(Effects(settled: [cause]))
            skipped?.add(answerTo: cause)
            return
        }
        try answer(cause, of: event)
    }

    /// Notes an input with all of its stream that came before it.
    private mutating func note(
        _ input: Envelope, of stream: EventStream, from sources: inout SourceJournals
    ) throws {
        guard let sequence = input.attributes.sequence else { return }
        let isNew = cursors[stream] == nil && stream.owner == .supervisor
        // A reader that is new to the clinic begins at the newest hour.
        let first =
            isNew && stream.entity == "clock" ? sequence : (cursors[stream]?.sequence ?? 0) + 1
        if first > sequence {
            guard parked.contains(where: { $0.stream == stream && $0.sequence == sequence }) else {
                return
            }
            parked.removeAll { $0.stream == stream && $0.sequence == sequence }
            batch.append(
                Effects(
                    noted: input, unparked: [EventPlace(stream: stream, sequence: sequence)])
            )
            noted(input, of: stream, sequence)
            return
        }
        for number in first...sequence {
            guard let next = number == sequence ? input : sources.event(number, of: stream) else {
                losses.append("\(stream) \(number), an input that nobody has")
                continue
            }
            var effects = Effects()
            if number < sequence, isHeldBack(next, of: stream) {
                let waiting = Parked(
                    stream: stream, sequence: number, subject: next.attributes.subject,
                    reason: ParkedBehind().advice.problem, raw: next.raw,
                    since: next.attributes.time)
                parked.append(waiting)
                effects.parked = [waiting]
            } else {
                effects.noted = next
                noted(next, of: stream, number)
            }
            let cursor = Cursor(sequence: number, hash: HashChain.hash(of: next.raw))
            cursors[stream] = cursor
            effects.cursors = [stream: cursor]
            batch.append(effects)
        }
    }

    private mutating func noted(_ input: Envelope, of stream: EventStream, _ sequence: Int64) {
        part.inputs += 1
        skipped?.add(event: input, of: stream, sequence: sequence)
    }

    private func isHeldBack(_ event: Envelope, of stream: EventStream) -> Bool {
        ParkedPlaces(parked).holdBack(stream: stream, subject: event.attributes.subject)
    }

    /// Keeps the answer to an accepted command: its asker may not have heard it, and ask again. No
    /// event names the asker, so the answer is kept for each identity that may be it.
    private mutating func answer(_ command: MessageID, of event: Envelope) throws {
        let person = event.attributes.person.flatMap { Identity(person: $0.staff) }
        let known = askers.union([person].compactMap(\.self)).sorted()
        let answer = try JSONText.encode(Answer(outcome: .accepted, events: caused[command] ?? []))
        let expires = try journal.running()
            .advanced(by: Receipt.longestWait + Receipt.reserve)
        for asker in known where try journal.receipt(asker: asker, message: command) == nil {
            batch.append(
                Effects(
                    receipt: Receipt(
                        asker: asker, message: command, answer: answer, expires: expires)))
        }
        part.commands += 1
        skipped?.add(command: command, from: known)
    }

    private mutating func commit() throws {
        try journal.commit(batch)
        batch = []
    }

    /// Names what is in no other journal.
    private mutating func nameUnknown() {
        for stream in MessageCatalog.streams(of: identity)
        where MessageCatalog.isIdentifying(stream) {
            let head = heads[stream]?.sequence ?? 0
            losses.append(
                "\(stream) after event \(head), if it had more: names and contacts are in no"
                    + " other journal. `cairn client timeline` tells who was registered since the backup,"
                    + " and a replaced file that can still be read may have the rest")
        }
    }
}
