internal import Glibc

/// Which folder on the disk one is, whatever its path: a copy of it is another one, and one that
/// was moved or renamed, or is reached over a link, is the same.
package struct FolderIdentity: Hashable, Sendable, CustomStringConvertible {
    private let device: UInt64
    private let inode: UInt64

    /// `nil` for what is not there.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }

    /// Whether a path leads to it; `nil` where the system does not tell.
    package func isAt(_ path: String) -> Bool? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return [ENOENT, ENOTDIR].contains(errno) ? false : nil
        }
        return self == FolderIdentity(status)
    }

    /// Without a colon or blank, for markers and files.
    package var description: String { "\(device)-\(inode)" }
}
