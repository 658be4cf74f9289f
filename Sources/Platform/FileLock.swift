internal import Glibc

/// An exclusive lock on a file, held until it is released or the process ends, however it ends.
package final class FileLock: Sendable {
    private let descriptor: Int32

    /// Why a lock was not taken.
    package enum Failure: Error, Equatable {
        /// Another process has it; its process id, where it said so.
        case held(by: Int32?)
        /// The system refused the file, with its `errno`.
        case system(Int32)
    }

    /// Takes the lock, or says who has it.
    ///
    /// The file stays when the lock is gone: removing it would let two processes lock two files
    /// of one name. It is closed on `exec`, so that a child does not keep its parent's lock.
    ///
    /// - Parameter waits: whether it waits until whoever has the lock is done, instead of saying so.
    package init(path: String, waits: Bool = false) throws(Failure) {
        descriptor = try FileLock.locked(
            Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600), waits: waits)
        FolderOwner.keep(descriptor, at: path)
        // Who has it, for people: if writing fails, the lock holds all the same.
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    /// Takes the lock on a folder itself, which holds whatever becomes of the files in it, and which
    /// a copy of the folder does not have.
    package init(folder path: String) throws(Failure) {
        descriptor = try FileLock.locked(
            Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), waits: false)
    }

    /// Locks an opened file; one that it does not get is closed.
    private static func locked(_ descriptor: Int32, waits: Bool) throws(Failure) -> Int32 {
        guard descriptor >= 0 else { throw .system(errno) }
        var result: Int32
        repeat {
            result = flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB)
        } while result != 0 && errno == EINTR
        guard result == 0 else {
            let problem = errno
            let process = FileLock.process(in: descriptor)
            _ = Glibc.close(descriptor)
            throw problem == EWOULDBLOCK ? .held(by: process) : .system(problem)
        }
        return descriptor
    }

    deinit {
        // Closing alone leaves it to a child that was forked and has not come to its `exec`.
        _ = flock(descriptor, LOCK_UN)
        _ = Glibc.close(descriptor)
    }

    private static func process(in descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 1 else { return nil }
        return Int32(String(decoding: bytes.prefix(count - 1), as: UTF8.self))
    }
}
