internal import Glibc

/// Which executable this process runs.
///
/// A number that developers keep by hand would be forgotten once; the file itself is not.
package enum RunningProgram {
    /// Another text for each file that was ever built or put in place: device, inode, size and time
    /// of change. `nil` where the system does not tell.
    package static let version: String? = {
        var status = stat()
        guard stat("/proc/self/exe", &status) == 0 else { return nil }
        let changed = status.st_ctim
        return "\(status.st_dev):\(status.st_ino):\(status.st_size):"
            + "\(changed.tv_sec).\(changed.tv_nsec)"
    }()
}
