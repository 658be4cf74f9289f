internal import Glibc
internal import Messages
package import ServiceKit

/// The log that the supervisor itself prints into, kept as short as those of its processes.
///
/// Whoever started it opened the file, so it cannot be rotated as the others are: the descriptors
/// are pointed at a new file. A terminal, or another's file, is left alone.
package struct OwnLog: Sendable {
    private let path: String
    private let olderPath: String
    private let limit: Int
    private let descriptors: [Int32]

    /// - Parameters:
    ///   - limit: bytes in each of the two files.
    ///   - descriptors: what prints into the log: by default both outputs.
    package init(
        clinic: ClinicFolder, limit: Int = LogFile.standardLimit,
        descriptors: [Int32] = [1, 2]
    ) {
        path = clinic.log(of: .supervisor)
        olderPath = clinic.olderLog(of: .supervisor)
        self.limit = limit
        self.descriptors = descriptors
    }

    /// At its limit the log becomes `.1`, and the `.1` before it goes. What the disk refuses
    /// leaves the log as it is.
    package func rotateIfFull() {
        var log = stat()
        guard stat(path, &log) == 0, Int(log.st_size) > limit else { return }
        let own = descriptors.filter { descriptor in
            var opened = stat()
            return fstat(descriptor, &opened) == 0 && opened.st_dev == log.st_dev
                && opened.st_ino == log.st_ino
        }
        guard !own.isEmpty, rename(path, olderPath) == 0 else { return }
        let next = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard next >= 0 else {
            rename(olderPath, path)
            return
        }
        for descriptor in own { dup2(next, descriptor) }
        close(next)
    }
}
