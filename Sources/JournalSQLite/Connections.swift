internal import GRDB
internal import Glibc
internal import Journal
internal import Platform

/// The two connections of an open journal, and the lock that goes with them.
struct Connections: Sendable {
    /// For decisions: everything but pages.
    let writer: DatabaseQueue
    /// For replay: read-only, so that serving others never waits for, or holds up, a commit.
    let reader: DatabaseQueue
    /// `nil` where nothing is written.
    let lock: FileLock?
    /// The files as they lay when they were opened; `nil` where nothing is written.
    let places: FilePlaces?
    /// Whether it shows one moment of the file, for reading alone.
    var isView: Bool { writer.configuration.readonly }

    /// Opens both connections of a file, and brings its schema up to this version.
    init(path: String, lock: FileLock, pageLimit: Int?) throws {
        // SQLite would make the file readable to all; its companions copy its permissions.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SQLiteJournalError.unreachable(path: path, errno: errno)
        }
        FolderOwner.keep(descriptor, at: path)
        _ = Glibc.close(descriptor)

        var settings = Connections.settings()
        settings.journalMode = .wal
        settings.busyMode = .timeout(5)
        writer = try DatabaseQueue(path: path, configuration: settings)
        try writer.inDatabase { database in
            try Connections.makeDurable(database, path: path)
            if let pageLimit {
                try database.execute(sql: "PRAGMA max_page_count = \(pageLimit)")
            }
        }
        try Schema.migrate(writer, path: path)
        try Connections.sync(path)
        self.lock = lock
        places = FilePlaces(of: path)
        settings.readonly = true
        reader = try DatabaseQueue(path: path, configuration: settings)
    }

    /// Opens a file as it is at this moment, to read it beside the process that has it. Writes
    /// nothing.
    init(viewOf path: String) throws {
        guard access(path, R_OK) == 0 else {
            throw SQLiteJournalError.unreachable(path: path, errno: errno)
        }
        var settings = Connections.settings()
        settings.readonly = true
        settings.busyMode = .timeout(5)
        // The transaction stays open for the life of the connection: all that is read is of one
        // moment, however long the reading takes.
        settings.allowsUnsafeTransactions = true
        reader = try DatabaseQueue(
            path: Connections.isAtRest(path) ? Connections.unchanging(path) : path,
            configuration: settings)
        writer = reader
        lock = nil
        places = nil
        try reader.inDatabase { database in
            try database.beginTransaction(.deferred)
            // A deferred transaction begins with the first thing that it reads.
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
        }
        try Schema.check(reader, path: path)
    }

    /// Whether nobody writes the file: its disk can only be read, and nobody left a log beside it.
    /// SQLite would have to make a log there in order to read.
    private static func isAtRest(_ path: String) -> Bool {
        access(path, W_OK) != 0 && errno == EROFS && access(path + "-wal", F_OK) != 0
    }

    /// The name by which SQLite takes a file for one that does not change.
    private static func unchanging(_ path: String) -> String {
        // What has a meaning in such a name is written by its number.
        let marks: [Character: String] = ["%": "%25", "?": "%3f", "#": "%23"]
        return "file:" + path.map { marks[$0] ?? String($0) }.joined() + "?immutable=1"
    }

    /// Closes the files; the lock goes with the last copy of this value.
    func close() {
        // A failure to close changes nothing on disk: all that was committed is there.
        try? reader.close()
        try? writer.close()
    }

    /// Brings to the disk what is read from now on.
    ///
    /// A process that was killed may have written a commit and not synced it. The system still has
    /// it, so it is read, told to others and built upon; a power failure after that would take it
    /// back. SQLite itself syncs it only with the next commit.
    private static func sync(_ path: String) throws {
        for file in [path, path + "-wal"] {
            let descriptor = Glibc.open(file, O_RDWR | O_CLOEXEC)
            if descriptor < 0, errno == ENOENT { continue }
            guard descriptor >= 0 else {
                throw SQLiteJournalError.unreachable(path: path, errno: errno)
            }
            defer { _ = Glibc.close(descriptor) }
            guard fsync(descriptor) == 0 else {
                throw SQLiteJournalError.unreachable(path: path, errno: errno)
            }
        }
    }

    /// Makes each commit wait for the disk.
    ///
    /// It must come after opening: GRDB lowers `synchronous` to NORMAL when it turns on WAL, and
    /// then commits return before the disk has them.
    private static func makeDurable(_ database: Database, path: String) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
            throw SQLiteJournalError.notDurable(path: path)
        }
    }

    private static func settings() -> Configuration {
        var settings = Configuration()
        settings.foreignKeysEnabled = false
        // Errors are never shown with what they were about: it may be health data.
        settings.publicStatementArguments = false
        // What SQLite sorts or sets aside never touches a disk, which it could fill or outlast.
        settings.prepareDatabase { try $0.execute(sql: "PRAGMA temp_store = MEMORY") }
        return settings
    }
}
