internal import CZeroMQ
internal import Messages

/// Answers libzmq's questions about keys (ZAP, RFC 27), in the loop that forwards.
///
/// Without somebody who answers, libzmq lets every key in: it is bound before any other socket and
/// lives exactly as long as they do.
struct Doorkeeper: ~Copyable {
    let socket: Socket

    init(in context: Context) throws(ZeroMQError) {
        let socket = try Socket(.doorkeeper, in: context)
        try socket.set(ZMQ_LINGER, 0)
        try socket.bind(to: "inproc://zeromq.zap.01")
        self.socket = socket
    }

    /// Answers what has been asked by now.
    borrowing func answer(by policy: inout some ForwardingPolicy) throws(ZeroMQError) {
        while let question = try socket.receive(keeping: 7) {
            try socket.send(parts: KeyQuestion(question.parts).answer(by: &policy))
        }
    }
}
