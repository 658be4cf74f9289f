internal import GRDB

/// The tables of a journal, and how an older file becomes one of this version.
///
/// Journals are read for ever: a migration that was released is never edited, only added to.
enum Schema {
    /// One row: whose file it is, and how many entries it has, so that a lost end is noticed.
    static let journal = Table(
        "journal",
        [
            ("line", "INTEGER PRIMARY KEY CHECK (line = 1)"), ("clinic", "TEXT NOT NULL"),
            ("kind", "TEXT NOT NULL"), ("identity", "TEXT NOT NULL"),
            ("entries", "INTEGER NOT NULL"),
        ])
    /// Own events and noted messages. `stream` and `sequence` are of events only.
    static let entry = Table(
        "entry",
        [
            ("position", "INTEGER PRIMARY KEY"), ("own", "INTEGER NOT NULL"), ("stream", "TEXT"),
            ("sequence", "INTEGER"), ("id", "TEXT NOT NULL"),
        ] + frames)
    /// The last event of each own stream.
    static let head = Table("head", place)
    /// How far other streams were read.
    static let cursor = Table("cursor", place)
    static let receipt = Table(
        "receipt",
        [
            ("asker", "TEXT NOT NULL"), ("message", "TEXT NOT NULL"), ("answer", "BLOB NOT NULL"),
            ("expires", "INTEGER NOT NULL"),
        ])
    static let outbox = Table(
        "outbox",
        [
            ("line", "INTEGER PRIMARY KEY"), ("id", "TEXT NOT NULL UNIQUE"),
            ("deadline", "INTEGER NOT NULL"),
        ] + frames)
    static let parked = Table(
        "parked",
        [
            ("line", "INTEGER PRIMARY KEY"), ("id", "TEXT NOT NULL"), ("stream", "TEXT NOT NULL"),
            ("sequence", "INTEGER NOT NULL"), ("subject", "TEXT"), ("reason", "TEXT NOT NULL"),
            ("since", "INTEGER NOT NULL"),
        ] + frames)

    /// Puts the tables into a new file, and an older file into the shape of this version.
    static func migrate(_ writer: DatabaseQueue, path: String) throws {
        try check(writer, path: path)
        try migrator.migrate(writer)
    }

    /// Refuses a file that a later version wrote.
    static func check(_ queue: DatabaseQueue, path: String) throws {
        guard try !queue.read({ try migrator.hasBeenSuperseded($0) }) else {
            throw JournalError.newerSchema(path: path)
        }
    }

    private static let frames = [
        ("topic", "BLOB NOT NULL"), ("attributes", "BLOB NOT NULL"), ("data", "BLOB NOT NULL"),
    ]
    private static let place = [
        ("stream", "TEXT PRIMARY KEY NOT NULL"), ("sequence", "INTEGER NOT NULL"),
        ("hash", "TEXT NOT NULL"),
    ]

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1") { database in
            for table in [journal, entry, head, cursor, receipt, outbox, parked] {
                try table.create(in: database)
            }
            try database.execute(
                sql: """
                    CREATE UNIQUE INDEX entry_by_stream ON entry (own, stream, sequence)
                        WHERE stream IS NOT NULL;
                    CREATE UNIQUE INDEX own_event_by_id ON entry (id) WHERE own = 1;
                    CREATE INDEX noted_event_by_id ON entry (id)
                        WHERE own = 0 AND stream IS NOT NULL;
                    CREATE UNIQUE INDEX receipt_by_message ON receipt (asker, message);
                    CREATE INDEX receipt_by_expiry ON receipt (expires);
                    CREATE UNIQUE INDEX parked_by_stream ON parked (stream, sequence);
                    CREATE INDEX parked_by_id ON parked (id);
                    """)
        }
        return migrator
    }
}
