internal import GRDB
internal import Journal
package import Messages

/// Why a journal's file cannot be opened, written or read. It names places, never content.
package enum SQLiteJournalError: JournalError, Equatable {
    /// Another process has the journal open; its process id, where it said so.
    case locked(path: String, process: Int32?)
    /// The folder is not there; it is not made, for its disk may not be mounted.
    case folderMissing(path: String)
    /// The system refused a file operation, with its `errno`.
    case unreachable(path: String, errno: Int32)
    /// The file belongs to another clinic, kind or identity.
    case otherOwner(path: String, field: String, expected: String, found: String)
    /// A later version's migrations were applied to it.
    case newerSchema(path: String)
    /// It was sealed with another key than the one given.
    case wrongKey(path: String)
    /// A version that was never released wrote it, in a form that is read no more.
    case unreleased(path: String)
    /// SQLite does not wait for the disk, although it was told to.
    case notDurable(path: String)
    /// A restore of the journal was begun and has not ended; how far it came.
    case beingRestored(path: String, RestoreMark.Progress)
    /// It is missing or empty, although it has begun; the file that says so.
    case vanished(path: String, _ witness: String?)
    /// The file that is open was removed or moved, or another lies in its place.
    case displaced(path: String, isReplaced: Bool)
    /// The file is in its place, and SQLite's log or its index beside it is not.
    case logDisplaced(path: String)

    /// A record is not what was written, or SQLite finds its file damaged.
    case corrupt(path: String, place: String)
    /// The index of names does not agree with the entries, which are whole; the first entry, if known.
    case misindexed(path: String, position: Int64?)
    /// No room on the disk, or the limit of pages is reached.
    case full(path: String)
    /// A program that is not Cairn holds a lock in the file.
    case busy(path: String)
    /// Any other failure of SQLite, with its extended result code.
    case storage(path: String, place: String, code: Int32)

    package var isInUse: Bool { if case .locked = self { true } else { false } }

    package var damagedPlace: String? {
        if case .corrupt(_, let place) = self { place } else { nil }
    }

    package var isPermanent: Bool {
        switch self {
        case .locked, .folderMissing, .otherOwner, .newerSchema, .wrongKey, .unreleased,
            .notDurable, .beingRestored, .vanished, .corrupt:
            true
        default: false
        }
    }

    /// A log that was written whole and could not be synced holds the commit; SQLite takes it up
    /// when it next reads the log, if it finds it there.
    package var leavesDoubt: Bool {
        switch self {
        case .displaced, .logDisplaced: return true
        default: break
        }
        guard case .storage(_, _, let code) = self else { return false }
        return code == ResultCode.SQLITE_IOERR_FSYNC.rawValue
    }

    package var advice: Advice {
        switch self {
        case .locked, .folderMissing, .unreachable, .otherOwner, .newerSchema, .wrongKey,
            .unreleased, .notDurable, .beingRestored, .vanished:
            openingAdvice
        case .displaced, .logDisplaced: placeAdvice
        case .corrupt, .misindexed, .full, .busy, .storage: storageAdvice
        }
    }

    /// What SQLite reported, without its statement and arguments: they may hold health data.
    init(_ error: DatabaseError, path: String, place: String) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        // Statements are constants that fit the schema: an error in one is a damaged schema.
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR:
            self = .corrupt(path: path, place: place)
        default:
            self = .storage(path: path, place: place, code: error.extendedResultCode.rawValue)
        }
    }
}
