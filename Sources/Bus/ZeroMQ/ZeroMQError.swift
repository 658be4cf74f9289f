internal import CZeroMQ

/// libzmq's number for what went wrong.
package struct ZeroMQError: Error, Equatable, Sendable {
    /// An `errno`, or one of libzmq's own above them.
    package let code: Int32

    /// Must be read at once after the call that failed: any Swift code in between may change it.
    static var last: ZeroMQError { ZeroMQError(code: zmq_errno()) }

    /// libzmq's words for it.
    package var text: String { String(cString: zmq_strerror(code)) }

    var isInterruption: Bool { code == EINTR }
    var wouldBlock: Bool { code == EAGAIN }
}
