internal import FoundationEssentials
internal import GRDB
package import Journal
package import Messages

extension SQLiteJournal {
    /// The entries after a position, in order; fewer than `limit` only at the end.
    ///
    /// A damaged entry is an error that names it. None is skipped, and a lost end is noticed.
    package func entries(after position: Int64, limit: Int) throws -> [Entry] {
        try read("the entries after \(position)") { database in
            try entries(after: position, limit: limit, in: database)
        }
    }

    /// The same, for any task beside the loop that commits.
    package func entriesBeside(after position: Int64, limit: Int) throws -> [Entry] {
        try readBeside("the entries after \(position)") { database in
            try entries(after: position, limit: limit, in: database)
        }
    }

    private func entries(after position: Int64, limit: Int, in database: Database) throws
        -> [Entry]
    {
        let records = try Schema.entry.records(
            in: database, of: self, "WHERE position > ? ORDER BY position LIMIT ?",
            [position, limit], place: SQLiteJournal.place(of:))
        var entries: [Entry] = []
        while let record = try records.next() {
            let entry = try SQLiteJournal.entry(record)
            guard entry.position == position + Int64(entries.count) + 1 else {
                throw missing(position + Int64(entries.count) + 1)
            }
            entries.append(entry)
        }
        let end = position + Int64(entries.count)
        let count = try tail(in: database).entries
        guard entries.count >= limit || end >= count else { throw missing(end + 1) }
        return entries
    }

    /// The events of every stream of one entity, its own and noted, in the journal's order.
    ///
    /// It costs what there is of that entity, however long the journal is.
    package func entries(ofEntity entity: String) throws -> [Entry] {
        try read("the entries of \(entity)") { database in
            var entries: [Entry] = []
            for own in [0, 1] {
                var last = ""
                // From one stream to the next by the index: an entry of another is never touched.
                while let name = try String.fetchOne(
                    database.cachedStatement(
                        sql: """
                            SELECT min(stream) FROM entry
                                WHERE own = ? AND stream > ? AND stream IS NOT NULL
                            """), arguments: [own, last])
                {
                    last = name
                    guard EventStream(name)?.entity == entity else { continue }
                    let records = try Schema.entry.records(
                        in: database, of: self, "WHERE own = ? AND stream = ?", [own, name],
                        place: SQLiteJournal.place(of:))
                    while let record = try records.next() {
                        entries.append(try SQLiteJournal.entry(record))
                    }
                }
            }
            return entries.sorted { $0.position < $1.position }
        }
    }

    /// The last event of each own stream, with its chain hash.
    package func heads() throws -> [EventStream: Cursor] {
        try read("its heads") { try tail(in: $0).heads }
    }

    /// How far the streams of others were read.
    package func cursors() throws -> [EventStream: Cursor] {
        try read("its cursors") { try cursors(in: $0) }
    }

    /// The answer that a command was given, if it is known here.
    package func receipt(asker: Identity, message: MessageID) throws -> Receipt? {
        try read("its receipts") { database in
            let records = try Schema.receipt.records(
                in: database, of: self, "WHERE question = ?",
                [Data(box.lookup(asker.text, message.text))]
            ) { _ in "the receipt of a command from \(asker)" }
            return try records.next().map(SQLiteJournal.receipt)
        }
    }

    /// The answers that are still kept, of all commands, by asker and message.
    package func receipts() throws -> [Receipt] {
        try read("its receipts") { database in
            let records = try Schema.receipt.records(in: database, of: self) { _ in "a receipt" }
            var receipts: [Receipt] = []
            while let record = try records.next() {
                receipts.append(try SQLiteJournal.receipt(record))
            }
            return receipts.sorted { ($0.asker, $0.message.text) < ($1.asker, $1.message.text) }
        }
    }

    private static func receipt(_ record: Record) throws -> Receipt {
        Receipt(
            asker: try record.identity(2), message: MessageID(try record.text(3)),
            answer: try record.bytes(4),
            expires: RunningTime(milliseconds: try record.integer(1)))
    }

    /// How long its process has run, when that was last noted.
    package func running() throws -> RunningTime {
        try read("its identity") { try tail(in: $0).running }
    }

    /// How many entries it has.
    package func count() throws -> Int64 {
        try read("its identity") { try tail(in: $0).entries }
    }

