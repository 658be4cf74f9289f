internal import GRDB

extension SQLiteJournal {
    /// Writes what it holds into a new file, page by page as SQLite does it, and returns when the
    /// file is whole. The process that has the journal commits on meanwhile.
    ///
    /// The copy is one file, without SQLite's log beside it.
    package func copy(to target: String) throws {
        do {
            let copy = try DatabaseQueue(path: target)
            defer { try? copy.close() }
            try readBeside("a copy") { database in
                try copy.writeWithoutTransaction { try database.backup(to: $0) }
            }
            try copy.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA journal_mode = DELETE")
            }
        } catch let error as DatabaseError {
            throw SQLiteJournalError(error, path: target, place: "a copy")
        }
    }
}
