internal import Foundation
package import Messages

/// Why a backup was not made, or nothing was restored from one.
package enum ArchiveError: Remediable, Equatable {
    /// A file or a folder has the name already.
    case exists(String)
    case notABackup(String)
    /// The file is not what was written, or is not whole.
    case damaged(String, [String])
    case otherClinic(String, String)
    case absent(Identity)
    /// The system refused a file operation, with its `errno`.
    case system(String, Int32)
    /// Streams of which others have read more than can be had.
    ///
    /// - Parameter saved: which of these readers' journals the backup holds.
    case readersBeyond([String], Set<Identity>, saved: Set<Identity>)
    /// Journals that are there and cannot be read, a sentence each: nobody knows how far these
    /// readers have come.
    ///
    /// - Parameter saved: which of them the backup holds.
    case unreadable([Identity: String], saved: Set<Identity>)
    /// The folder has no clinic yet, and one journal makes none.
    case notAClinic(String)
    /// Another restore of the clinic is under way.
    case restoring(String)
    /// What an interrupted restore left to complete cannot be read.
    case unreadableMark(String)

    package var advice: Advice {
        switch self {
        case .exists(let path):
            Advice("Could not write \(path): it exists.", remedy: "Choose another name.")
        case .notABackup(let path):
            Advice(
                "\(path) is not a whole backup.",
                remedy: "Give the folder that `cairn backup` made; one that was interrupted has"
                    + " `.partial-` in its name and is worth nothing.")
        case .damaged(let path, let faults):
            Advice(
                "\(path) is damaged: \(faults.joined(separator: " "))",
                remedy: "Use another backup, and check the disk.")
        case .otherClinic(let found, let expected):
            Advice(
                "The backup is of \(found), the folder of \(expected).",
                remedy: "Give the folder of that clinic, or an empty one with its keys.")
        case .absent(let identity):
            Advice(
                "The backup has no journal of \(identity).",
                remedy: "Give a backup that has it: `cairn backup verify` lists what is in one. If"
                    + " none has it, its journal is lost. If nobody has read of it, it may begin"
                    + " again: remove keys/\(identity).begun, and start it.")
        case .system(let path, let number):
            SystemFault(number).advice(action: "use", at: path)
        case .readersBeyond(let losses, let readers, let saved):
            Advice(
                "Could not restore: other services have read what no journal has any more: "
                    + losses.joined(separator: "; ") + ". Nothing was changed.",
                remedy: readers.isEmpty
                    ? "Use a backup that was closed, or one that is older."
                    : readers.isSubset(of: saved)
                        ? "Take them back too: stop \(names(readers)), and name them in the same"
                            + " `cairn restore`."
                        : "Use a newer backup: this one has no journal of"
                            + " \(names(readers.subtracting(saved))), to take it back too.")
        case .unreadable(let problems, let saved):
            Advice(
                "Could not restore: nobody knows how far other services have read. "
                    + problems.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")
                    + " Nothing was changed.",
                remedy: Set(problems.keys).isSubset(of: saved)
                    ? "Restore these too: stop \(names(Set(problems.keys))), and name them in the"
                        + " same `cairn restore`; or mend what keeps them from being read."
                    : "Mend what keeps them from being read. This backup has no journal of"
                        + " \(names(Set(problems.keys).subtracting(saved))): one that has can"
                        + " restore these too.")
        case .restoring(let path):
            Advice(
                "A restore or a backup is under way in \(path).", remedy: "Wait for its end.")
        case .unreadableMark(let path):
            Advice(
                "\(path) is damaged: it names the journals that a restore was putting in place.",
                remedy: "Keep a copy of the folder it is in. Move each `NAME.restoring/NAME.sqlite`"
                    + " to where `NAME.sqlite` was if that is gone, remove the file, and give the"
                    + " restore again.")
        case .notAClinic(let path):
            Advice(
                "\(path) has no clinic yet.",
                remedy: "Restore the whole clinic there first: `--all`.")
        }
    }

    private func names(_ readers: Set<Identity>) -> String {
        readers.sorted().map(\.text).joined(separator: ", ")
    }
}
