internal import FoundationEssentials
internal import GRDB
package import Journal
internal import Messages

/// The ledger's index: which entries name whom, so that one client's are found among millions.
///
/// A name is not in it, but a digest of it under the journal's key: see ``RowBox/lookup(_:)``. Each
/// entry is indexed in the transaction that writes it. It adds nothing to the entries, from which
/// it can be built again at any time.
extension SQLiteJournal {
    /// Whether this journal has the index: the ledger's alone, for nobody looks up names elsewhere.
    var hasNames: Bool { identity.identity == .ledger }

    /// What of the index is still to be built.
    package func unindexed() throws -> Unindexed? {
        try readBeside("its index of names") { try unindexed(in: $0) }
    }

    /// The entries after a position that name somebody or something, in order; fewer than `limit`
    /// only at the end.
    ///
    /// Any task may ask, beside the loop that commits. It costs what it returns.
    package func entries(naming name: String, after position: Int64, limit: Int) throws -> [Entry] {
        try readBeside("its index of names") { database in
            let positions = try Int64.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT position FROM name WHERE digest = ? AND position > ?
                            ORDER BY position LIMIT ?
                        """), arguments: [digest(of: name), position, limit])
            return try positions.map { position in
                guard let entry = try entry(at: position, in: database) else {
                    throw missing(position)
                }
                return entry
            }
        }
    }

    /// Indexes the next entries of an older ledger, in a transaction of its own.
    ///
    /// Any task may call it, one at a time: the loop that commits waits no longer than this takes.
    ///
    /// - Returns: what is left to do; `nil` at the end.
    package func indexMore(limit: Int) throws -> Unindexed? {
        guard let left = try unindexed() else { return nil }
        // What is written is never changed: it is read and understood beside the loop.
        let read = try entriesBeside(
            after: left.done, limit: min(limit, Int(left.all - left.done)))
        let mentions = read.map { ($0.position, Mentions(in: $0.raw)) }
        return try write("its index of names") { database in
            for (position, mentions) in mentions {
                let digests = try digests(of: mentions, at: position, in: database)
                try write(digests, at: position, in: database)
            }
            let done = left.done + Int64(read.count)
            guard done < left.all, !read.isEmpty else {
                try database.execute(sql: "DELETE FROM unindexed")
                return nil
            }
            try database.execute(sql: "UPDATE unindexed SET done = ?", arguments: [done])
            return Unindexed(done: done, all: left.all)
        }
    }

    /// Has the index built anew from the entries: what is left of it is thrown away.
    package func forgetNames() throws {
        guard hasNames else { return }
        try write("its index of names") { database in
            let last = try tail(in: database).entries
            try database.execute(sql: "DELETE FROM name; DELETE FROM unindexed")
            guard last > 0 else { return }
            try database.execute(
                sql: "INSERT INTO unindexed VALUES (1, 0, ?)", arguments: [last])
        }
    }

    /// What an entry is found by: the digests of those it names, and for a correction of those whom
    /// the events before it name that it corrects.
    func digests(of mentions: Mentions, at position: Int64, in database: Database) throws
        -> Set<Data>
    {
        var digests = Set(mentions.names.map(digest))
        var corrections = mentions.corrected.map { [($0, position)] } ?? []
        var steps = 0
        // A correction may be corrected itself. Nobody does that often: who does it endlessly wants
        // to hold the ledger up.
        while let (event, position) = corrections.popLast(), steps < SQLiteJournal.longestCorrection
        {
            steps += 1
            let records = try Schema.entry.records(
                in: database, of: self,
                "WHERE id = ? AND own = 0 AND stream IS NOT NULL AND position < ?",
                [event.text, position], place: SQLiteJournal.place(of:))
            while let record = try records.next() {
                let entry = try SQLiteJournal.entry(record)
                let corrected = Mentions(in: entry.raw)
                digests.formUnion(corrected.names.map(digest))
                if let next = corrected.corrected { corrections.append((next, entry.position)) }
            }
        }
        return digests
    }

    /// Writes what an entry is found by.
    func write(_ digests: Set<Data>, at position: Int64, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO name (digest, position) VALUES (?, ?)")
        for digest in digests { try statement.execute(arguments: [digest, position]) }
    }

    /// Compares the index with an entry: it must lead there from each name.
    ///
    /// - Returns: how many names lead there.
    func checkNames(of entry: Entry, in database: Database) throws -> Int64 {
        let digests = try digests(
            of: Mentions(in: entry.raw), at: entry.position, in: database)
        let statement = try database.cachedStatement(
            sql: "SELECT 1 FROM name WHERE digest = ? AND position = ?")
        for digest in digests {
            guard try Int.fetchOne(statement, arguments: [digest, entry.position]) != nil else {
                throw SQLiteJournalError.misindexed(path: path, position: entry.position)
            }
        }
        return Int64(digests.count)
    }

    /// Whether the file was made before there was an index, and is only looked at.
    func lacksNames(in database: Database) throws -> Bool {
        try !hasNames || !database.tableExists("name")
    }

    func unindexed(in database: Database) throws -> Unindexed? {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT done, last FROM unindexed"))
        return try row.map {
            Unindexed(done: try $0.decode(forColumn: "done"), all: try $0.decode(forColumn: "last"))
        }
    }

    private func entry(at position: Int64, in database: Database) throws -> Entry? {
        let records = try Schema.entry.records(
            in: database, of: self, "WHERE position = ?", [position],
            place: SQLiteJournal.place(of:))
        return try records.next().map(SQLiteJournal.entry)
    }

    /// Half of a lookup's bytes: of names that nobody chose to collide it still tells all apart.
    private func digest(of name: String) -> Data { Data(box.lookup("name", name).prefix(16)) }

    private static let longestCorrection = 64
}
