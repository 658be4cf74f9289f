internal import FoundationEssentials
internal import Glibc
package import Messages
internal import Platform

/// A file beside the journals, which says that restored ones are whole and are taking the place of
/// the old ones.
///
/// A restore makes it at the step from which it will be completed, even after an interruption, and
/// removes it when nothing is left to do. A journal that it does not name is untouched.
package struct RestoreMark: Codable, Hashable, Sendable {
    /// When they began to: part of the names of the old ones.
    package var time: Timestamp
    /// Whose journals they are.
    package var identities: [Identity]

    package init(time: Timestamp, identities: [Identity]) {
        self.time = time
        self.identities = identities
    }

    /// Where it stands.
    package static func file(in folder: String) -> String { "\(folder)/restoring.json" }

    /// The folder in which a journal is restored; while it is there, its process does not start.
    package static func work(of identity: Identity, in folder: String) -> String {
        "\(folder)/\(identity).restoring"
    }

    /// The mark of a folder; `nil` where there is none.
    ///
    /// - Throws: ``SQLiteJournalError/corrupt(path:place:)`` if it is not what was written.
    package static func read(in folder: String) throws -> RestoreMark? {
        let file = file(in: folder)
        guard access(file, F_OK) == 0 else { return nil }
        guard let bytes = try? DurableFile.read(file),
            let mark = try? JSONText.decode(RestoreMark.self, from: bytes)
        else { throw SQLiteJournalError.corrupt(path: file, place: "its only line") }
        return mark
    }

    /// How far the restore of a journal has come that has not ended.
    package enum Progress: Hashable, Sendable {
        /// The journal that was there is in its place and whole.
        case untouched
        /// There is no journal in its place, and none is restored yet.
        case absent
        /// The restored journal is whole, and the next `cairn restore` puts it in its place.
        case exchanging
    }

    /// How far the restore of a journal has come; `nil` if none was begun, or it has ended.
    static func progress(of identity: Identity, in folder: String) -> Progress? {
        guard access(work(of: identity, in: folder), F_OK) == 0 else { return nil }
        do {
            if try read(in: folder)?.identities.contains(identity) == true { return .exchanging }
        } catch {
            // What cannot be read may name it: the folder must not be removed.
            return .exchanging
        }
        return access("\(folder)/\(identity).sqlite", F_OK) == 0 ? .untouched : .absent
    }
}
