internal import FoundationEssentials
internal import GRDB
internal import HashChain
internal import Messages

/// One transaction being written: it numbers entries and checks that streams go on.
struct Draft {
    private let journal: Journal
    private let database: Database
    private var entries: Int64
    private var heads: [EventStream: Cursor]
    private var moved: Set<EventStream> = []

    /// Reads where the journal and its streams end.
    init(of journal: Journal, in database: Database) throws {
        guard let line = try journal.line(in: database) else {
            throw JournalError.corrupt(path: journal.path, place: "its identity")
        }
        self.journal = journal
        self.database = database
        entries = line.entries
        heads = try journal.places(.head, in: database)
    }

    /// Adds all effects of one input.
    mutating func add(_ effects: Effects) throws {
        if let noted = effects.noted { try note(noted) }
        for event in effects.events { try publish(event) }
        for (stream, cursor) in effects.cursors.sorted(by: { $0.key < $1.key }) {
            try put(cursor, for: stream, in: Schema.cursor)
        }
        if let receipt = effects.receipt { try keep(receipt) }
        for outgoing in effects.outgoing { try send(outgoing) }
        for id in effects.settled {
            try run("DELETE FROM outbox WHERE id = ?", [id.text])
        }
        for parked in effects.parked { try park(parked) }
        for id in effects.unparked {
            // Two events of one id are a publisher's defect; the earlier is handled first.
            try run(
                "DELETE FROM parked WHERE line = (SELECT min(line) FROM parked WHERE id = ?)",
                [id.text])
        }
    }

    /// Writes where the own streams and the journal end now.
    func finish() throws {
        for stream in moved.sorted() {
            guard let head = heads[stream] else { continue }
            try put(head, for: stream, in: Schema.head)
        }
        try journal.put(entries: entries, in: database)
    }

    private mutating func note(_ frames: Frames) throws {
        let envelope = try envelope(frames)
        guard case .event(let stream, _) = envelope.address else {
            return try append(envelope, isOwn: false, stream: nil)
        }
        guard stream.owner != journal.identity.identity else {
            throw JournalError.repeated(place: "an own event of \(stream)")
        }
        try append(envelope, isOwn: false, stream: stream)
    }

    private mutating func publish(_ envelope: Envelope) throws {
        guard case .event(let stream, _) = envelope.address,
            stream.owner == journal.identity.identity,
            let sequence = envelope.attributes.sequence
        else { throw JournalError.notOwn(identity: journal.identity.identity) }
        let last = heads[stream] ?? Cursor(sequence: 0, hash: HashChain.origin)
        guard sequence == last.sequence + 1 else {
            throw JournalError.hole(
                stream: stream, expected: last.sequence + 1, found: sequence)
        }
        guard envelope.attributes.prevhash == last.hash else {
            throw JournalError.forked(stream: stream, sequence: sequence)
        }
        try append(envelope, isOwn: true, stream: stream)
        heads[stream] = Cursor(
            sequence: sequence, hash: HashChain.hash(of: envelope.frames))
        moved.insert(stream)
    }

    private mutating func append(_ envelope: Envelope, isOwn: Bool, stream: EventStream?) throws {
        let sequence = stream == nil ? nil : envelope.attributes.sequence
        let values: [(any DatabaseValueConvertible)?] = [
            entries + 1, isOwn ? 1 : 0, stream?.description, sequence, envelope.id.text,
        ]
        try Schema.entry.insert(
            values.map { $0?.databaseValue ?? .null } + envelope.frames.values, in: database,
            place: stream.map { "event \(sequence ?? 0) of \($0), or another with its id" }
                ?? "entry \(entries + 1)")
        entries += 1
    }

    private func put(_ cursor: Cursor, for stream: EventStream, in table: Table) throws {
        let values: [any DatabaseValueConvertible] = [
            stream.description, cursor.sequence, cursor.hash,
        ]
        try table.put(values.map(\.databaseValue), in: database)
    }

    private func keep(_ receipt: Receipt) throws {
        let values: [any DatabaseValueConvertible] = [
            receipt.asker.text, receipt.message.text, Data(receipt.answer),
            receipt.expires.milliseconds,
        ]
        try Schema.receipt.insert(
            values.map(\.databaseValue), in: database,
            place: "the receipt of a command from \(receipt.asker)")
    }

    private func send(_ outgoing: Outgoing) throws {
        let values: [any DatabaseValueConvertible] = [
            try next(in: Schema.outbox), outgoing.id.text, outgoing.deadline.milliseconds,
        ]
        try Schema.outbox.insert(
            values.map(\.databaseValue) + outgoing.frames.values, in: database,
            place: "the outgoing command \(outgoing.id)")
    }

    private func park(_ parked: Parked) throws {
        let id = try envelope(parked.frames).id
        let values: [(any DatabaseValueConvertible)?] = [
            try next(in: Schema.parked), id.text, parked.stream.description, parked.sequence,
            parked.subject, parked.reason, parked.since.milliseconds,
        ]
        try Schema.parked.insert(
            values.map { $0?.databaseValue ?? .null } + parked.frames.values, in: database,
            place: "event \(parked.sequence) of \(parked.stream) on its parked list")
    }

    private func next(in table: Table) throws -> Int64 {
        let last = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT max(line) FROM \(table.name)"))
        return (last ?? 0) + 1
    }

    private func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    private func envelope(_ frames: Frames) throws -> Envelope {
        do {
            return try Envelope(frames)
        } catch {
            throw JournalError.unreadable(error)
        }
    }
}
