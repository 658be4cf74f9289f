internal import GRDB
internal import Glibc
package import Journal
internal import Messages
internal import Platform
internal import Synchronization

/// A journal in an SQLite file: what a service has decided and taken in, append-only, and the only
/// truth about it.
///
/// A commit returns when the disk has it. One process has the file, for as long as it lives; in it,
/// one loop commits, and any task may serve pages. What it promises beyond that is written where
/// every journal's promises are: see ``JournalStore``.
///
/// Invariants:
/// - Whoever has the file open for writing holds its lock, also over a reopening that fails. A view
///   holds none, and writes nothing.
/// - An entry is never changed or removed. All that one commit brings is one transaction, with the
///   seal over what the journal then holds.
/// - A file with another identity or key, one that is being restored, and one that is missing
///   although its witness is there, is never written to, nor begun anew.
/// - No connection is closed under a reader.
package final class SQLiteJournal: JournalStore {
    /// Whose history it is; a file of another one is not opened.
    package let identity: JournalIdentity
    /// `<folder>/<identity>.sqlite`.
    package let path: String
    /// Hides and seals its rows.
    let box: RowBox
    /// Says that the journal has begun; see ``open(folder:identity:key:witness:pageLimit:)``.
    private let witness: String?
    private let pageLimit: Int?
    // Guards the exchange of connections: a page may be asked for while the loop reopens the file.
    // The order of what they do is SQLite's.
    private let connections: Mutex<Connections?>
    // Held while a page is read and while connections are closed: one that is closed under a reader
    // crashes it. Pages take turns on their connection anyway, so nobody waits longer for it.
    private let reading = Mutex(())
    /// The lock on the file, kept over a reopening that fails; `nil` of a view and once closed.
    private let held: Mutex<FileLock?>

    /// Opens the journal of an identity, or makes it, and holds it against other processes.
    ///
    /// - Parameters:
    ///   - key: the one that it was made with, or a new one's. Another one is refused.
    ///   - witness: a file that is made when the journal has begun, best on another disk: once it is
    ///     there, a journal that is missing or empty is an error and not a new one.
    ///   - pageLimit: how many pages of 4 KiB the file may grow to; `nil` for what the disk has.
    package static func open(
        folder: String, identity: JournalIdentity, key: JournalKey, witness: String? = nil,
        pageLimit: Int? = nil
    ) throws -> SQLiteJournal {
        // A missing folder may be a disk that is not mounted: a new journal there would be a fork.
        guard access(folder, F_OK) == 0 else {
            throw SQLiteJournalError.folderMissing(path: folder)
        }
        let path = "\(folder)/\(identity.identity).sqlite"
        let lock = try lock(of: identity.identity, in: folder)
        // Between the old file and the restored one there may be none: a new one would be a fork.
        if let progress = RestoreMark.progress(of: identity.identity, in: folder) {
            throw SQLiteJournalError.beingRestored(path: path, progress)
        }
        let journal = try SQLiteJournal(
            identity: identity, key: key, path: path, witness: witness, pageLimit: pageLimit
        ) {
            try Connections(path: path, lock: lock, pageLimit: pageLimit)
        }
        try journal.leaveWitness(in: folder)
        return journal
    }

    /// Holds an identity's journal against other processes, or says which one has it.
    static func lock(of identity: Identity, in folder: String) throws(SQLiteJournalError)
        -> FileLock
    {
        let path = "\(folder)/\(identity).lock"
        do { return try FileLock(path: path) } catch {
            switch error {
            case .held(let process):
                throw .locked(path: "\(folder)/\(identity).sqlite", process: process)
            case .system(let number): throw .unreachable(path: path, errno: number)
            }
        }
    }

    /// A journal's file as it is at this moment, for reading alone: also while its process runs,
    /// which it neither disturbs nor waits for. What is committed later is not in it.
    package static func view(
        of path: String, identity: JournalIdentity, key: JournalKey
    ) throws -> SQLiteJournal {
        try SQLiteJournal(identity: identity, key: key, path: path, witness: nil, pageLimit: nil) {
            try Connections(viewOf: path)
        }
    }

    private init(
        identity: JournalIdentity, key: JournalKey, path: String, witness: String?,
        pageLimit: Int?, connect: () throws -> Connections
    ) throws {
        self.witness = witness
        self.identity = identity
        box = RowBox(key, of: identity)
        self.path = path
        self.pageLimit = pageLimit
        let hasBegun = witness.map { access($0, F_OK) == 0 } ?? false
        try SQLiteJournal.checkFile(path, hasBegun: hasBegun, witness: witness)
        let opened = try SQLiteJournal.naming(path, "its opening", connect)
        held = Mutex(opened.lock)
        connections = Mutex(opened)
        try opened.isView ? recognize() : claim(isNew: !hasBegun)
    }

    /// Closes the file's connections and opens new ones, without giving up the lock.
    ///
    /// After a failed commit this drops whatever SQLite still held of it.
    package func reopen() throws {
        guard let lock = held.withLock({ $0 }) else { throw JournalRefusal.closed }
        // Its connections are the only way to what a file holds that lies elsewhere by now.
        guard isInPlace else {
            throw SQLiteJournalError.displaced(path: path, isReplaced: FileMark(at: path) != nil)
        }
        try SQLiteJournal.checkFile(path, hasBegun: true, witness: witness)
        // A log that has no name any more goes with the connections: what is in it goes over first.
        if (try? checkPlace()) == nil { try emptyLog() }
        try reading.withLock { _ in
            takeConnections()?.close()
            let new = try SQLiteJournal.naming(path, "its opening") {
                try Connections(path: path, lock: lock, pageLimit: pageLimit)
            }
            connections.withLock { $0 = new }
        }
        try claim(isNew: false)
    }

    /// The files as they lay when they were opened.
    var places: FilePlaces? { connections.withLock { $0?.places } }

    /// Hands over the connections, and leaves none that could be used after it was closed.
    private func takeConnections() -> Connections? {
        connections.withLock { current in
            defer { current = nil }
            return current
        }
    }

    /// Gives up the file and its lock. Anything else afterwards fails as `closed`.
    package func close() {
        reading.withLock { _ in takeConnections()?.close() }
        held.withLock { $0 = nil }
    }

    /// Looks at a file before SQLite does: SQLite throws away the log beside an empty file, and
    /// takes one of a single byte for empty.
    private static func checkFile(_ path: String, hasBegun: Bool, witness: String?) throws {
        var status = stat()
        let size = stat(path, &status) == 0 ? status.st_size : errno == ENOENT ? 0 : nil
        guard size != 0 || !hasBegun else { throw SQLiteJournalError.vanished(path: path, witness) }
        // Shorter than the header that SQLite writes first.
        guard let size, size > 0, size < 100 else { return }
        throw SQLiteJournalError.corrupt(path: path, place: "its beginning")
    }

    /// Notes beside the keys that the journal has begun, once the disk has it.
    private func leaveWitness(in folder: String) throws {
        guard let witness, access(witness, F_OK) != 0 else { return }
        do {
            try DurableFile.sync(folder)
            try DurableFile.replace(
                witness, with: Array("The journal of \(identity.identity) has begun.\n".utf8))
        } catch { throw SQLiteJournalError.unreachable(path: error.path, errno: error.errno) }
    }

    /// Checks whose file it is and by which key; a new one becomes that of ``identity``.
    private func claim(isNew: Bool) throws {
        try write("its identity") { database in
            guard let found = try Schema.journal.firstClearFields(in: database) else {
                guard isNew else {
                    throw SQLiteJournalError.vanished(path: self.path, self.witness)
                }
                let entries = try Int.fetchOne(database, sql: "SELECT count(*) FROM entry")
                guard entries == 0 else {
                    throw SQLiteJournalError.corrupt(path: self.path, place: "its identity")
                }
                return try self.put(JournalTail(), in: database)
            }
            try self.checkOwner(found)
            _ = try self.tail(in: database)
            try self.checkLists(in: database)
        }
    }

    /// Checks whose file it is, where nothing is written.
    private func recognize() throws {
        try read("its identity") { database in
            guard let found = try Schema.journal.firstClearFields(in: database) else {
                throw SQLiteJournalError.corrupt(path: self.path, place: "its identity")
            }
            try self.checkOwner(found)
            _ = try self.tail(in: database)
        }
    }

    /// Tells a file of another, or one sealed with another key, from a damaged one.
    private func checkOwner(_ found: [Field?]) throws {
        let damage = SQLiteJournalError.corrupt(path: path, place: "its identity")
        guard case .bytes(let fingerprint) = found[4] else { throw damage }
        let names = [
            ("the clinic", identity.clinic), ("the kind", identity.kind),
            ("the identity", identity.identity.text),
        ]
        for ((name, expected), field) in zip(names, found[1...3]) {
            guard case .text(let text) = field else { throw damage }
            // The fingerprint is one of key and owner: with ours there, it is the name that changed.
            guard text == expected || fingerprint != box.fingerprint else { throw damage }
            guard text == expected else {
                throw SQLiteJournalError.otherOwner(
                    path: path, field: name, expected: expected, found: text)
            }
        }
        guard fingerprint != box.fingerprint else { return }
        throw RowBox.isFingerprint(fingerprint) ? SQLiteJournalError.wrongKey(path: path) : damage
    }

    /// Runs one transaction on the writing connection; a throw leaves nothing behind.
    func write<Result>(_ place: String, _ work: (Database) throws -> Result) throws -> Result {
        guard let writer = connections.withLock({ $0?.writer }) else { throw JournalRefusal.closed }
        return try SQLiteJournal.naming(path, place) { try writer.write(work) }
    }

    /// Reads what is committed, on the writing connection, in order with its commits.
    func read<Result>(_ place: String, _ work: (Database) throws -> Result) throws -> Result {
        guard let writer = connections.withLock({ $0?.writer }) else { throw JournalRefusal.closed }
        return try SQLiteJournal.naming(path, place) { try writer.read(work) }
    }

    /// Reads what is committed, beside the writing connection.
    func readBeside<Result: Sendable>(_ place: String, _ work: (Database) throws -> Result) throws
        -> Result
    {
        try reading.withLock { _ in
            guard let reader = connections.withLock({ $0?.reader }) else {
                throw JournalRefusal.closed
            }
            return try SQLiteJournal.naming(path, place) { try reader.read(work) }
        }
    }

    /// Writes what is in SQLite's log into the file itself, and empties the log.
    package func emptyLog() throws {
        guard let writer = connections.withLock({ $0?.writer }) else { throw JournalRefusal.closed }
        try SQLiteJournal.naming(path, "its log") {
            _ = try writer.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        }
    }

    /// Turns what SQLite reports into an error with a place and a remedy.
    private static func naming<Result>(
        _ path: String, _ place: String, _ work: () throws -> Result
    ) throws -> Result {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw SQLiteJournalError(error, path: path, place: place)
        } catch is RowDecodingError {
            // A value of another kind than was ever written; its description would repeat the row.
            throw SQLiteJournalError.corrupt(path: path, place: place)
        }
    }
}
