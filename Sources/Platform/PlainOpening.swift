internal import Glibc

/// Opens files in whose place somebody may have put something else.
///
/// A pipe would be waited for, and a device do who knows what: neither may hold up a process that
/// others rely on.
package enum PlainOpening {
    /// Why it was not opened.
    package enum Failure: Error, Equatable {
        /// What lies there is no plain file.
        case notPlain
        /// The system's error number.
        case refused(Int32)
    }

    /// Opens a plain file without waiting; it is closed on `exec`. One that is made is for its
    /// user alone.
    ///
    /// - Returns: its descriptor, which whoever asked closes.
    package static func descriptor(_ path: String, _ flags: Int32) throws(Failure) -> Int32 {
        var descriptor: Int32
        repeat {
            descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
        } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else {
            // A pipe that nobody reads, and a folder that is to be written.
            throw errno == ENXIO || errno == EISDIR ? .notPlain : .refused(errno)
        }
        var status = stat()
        let number = fstat(descriptor, &status) == 0 ? 0 : errno
        guard number == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw number == 0 ? .notPlain : .refused(number)
        }
        return descriptor
    }
}
