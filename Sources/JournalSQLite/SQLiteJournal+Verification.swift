internal import GRDB
internal import HashChain
package import Journal
internal import Messages

extension SQLiteJournal {
    /// Walks the whole journal, beside its use: each entry's bytes, each stream's sequence and
    /// chain, the heads, and SQLite's own structures.
    ///
    /// It stops at the first damage and reports it. It throws only if the journal is closed.
    package func verify() throws -> VerificationReport {
        var report = VerificationReport(entries: 0, heads: [:])
        var isAtEntries = true
        do {
            try readBeside("entry 1") { database in
                try walkEntries(database, into: &report)
                isAtEntries = false
                try walkPlaces(database, report)
                try walkLists(database)
                // Last: it tells that something is wrong, but not where.
                guard try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") == "ok" else {
                    throw SQLiteJournalError.corrupt(path: path, place: "SQLite's own structures")
                }
            }
        } catch JournalRefusal.closed {
            throw JournalRefusal.closed
        } catch let error as SQLiteJournalError {
            report.damage = VerificationReport.Damage(
                position: isAtEntries ? report.entries + 1 : nil, advice: error.advice)
        }
        return report
    }

    /// Whether SQLite finds in the short tables all that is there.
    ///
    /// A seal tells that a row was changed, and not that an index no longer leads to it: a receipt
    /// that is not found would let its command take effect twice.
    func checkLists(in database: Database) throws {
        let tables = [
            Schema.journal, Schema.cursor, Schema.receipt, Schema.outbox, Schema.parked,
        ]
        for table in tables {
            let verdict = try String.fetchOne(
                database, sql: "PRAGMA integrity_check('\(table.name)')")
            guard verdict == "ok" else {
                throw SQLiteJournalError.corrupt(path: path, place: "its table \(table.name)")
            }
        }
    }

    private func walkEntries(_ database: Database, into report: inout VerificationReport) throws {
        let records = try Schema.entry.records(
            in: database, of: self, "ORDER BY position", place: SQLiteJournal.place(of:))
        var noted: [EventStream: Cursor] = [:]
        let hasIndex = try !lacksNames(in: database)
        let left = hasIndex ? try unindexed(in: database) : nil
        var names: Int64 = 0
        while let record = try records.next() {
            let entry = try SQLiteJournal.entry(record)
            guard entry.position == report.entries + 1 else { throw missing(report.entries + 1) }
            guard let envelope = try? Envelope(entry.raw) else { throw record.damage }
            if case .event(let stream) = envelope.address {
                let last = (entry.isOwn ? report.heads : noted)[stream]
                let next = try follow(last, envelope, isOwn: entry.isOwn, orElse: record.damage)
                if entry.isOwn { report.heads[stream] = next } else { noted[stream] = next }
            }
            report.entries += 1
            if let left, entry.position > left.done, entry.position <= left.all { continue }
            if hasIndex { names += try checkNames(of: entry, in: database) }
        }
        if hasIndex, try names != Int64.fetchOne(database, sql: "SELECT count(*) FROM name") {
            throw SQLiteJournalError.misindexed(path: path, position: nil)
        }
        guard try report.entries == tail(in: database).entries else {
            throw missing(report.entries + 1)
        }
    }

    /// The place of an event, if it goes on from the one before it.
    ///
    /// Of the streams of others only neighbours are compared: what changed no state is not here,
    /// and what was parked came later.
    private func follow(
        _ last: Cursor?, _ envelope: Envelope, isOwn: Bool,
        orElse damage: @autoclosure () -> SQLiteJournalError
    ) throws -> Cursor {
        let sequence = envelope.sequence ?? 0
        let expected = last ?? Cursor(sequence: 0, hash: HashChain.origin)
        if sequence == expected.sequence + 1 {
            guard envelope.prevhash == expected.hash else { throw damage() }
        } else if isOwn {
            throw damage()
        }
        return Cursor(sequence: sequence, hash: HashChain.hash(of: envelope.raw))
    }

    private func walkPlaces(_ database: Database, _ report: VerificationReport) throws {
        let heads = try tail(in: database).heads
        for stream in Set(heads.keys).union(report.heads.keys).sorted()
        where heads[stream] != report.heads[stream] {
            throw SQLiteJournalError.corrupt(path: path, place: "the head of \(stream)")
        }
        _ = try cursors(in: database)
    }

    private func walkLists(_ database: Database) throws {
        for table in [Schema.receipt, Schema.outbox, Schema.parked] {
            let records = try table.records(in: database, of: self) { _ in "its \(table.name)" }
            while try records.next() != nil {}
        }
    }
}
