internal import GRDB
package import Journal
package import Messages

extension SQLiteJournal {
    package func history(of stream: EventStream, from sequence: Int64) throws -> History {
        let isOwn = stream.owner == identity.identity
        let first = max(1, sequence)
        return try readBeside("the history of \(stream)") { database in
            guard let head = try end(of: stream, isOwn: isOwn, in: database), head.sequence > 0
            else { return .unknown }
            guard first <= head.sequence else {
                return .page(ReplayPage(messages: []), head: head)
            }
            let page = try wholePage(
                of: stream, from: first, to: head.sequence, isOwn: isOwn, in: database)
            guard page.messages.isEmpty else { return .page(page, head: head) }
            guard !isOwn else { throw missing(first, of: stream) }
            return .absent(isParked: try isParked(first, of: stream, in: database))
        }
    }

    private func wholePage(
        of stream: EventStream, from first: Int64, to last: Int64, isOwn: Bool,
        in database: Database
    ) throws -> ReplayPage {
        var page = ReplayPage(messages: [])
        var bytes = 0
        do {
            let records = try Schema.entry.records(
                in: database, of: self,
                "WHERE own = ? AND stream = ? AND sequence BETWEEN ? AND ? ORDER BY sequence",
                [isOwn ? 1 : 0, stream.description, first, last], place: SQLiteJournal.place(of:))
            while let record = try records.next(),
                try record.integer(3) == first + Int64(page.messages.count)
            {
                let raw = try record.message(5)
                bytes += ReplayPage.cost(of: raw)
                guard page.messages.isEmpty || bytes <= ReplayPage.limitBytes else { break }
                page.messages.append(raw)
            }
        } catch {
            // The events before the damage are whole. The reader who asks on from there is told of
            // it.
            guard !page.messages.isEmpty else { throw error }
        }
        return page
    }

    /// The last event of a stream that was published or taken in.
    private func end(of stream: EventStream, isOwn: Bool, in database: Database) throws -> Cursor? {
        guard !isOwn else { return try tail(in: database).heads[stream] }
        let records = try Schema.cursor.records(
            in: database, of: self, "WHERE stream = ?", [stream.description]
        ) { _ in "the cursor of \(stream)" }
        return try records.next().map {
            Cursor(sequence: try $0.integer(1), hash: try $0.text(2))
        }
    }

    private func isParked(_ sequence: Int64, of stream: EventStream, in database: Database) throws
        -> Bool
    {
        try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT 1 FROM parked WHERE stream = ? AND sequence = ?"),
            arguments: [stream.description, sequence]) != nil
    }
}
