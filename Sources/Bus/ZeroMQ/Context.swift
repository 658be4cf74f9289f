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
        guard let handle = zmq_ctx_new() else { throw .last }
        self.handle = handle
    }

    deinit {
        while zmq_ctx_term(handle) != 0, zmq_errno() == EINTR {}
    }
}
