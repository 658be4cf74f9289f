internal import Glibc

/// Which writing of a file there is now: another one has another number or another time.
struct FileVersion: Equatable {
    private var inode: UInt64 = 0
    private var seconds = 0
    private var nanoseconds = 0

    /// All zero for a file that is not there.
    init(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        inode = UInt64(status.st_ino)
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
    }
}
