internal import Glibc

/// Which file on the disk one is: a path may lead to another one a moment later.
struct FileIdentity: Hashable {
    private let device: UInt64
    private let inode: UInt64

    /// The opened file; `nil` for a descriptor that is closed.
    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// What a path leads to; `nil` for nothing.
    init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}
