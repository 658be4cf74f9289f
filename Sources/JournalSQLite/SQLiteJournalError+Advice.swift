internal import Messages
internal import Platform

extension SQLiteJournalError {
    /// About opening the file.
    var openingAdvice: Advice {
        switch self {
        case .locked(let path, let process):
            Advice(
                "The journal \(path) is in use\(process.map { " by process \($0)" } ?? "").",
                remedy: "Run one process for each identity: stop the other one first.")
        case .folderMissing(let path):
            Advice(
                "The journal folder \(path) is missing.",
                remedy: "Check that its disk is mounted; for a new clinic, create the folder.")
        case .unreachable(let path, let errno):
            Advice(
                "Could not open \(path): \(SystemFault(errno).text).",
                remedy: SystemFault(errno).remedy(at: PathBarrier.place(on: path)))
        case .otherOwner(let path, let field, let expected, let found):
            Advice(
                "The journal \(path) has \(field) \(found), not \(expected).",
                remedy: "Start with the clinic folder that it belongs to, or move the file away.")
        case .newerSchema(let path):
            Advice(
                "The journal \(path) was written by a newer version.",
                remedy: "Start that version, or restore the backup made before the upgrade.")
        case .wrongKey(let path):
            Advice(
                "The journal \(path) was sealed with another key.",
                remedy:
                    "Put back the key that belongs to it, from where the clinic's keys are kept. "
                    + "The journal is whole, and nobody can read it without that key.")
        case .unreleased(let path):
            Advice(
                "The journal \(path) was written by a version before the first release, with another"
                    + " protocol.",
                remedy:
                    "Make a new clinic with `cairn init`, in another folder; there is no way from"
                    + " that version to this one. Keep this folder: the version that wrote it can"
                    + " still read and export it.")
        case .notDurable(let path):
            Advice(
                "Could not open the journal \(path): SQLite refused synchronous=FULL.",
                remedy: "Use an SQLite that supports it: without it, a power cut loses facts.")
        case .beingRestored(let path, .untouched):
            Advice(
                "A restore of \(path) was begun and has not ended; the old journal is in its "
                    + "place, as it was.",
                remedy: "Give the same `cairn restore` again. To go on with the old journal, "
                    + "remove the folder \(path.dropLast(7)).restoring.")
        case .vanished(let path, let witness):
            Advice(
                "The journal \(path) is missing or empty, although it has begun.",
                remedy: "Check that its disk is mounted, and keep what is left of it. With a backup"
                    + " that has it: `cairn restore BACKUP \(SQLiteJournalError.owner(path))`. It does not"
                    + " begin again by itself: its readers would stop."
                    + (witness.map { " If no backup has it and nobody has read it, remove \($0)." }
                        ?? ""))
        case .beingRestored(let path, .absent):
            Advice(
                "A restore of \(path) was begun and has not ended, and there is no journal yet.",
                remedy: "Give the same `cairn restore` again.")
        case .beingRestored(let path, .exchanging):
            Advice(
                "A restore of \(path) was interrupted; the restored journal is whole and has not "
                    + "come to its place.",
                remedy: "Give the same `cairn restore` again: it completes this first. Leave the "
                    + "folder \(path.dropLast(7)).restoring alone: the journal is in it.")
        default: unknownAdvice
        }
    }

    /// About a file that is not where it was opened.
    var placeAdvice: Advice {
        switch self {
        case .displaced(let path, false):
            Advice(
                "The journal \(path) was removed or moved away while it is in use.",
                remedy: "All of it is still in the process that has it open: do not kill that. Let"
                    + " it end in order (\(SQLiteJournalError.ending(path))): it puts the journal back first."
                    + " A journal that was moved may also be moved back.")
        case .displaced(let path, true):
            Advice(
                "Another file lies in the place of the journal \(path), which is in use.",
                remedy:
                    "Move that file away. All of the journal is still in the process that has it"
                    + " open: do not kill that. Then let it end in order"
                    + " (\(SQLiteJournalError.ending(path))): it puts the journal back first.")
        default:
            Advice(
                "SQLite's log beside a journal was removed or replaced while it is in use.",
                remedy:
                    "Its process brings what was in it to the disk and opens it again by itself.")
        }
    }

    /// Whose journal lies at a path.
    private static func owner(_ path: String) -> Substring {
        let file = path.split(separator: "/").last ?? ""
        return file.hasSuffix(".sqlite") ? file.dropLast(7) : file
    }

    /// How the process whose journal lies at a path is had to end in order.
    private static func ending(_ path: String) -> String {
        let owner = owner(path)
        let all = "`cairn down` and `cairn up`"
        // Nobody restarts the supervisor but with all that it runs.
        return owner == "supervisor" ? all : "`cairn restart \(owner)`, or \(all)"
    }

    /// For what the group that it was put into does not know.
    private var unknownAdvice: Advice {
        Advice("Could not use the journal.", remedy: "Open it again.")
    }

    /// About SQLite and its disk.
    var storageAdvice: Advice {
        switch self {
        case .corrupt(let path, let place):
            Advice(
                "The journal \(path) is damaged at \(place).",
                remedy: "Nothing was skipped. Keep a copy of the file, check the disk, and "
                    + "restore the journal from its backup; the ledger has the events since then.")
        case .misindexed(let path, let position):
            Advice(
                "The index of names in \(path) does not agree with "
                    + (position.map { "entry \($0)." } ?? "the entries."),
                remedy: "Nothing is lost, but a timeline may lack lines. Stop the ledger, run"
                    + " `cairn journal index`, and start it: it builds the index anew.")
        case .full(let path):
            Advice(
                "Could not write the journal \(path): no space left.",
                remedy: "Nothing was written. Free space on its disk; work goes on by itself.")
        case .busy(let path):
            Advice(
                "Could not write the journal \(path): another program holds it.",
                remedy: "Nothing was written. Close the program that has the file open.")
        case .storage(let path, let place, let code):
            Advice(
                "Could not use the journal \(path) at \(place): SQLite failed with code \(code).",
                remedy: "Check its disk. The journal is opened again and work goes on from there.")
        default: unknownAdvice
        }
    }
}
