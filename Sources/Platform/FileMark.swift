internal import Glibc

/// Which file or folder on the disk one is, whatever its path: a name may lead to another one a
/// moment later, and a copy is another one.
package struct FileMark: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64

    /// What a path leads to; `nil` where there is nothing, or the system does not say.
    package init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// What is open; `nil` for a descriptor that is closed.
    package init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    fileprivate init(_ status: stat) {
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}

/// Which writing of a file there is now: whoever writes it again, or puts another in its place,
/// makes another one.
package struct FileStamp: Hashable, Sendable {
    private let mark: FileMark
    /// In bytes.
    package let size: Int64
    private let written: [Int]

    /// What a path leads to; `nil` where there is nothing, or the system does not say.
    ///
    /// - Parameter isTrusting: whether the time at which it says that it was written is believed.
    ///   If not, the one at which anything of it was changed counts, too, which nobody sets; then a
    ///   new mode, or a link to it, makes another one as well.
    package init?(at path: String, isTrusting: Bool = false) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        mark = FileMark(status)
        size = Int64(status.st_size)
        let times = isTrusting ? [status.st_mtim] : [status.st_mtim, status.st_ctim]
        written = times.flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
    }
}
