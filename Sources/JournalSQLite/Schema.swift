internal import GRDB

/// The tables of a journal, and how an older file becomes one of this version.
///
/// Journals are read for ever: a migration that was released is never edited, only added to.
enum Schema {
    /// One row: whose file it is, by which key it is sealed, how many entries it has and the last
    /// event of each own stream, so that a lost end is noticed, and how long its process has run.
    static let journal = Table(
        "journal",
        clear: [
            ("line", "INTEGER PRIMARY KEY CHECK (line = 1)"), ("clinic", "TEXT NOT NULL"),
            ("kind", "TEXT NOT NULL"), ("identity", "TEXT NOT NULL"),
            ("key", "BLOB NOT NULL"), ("entries", "INTEGER NOT NULL"),
        ], boxed: ["heads", "running"])
    /// Own events and noted messages. `stream`, `sequence` and `id` are of events only.
    static let entry = Table(
        "entry",
        clear: [
            ("position", "INTEGER PRIMARY KEY"), ("own", "INTEGER NOT NULL"), ("stream", "TEXT"),
            ("sequence", "INTEGER"), ("id", "TEXT"),
        ], boxed: message)
    /// How far other streams were read.
    static let cursor = Table(
        "cursor",
        clear: [("stream", "TEXT PRIMARY KEY NOT NULL"), ("sequence", "INTEGER NOT NULL")],
        boxed: ["hash"])
    /// Answers that were given, until their process has run for so long. `question` stands for
    /// asker and message: see ``RowBox/lookup(_:)``.
    static let receipt = Table(
        "receipt",
        clear: [("question", "BLOB PRIMARY KEY NOT NULL"), ("expires", "INTEGER NOT NULL")],
        boxed: ["asker", "message", "answer"])
    static let outbox = Table(
        "outbox", clear: [("line", "INTEGER PRIMARY KEY"), ("id", "TEXT NOT NULL UNIQUE")],
        boxed: ["deadline"] + message)
    static let parked = Table(
        "parked",
        clear: [
            ("line", "INTEGER PRIMARY KEY"), ("id", "TEXT NOT NULL"), ("stream", "TEXT NOT NULL"),
            ("sequence", "INTEGER NOT NULL"),
        ], boxed: ["subject", "reason", "since"] + message)
    /// All of them.
    static let tables = [journal, entry, cursor, receipt, outbox, parked]

    /// Puts the tables into a new file, and an older file into the shape of this version.
    static func migrate(_ writer: DatabaseQueue, path: String) throws {
        try check(writer, path: path)
        try migrator.migrate(writer)
    }

    /// Refuses a file that a later version wrote, and a file from before the first release.
    static func check(_ queue: DatabaseQueue, path: String) throws {
        try queue.read { database in
            // Steps of versions that wrote everything in clear, heads in a table of their own, or
            // messages of protocol 1.
            let unreleased = ["1", "sealed 1", "sealed 2"]
            guard try migrator.appliedIdentifiers(database).isDisjoint(with: unreleased)
            else { throw SQLiteJournalError.unreleased(path: path) }
            guard try !migrator.hasBeenSuperseded(database) else {
                throw SQLiteJournalError.newerSchema(path: path)
            }
        }
    }

    private static let message = ["topic", "attributes", "data"]

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("sealed 3") { database in
            for table in tables { try table.create(in: database) }
            try database.execute(
                sql: """
                    CREATE UNIQUE INDEX entry_by_stream ON entry (own, stream, sequence)
                        WHERE stream IS NOT NULL;
                    CREATE UNIQUE INDEX own_event_by_id ON entry (id) WHERE own = 1;
                    CREATE INDEX noted_event_by_id ON entry (id)
                        WHERE own = 0 AND stream IS NOT NULL;
                    CREATE INDEX receipt_by_expiry ON receipt (expires);
                    CREATE UNIQUE INDEX parked_by_stream ON parked (stream, sequence);
                    CREATE INDEX parked_by_id ON parked (id);
                    """)
        }
        // Whom entries name, by keyed digest, for the ledger alone; and how far an older ledger's
        // entries are still to be read for it.
        migrator.registerMigration("names 1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE name (digest BLOB NOT NULL, position INTEGER NOT NULL,
                        PRIMARY KEY (digest, position)) STRICT, WITHOUT ROWID;
                    CREATE TABLE unindexed (line INTEGER PRIMARY KEY CHECK (line = 1),
                        done INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
                    INSERT INTO unindexed SELECT 1, 0, entries FROM journal
                        WHERE identity = 'ledger' AND entries > 0;
                    """)
        }
        return migrator
    }
}
