internal import CZeroMQ
internal import Glibc

/// One part of a message in libzmq's own memory; of a message of the protocol all of it.
struct Part: ~Copyable {
    private var message = zmq_msg_t()

    init() { zmq_msg_init(&message) }

    deinit {
        var message = message
        zmq_msg_close(&message)
    }

    var hasMore: Bool {
        mutating get { zmq_msg_more(&message) != 0 }
    }

    var byteCount: Int {
        mutating get { zmq_msg_size(&message) }
    }

    /// A copy of the bytes.
    var bytes: [UInt8] {
        mutating get {
            Array(UnsafeRawBufferPointer(start: zmq_msg_data(&message), count: byteCount))
        }
    }

    /// Shows the bytes in place, with the name that the sender's key stands for: empty where no key
    /// was asked for.
    mutating func withSenderAndSpan<Result>(
        _ body: (_ sender: Span<UInt8>, _ bytes: Span<UInt8>) -> Result
    ) -> Result {
        let name = zmq_msg_gets(&message, "User-Id")
        let start = zmq_msg_data(&message)
        let bytes = UnsafeRawBufferPointer(start: start, count: zmq_msg_size(&message))
        let sender = UnsafeRawBufferPointer(start: name, count: name.map { strlen($0) } ?? 0)
        return bytes.withMemoryRebound(to: UInt8.self) { bytes in
            sender.withMemoryRebound(to: UInt8.self) { body($0.span, bytes.span) }
        }
    }

    /// A second part with the same bytes, which both share.
    mutating func shared() throws(ZeroMQError) -> Part {
        var copy = Part()
        guard zmq_msg_copy(&copy.message, &message) == 0 else { throw .last }
        return copy
    }

    /// Replaces the content by the next part; false when there is none now.
    mutating func receive(from socket: borrowing Socket) throws(ZeroMQError) -> Bool {
        while zmq_msg_recv(&message, socket.handle, ZMQ_DONTWAIT) < 0 {
            let error = ZeroMQError.last
            if error.wouldBlock { return false }
            guard error.isInterruption else { throw error }
        }
        return true
    }

    /// Gives the content away without copying it; afterwards it is empty.
    mutating func send(to socket: borrowing Socket) throws(ZeroMQError) {
        while zmq_msg_send(&message, socket.handle, ZMQ_DONTWAIT) < 0 {
            let error = ZeroMQError.last
            guard error.isInterruption else { throw error }
        }
    }
}
