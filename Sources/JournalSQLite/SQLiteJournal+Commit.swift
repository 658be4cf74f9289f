internal import GRDB
internal import HashChain
package import Journal
internal import Messages

extension SQLiteJournal {
    /// Writes the effects of some inputs in one transaction, and returns when the disk has them.
    ///
    /// Sequences go on without holes and each event carries the hash of the one before it; what is
    /// kept once (a noted event, a receipt, an outgoing command) is refused a second time. Any
    /// throw leaves nothing behind, but one that says that the file lost its place just then: the
    /// commit is in a file that others do not see.
    ///
    /// - Returns: the position of the last entry now; `nil` where there was nothing to write.
    @discardableResult
    package func commit(_ batch: [Effects]) throws -> Int64? {
        guard !batch.allSatisfy(\.isEmpty) else { return nil }
        try checkPlace()
        let position = try write("a commit") { database in
            var draft = try CommitWriter(of: self, in: database)
            for effects in batch { try draft.add(effects) }
            return try draft.finish()
        }
        // It may have lost its place meanwhile.
        try checkPlace()
        return position
    }

    /// Writes what is there once more: throws while the disk does not take a commit.
    ///
    /// A statement that changes nothing would not do: SQLite neither writes nor syncs for it.
    package func probe() throws {
        try write("a trial commit") { database in
            try put(try tail(in: database), in: database)
        }
    }

    /// Notes how long its process has run, and forgets receipts that no asker can ask for any more.
    package func removeReceipts(expiredBefore time: RunningTime) throws {
        try write("its receipts") { database in
            var tail = try tail(in: database)
            tail.running = time
            try put(tail, in: database)
            try database.execute(
                sql: "DELETE FROM receipt WHERE expires < ?", arguments: [time.milliseconds])
        }
    }
}
