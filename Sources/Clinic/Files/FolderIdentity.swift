internal import Glibc
internal import Platform

/// Which folder on the disk one is, whatever its path: a copy of it is another one, and one that
/// was moved or renamed, or is reached over a link, is the same.
package struct FolderIdentity: Hashable, Sendable, CustomStringConvertible {
    private let mark: FileMark

    /// `nil` for what is not there.
    package init?(of path: String) {
        guard let mark = FileMark(at: path) else { return nil }
        self.mark = mark
    }

    /// Whether a path leads to it; `nil` where the system does not tell.
    package func isAt(_ path: String) -> Bool? {
        guard let found = FileMark(at: path) else {
            return [ENOENT, ENOTDIR].contains(errno) ? false : nil
        }
        return mark == found
    }

    /// Without a colon or blank, for markers and files.
    package var description: String { "\(mark.device)-\(mark.inode)" }
}
