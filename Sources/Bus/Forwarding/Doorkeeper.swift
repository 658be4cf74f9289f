internal import CZeroMQ
internal import Messages

/// Answers libzmq's questions about keys (ZAP, RFC 27), in the loop that forwards.
///
/// Without somebody who answers, libzmq lets every key in: it is bound before any other socket and
/// lives exactly as long as they do.
struct Doorkeeper: ~Copyable {
    let socket: Socket
    private static let publishers = "publish"

    init(in context: Context) throws(ZeroMQError) {
        let socket = try Socket(.doorkeeper, in: context)
        try socket.set(ZMQ_LINGER, 0)
        try socket.bind(to: "inproc://zeromq.zap.01")
        self.socket = socket
    }

    /// What a door is called in the questions about it.
    static func domain(of identity: Identity?) -> String {
        identity.map { "to-\($0)" } ?? publishers
    }

    /// Answers what has been asked by now.
    borrowing func answer(by policy: inout some ForwardingPolicy) throws(ZeroMQError) {
        while let question = try socket.receive(keeping: 7) {
            let answer = Doorkeeper.answer(to: question.parts, by: &policy)
            try socket.send(answer)
        }
    }

    /// Frames of a question: version, request id, domain, address, routing id, mechanism, and for
    /// CURVE one credential, the key.
    private static func answer(
        to question: [[UInt8]], by policy: inout some ForwardingPolicy
    ) -> [[UInt8]] {
        let texts = question.prefix(6).map { String(decoding: $0, as: UTF8.self) }
        guard question.count == 7, texts[0] == "1.0" else {
            return reply(to: question.count > 1 ? question[1] : [], nil)
        }
        var identity: Identity?
        if texts[5] == "CURVE", let key = KeyPair.text(ofKey: question[6]) {
            let door = texts[2].hasPrefix("to-") ? Identity(String(texts[2].dropFirst(3))) : nil
            if door != nil || texts[2] == publishers {
                identity = policy.admit(key: key, at: door, from: texts[3])
            }
        }
        return reply(to: question[1], identity)
    }

    private static func reply(to request: [UInt8], _ identity: Identity?) -> [[UInt8]] {
        [
            Array("1.0".utf8), request, Array((identity == nil ? "400" : "200").utf8),
            Array((identity == nil ? "refused" : "OK").utf8), Array((identity?.text ?? "").utf8),
            [],
        ]
    }
}
