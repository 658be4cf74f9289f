internal import Glibc
internal import Journal
internal import Messages
internal import Platform

/// The files that a journal has open, as they lay in their places when it was opened.
struct FilePlaces: Hashable, Sendable {
    /// The journal itself.
    let file: FileMark?
    /// SQLite's log beside it, where commits come first, and the index of that.
    let log: FileMark?
    let index: FileMark?
    /// How many bytes the journal has. It only grows.
    let size: Int64

    init(of path: String) {
        size = FileStamp(at: path)?.size ?? 0
        file = FileMark(at: path)
        log = FileMark(at: path + "-wal")
        index = FileMark(at: path + "-shm")
    }
}

extension SQLiteJournal {
    /// Throws where the file that is open no longer lies in the journal's place, or may not be
    /// written there any more: what is committed then would be gone with the process.
    package func checkPlace() throws(SQLiteJournalError) {
        guard let opened = places else { return }
        let found = FilePlaces(of: path)
        guard found.file == opened.file else {
            throw .displaced(path: path, isReplaced: found.file != nil)
        }
        guard found.log == opened.log, found.index == opened.index else {
            throw .logDisplaced(path: path)
        }
        guard found.size >= opened.size else {
            throw .corrupt(path: path, place: "its end: it is shorter than it was")
        }
        // On a disk that has become read-only the next commit would fail: it is known before.
        guard access(path, W_OK) == 0 else { throw .unreachable(path: path, errno: errno) }
    }

    /// Whether the file that is open lies in its place, whatever became of those beside it.
    var isInPlace: Bool { places.map { $0.file == FileMark(at: path) } ?? true }

    /// Gives the journal its place again, when its process ends: the file that is open has no name
    /// any more, or lies elsewhere, and all that was committed is in it.
    ///
    /// Where another file lies in its place that is left as it is, and the copy beside it.
    ///
    /// - Returns: where the journal is now; `nil` where it never was away.
    package func putBack() throws -> String? {
        guard !isInPlace else { return nil }
        let copy = "\(path).saved"
        unlink(copy)
        // SQLite would make a file that all may read.
        do { _ = try Descriptor(copy, O_WRONLY | O_CREAT | O_EXCL) } catch {
            throw SQLiteJournalError.unreachable(path: error.path, errno: error.errno)
        }
        try self.copy(to: copy)
        close()
        do {
            try DurableFile.sync(copy)
            guard access(path, F_OK) != 0 else { return copy }
            // The log of the file that is gone: SQLite would take it for this one's.
            for name in ["-wal", "-shm"] { unlink(path + name) }
            guard link(copy, path) == 0 else { return copy }
            unlink(copy)
            try DurableFile.sync(folderOf: path)
        } catch { throw SQLiteJournalError.unreachable(path: error.path, errno: error.errno) }
        return path
    }
}
