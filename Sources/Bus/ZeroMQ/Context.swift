internal import CZeroMQ

/// libzmq's own thread and the queues between it and the sockets.
///
/// A class, because each ``Socket`` keeps its context alive: ending a context waits for its
/// sockets to close, so whoever lets go last must end it.
///
/// Sendable unchecked: a libzmq context is made to be used from any thread, and the pointer
/// never changes.
final class Context: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer

    init() throws(ZeroMQError) {
        _ = Self.keepMemory
        guard let handle = zmq_ctx_new() else { throw .last }
        self.handle = handle
    }

    deinit {
        while zmq_ctx_term(handle) != 0, zmq_errno() == EINTR {}
    }

    /// Has libc keep up to 4 MiB of what was freed, for the whole process and once.
    ///
    /// Frames come and go by the dozen, and libzmq frees on one thread what it had on another. By
    /// itself libc gives what is free beyond 128 KiB back to the system; each page of it then has
    /// to be had anew for the next frames, which took a tenth of a reader's processor time.
    private static let keepMemory: Void = {
        mallopt(M_TRIM_THRESHOLD, 4 << 20)
        // Setting the one ends libc's own adjustment of the other: from here up, as much as the
        // largest message, each piece is the system's own.
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }()
}
