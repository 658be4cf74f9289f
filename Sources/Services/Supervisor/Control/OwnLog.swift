package import ClinicFiles
internal import Glibc
internal import Messages
internal import Platform

/// The log that the supervisor itself prints into, kept as short as those of its processes.
///
/// Whoever started it opened the file, so it cannot be rotated as the others are: the descriptors
/// are pointed at a new file. A terminal, or another's file, is left alone.
package struct OwnLog: Sendable {
    private let path: String
    private let olderPath: String
    private let limit: Int
    /// What printed into the log when this began; it goes on, wherever the file is by now.
    private let own: [Int32]

    /// - Parameters:
    ///   - limit: bytes in each of the two files.
    ///   - descriptors: what may print into the log: by default both outputs.
    package init(
        clinic: ClinicFolder, limit: Int = LogFile.standardLimit,
        descriptors: [Int32] = [1, 2]
    ) {
        path = clinic.log(of: .supervisor)
        olderPath = clinic.olderLog(of: .supervisor)
        self.limit = limit
        let log = FileMark(at: path)
        own = log == nil ? [] : descriptors.filter { FileMark(of: $0) == log }
    }

    /// A log that was removed or replaced is opened anew; at its limit it becomes `.1`, and the
    /// `.1` before it goes. What the disk refuses leaves the log as it is.
    package func keepInPlace() {
        guard let first = own.first else { return }
        guard FileMark(of: first) == FileMark(at: path) else { return reopen() }
        guard let log = FileStamp(at: path), log.size > limit, rename(path, olderPath) == 0
        else { return }
        reopen { rename(olderPath, path) }
    }

    private func reopen(orElse: () -> Void = {}) {
        let next = LogFile.opened(path)
        guard next >= 0 else { return orElse() }
        for descriptor in own { dup2(next, descriptor) }
        close(next)
    }
}