    /// Commands of its own that are neither answered nor given up, in the order of their causes.
    package func outbox() throws -> [Outgoing] {
        try read("its outbox") { database in
            let records = try Schema.outbox.records(in: database, of: self, "ORDER BY line") {
                "line \($0.hint(0)) of its outbox"
            }
            var outgoing: [Outgoing] = []
            while let record = try records.next() {
                outgoing.append(
                    Outgoing(
                        id: MessageID(try record.text(1)), raw: try record.message(3),
                        deadline: try record.time(2)))
            }
            return outgoing
        }
    }

    /// Events that wait for a person or for another stream, in the order of their arrival.
    package func parked() throws -> [Parked] {
        try read("its parked list") { database in
            let records = try Schema.parked.records(in: database, of: self, "ORDER BY line") {
                "line \($0.hint(0)) of its parked list"
            }
            var parked: [Parked] = []
            while let record = try records.next() {
                parked.append(
                    Parked(
                        stream: try record.stream(2), sequence: try record.integer(3),
                        subject: try record.optionalText(4), reason: try record.text(5),
                        raw: try record.message(7), since: try record.time(6)))
            }
            return parked
        }
    }

    /// The event of an id: an own one, else the first that was noted.
    package func eventWithID(_ id: MessageID) throws -> Entry? {
        try read("an event by its id") { database in
            guard let position = try SQLiteJournal.position(of: id, in: database) else {
                return nil
            }
            let records = try Schema.entry.records(
                in: database, of: self, "WHERE position = ?", [position],
                place: SQLiteJournal.place(of:))
            return try records.next().map(SQLiteJournal.entry)
        }
    }

    /// Where the event of an id is, as ``eventWithID(_:)`` finds it. Any task may ask.
    package func position(of id: MessageID) throws -> Int64? {
        try readBeside("an event by its id") { try SQLiteJournal.position(of: id, in: $0) }
    }

    private static func position(of id: MessageID, in database: Database) throws -> Int64? {
        // One after the other, so that each has its index.
        for condition in ["own = 1", "own = 0 AND stream IS NOT NULL"] {
            let statement = try database.cachedStatement(
                sql: """
                    SELECT position FROM entry
                        WHERE id = ? AND \(condition) ORDER BY position LIMIT 1
                    """)
            if let position = try Int64.fetchOne(statement, arguments: [id.text]) {
                return position
            }
        }
        return nil
    }

    /// Original events of one stream in order: at least one, if there is one, within a page's limit.
    ///
    /// Any task may ask, beside the loop that commits. Of the streams of others it has what was
    /// noted; a hole there is not an error.
    package func page(of stream: EventStream, from sequence: Int64, isOwn: Bool) throws
        -> ReplayPage
    {
        try readBeside("a page of \(stream)") { database in
            let first = max(1, sequence)
            let records = try Schema.entry.records(
                in: database, of: self,
                "WHERE own = ? AND stream = ? AND sequence >= ? ORDER BY sequence",
                [isOwn ? 1 : 0, stream.description, first], place: SQLiteJournal.place(of:))
            var page = ReplayPage(messages: [])
            var bytes = 0
            while let record = try records.next() {
                let next = first + Int64(page.messages.count)
                let found = try record.integer(3)
                guard !isOwn || found == next else { throw missing(next, of: stream) }
                let raw = try record.message(5)
                bytes += ReplayPage.cost(of: raw)
                guard page.messages.isEmpty || bytes <= ReplayPage.limitBytes else { return page }
                page.messages.append(raw)
            }
            let next = first + Int64(page.messages.count)
            if isOwn, let head = try tail(in: database).heads[stream], next <= head.sequence {
                throw missing(next, of: stream)
            }
            return page
        }
    }

    /// How far the streams of others were read, within a transaction.
    func cursors(in database: Database) throws -> [EventStream: Cursor] {
        let records = try Schema.cursor.records(in: database, of: self) { _ in "a cursor" }
        var found: [EventStream: Cursor] = [:]
        while let record = try records.next() {
            found[try record.stream(0)] = Cursor(
                sequence: try record.integer(1), hash: try record.text(2))
        }
        return found
    }

    /// How an entry is named in errors.
    static func place(of record: Record) -> String { "entry \(record.hint(0))" }

    /// The entry that a record holds.
    static func entry(_ record: Record) throws -> Entry {
        Entry(
            position: try record.integer(0), isOwn: try record.integer(1) == 1,
            raw: try record.message(5))
    }

    /// An entry that should be there and is not.
    func missing(_ position: Int64) -> SQLiteJournalError {
        .corrupt(path: path, place: "entry \(position)")
    }

    /// An event of one's own that should be there and is not.
    func missing(_ sequence: Int64, of stream: EventStream) -> SQLiteJournalError {
        .corrupt(path: path, place: "event \(sequence) of \(stream)")
    }
}
