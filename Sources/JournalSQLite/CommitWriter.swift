internal import GRDB
internal import HashChain
internal import Journal
internal import Messages

/// One transaction being written: it numbers entries and checks that streams go on.
struct CommitWriter {
    private let journal: SQLiteJournal
    private let database: Database
    private var tail: JournalTail
    /// Entries that are numbered and not yet written: many are written faster than one by one.
    private var unwritten: [NewRow] = []
    /// How far other streams were read: where one moves many times in a commit, its last place is
    /// written, once.
    private var cursors: [EventStream: Cursor] = [:]
    private static let unwrittenLimit = 64
    private var lastNamed: (stream: EventStream, name: String)?

    /// Reads where the journal and its streams end.
    init(of journal: SQLiteJournal, in database: Database) throws {
        self.journal = journal
        self.database = database
        tail = try journal.tail(in: database)
    }

    /// Adds all effects of one input.
    mutating func add(_ effects: Effects) throws {
        if let noted = effects.noted { try note(noted) }
        for event in effects.events { try publish(event) }
        cursors.merge(effects.cursors) { _, new in new }
        if let receipt = effects.receipt { try keep(receipt) }
        for outgoing in effects.outgoing { try send(outgoing) }
        for id in effects.settled {
            try run("DELETE FROM outbox WHERE id = ?", [id.text])
        }
        for parked in effects.parked { try park(parked) }
        for place in effects.unparked {
            // By its place: two publishers may have chosen one id.
            try run(
                "DELETE FROM parked WHERE stream = ? AND sequence = ?",
                [place.stream.description, place.sequence])
        }
    }

    /// Writes how far other streams were read, where the own ones and the journal end now, and gives
    /// the last position.
    mutating func finish() throws -> Int64 {
        try writeEntries()
        try writeCursors()
        try journal.put(tail, in: database)
        return tail.entries
    }

    private func writeCursors() throws {
        for (stream, cursor) in cursors.sorted(by: { $0.key < $1.key }) {
            try Schema.cursor.put(
                NewRow(
                    [.text(stream.description), .integer(cursor.sequence)],
                    boxed: [.text(cursor.hash)]),
                by: journal.box, in: database)
        }
    }

    private mutating func note(_ envelope: Envelope) throws {
        guard case .event(let stream) = envelope.address else {
            return try append(envelope, isOwn: false, stream: nil)
        }
        guard stream.owner != journal.identity.identity else {
            throw JournalRefusal.repeated(place: "an own event of \(stream)")
        }
        try append(envelope, isOwn: false, stream: stream)
    }

    private mutating func publish(_ envelope: Envelope) throws {
        guard case .event(let stream) = envelope.address,
            stream.owner == journal.identity.identity,
            let sequence = envelope.sequence
        else { throw JournalRefusal.notOwn(identity: journal.identity.identity) }
        let last = tail.heads[stream] ?? Cursor(sequence: 0, hash: HashChain.origin)
        guard sequence == last.sequence + 1 else {
            throw JournalRefusal.hole(
                stream: stream, expected: last.sequence + 1, found: sequence)
        }
        guard envelope.prevhash == last.hash else {
            throw JournalRefusal.forked(stream: stream, sequence: sequence)
        }
        try append(envelope, isOwn: true, stream: stream)
        // Whoever chained it has computed this hash before. Here it is computed from what is
        // written, so that the next event is compared with that, and not with what somebody meant.
        tail.heads[stream] = Cursor(
            sequence: sequence, hash: HashChain.hash(of: envelope.raw))
    }

    private mutating func append(_ envelope: Envelope, isOwn: Bool, stream: EventStream?) throws {
        let sequence = stream == nil ? nil : envelope.sequence
        // A command's id was chosen by its asker, and nobody looks it up: it stays in the box.
        let id = stream == nil ? nil : envelope.id.text
        let clear: [Field] = [
            .integer(tail.entries + 1), .integer(isOwn ? 1 : 0), Field(stream.map { name(of: $0) }),
            Field(sequence), Field(id),
        ]
        unwritten.append(NewRow(clear, envelope.raw))
        tail.entries += 1
        try index(envelope.raw)
        if unwritten.count >= CommitWriter.unwrittenLimit { try writeEntries() }
    }

    /// A stream as text, which mostly is that of the entry before.
    private mutating func name(of stream: EventStream) -> String {
        if let lastNamed, lastNamed.stream == stream { return lastNamed.name }
        let name = stream.description
        lastNamed = (stream, name)
        return name
    }

    /// Notes whom the last entry names, where the journal has an index of names.
    private mutating func index(_ raw: RawMessage) throws {
        guard journal.hasNames else { return }
        let mentions = Mentions(in: raw)
        // What it corrects may be of this very commit.
        if mentions.corrected != nil { try writeEntries() }
        let digests = try journal.digests(of: mentions, at: tail.entries, in: database)
        try journal.write(digests, at: tail.entries, in: database)
    }

    private mutating func writeEntries() throws {
        try Schema.entry.insert(unwritten, by: journal.box, in: database) { entry in
            guard case .text(let stream) = entry.clear[2],
                case .integer(let sequence) = entry.clear[3]
            else {
                // Without a stream nothing can stand against it but an entry at its position.
                return "an entry that is no event"
            }
            return "event \(sequence) of \(stream), or another with its id"
        }
        unwritten.removeAll(keepingCapacity: true)
    }

    private func keep(_ receipt: Receipt) throws {
        let (asker, message) = (receipt.asker.text, receipt.message.text)
        try Schema.receipt.insert(
            NewRow(
                [
                    .bytes(journal.box.lookup(asker, message)),
                    .integer(receipt.expires.milliseconds),
                ], boxed: [.text(asker), .text(message), .bytes(receipt.answer)]),
            by: journal.box, in: database,
            place: "the receipt of a command from \(receipt.asker)")
    }

    private func send(_ outgoing: Outgoing) throws {
        try Schema.outbox.insert(
            NewRow(
                [.integer(try next(in: Schema.outbox)), .text(outgoing.id.text)],
                boxed: [.integer(outgoing.deadline.milliseconds)], outgoing.raw),
            by: journal.box, in: database,
            place: "the outgoing command \(outgoing.id)")
    }

    private func park(_ parked: Parked) throws {
        let id = try envelope(parked.raw).id
        let clear: [Field] = [
            .integer(try next(in: Schema.parked)), .text(id.text),
            .text(parked.stream.description), .integer(parked.sequence),
        ]
        let boxed: [Field] = [
            Field(parked.subject), .text(parked.reason), .integer(parked.since.milliseconds),
        ]
        try Schema.parked.insert(
            NewRow(clear, boxed: boxed, parked.raw), by: journal.box, in: database,
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

    private func envelope(_ raw: RawMessage) throws -> Envelope {
        do {
            return try Envelope(raw)
        } catch {
            throw JournalRefusal.unreadable(error)
        }
    }
}
