package import Messages

/// A question of libzmq about a key (ZAP, RFC 27), and the answer to it.
///
/// Its parts are version, request id, domain, address, routing id, mechanism, and for CURVE one
/// credential, the key. Whatever is not exactly that is refused.
package struct KeyQuestion: Sendable {
    private let request: [UInt8]
    private let key: String?
    private let door: Door
    private let peer: String

    private enum Door {
        case publishers
        case messages(to: Identity)
        case none
    }

    /// Reads a question from its parts, however many there are.
    package init(_ parts: [[UInt8]]) {
        let texts = parts.prefix(6).map { String(decoding: $0, as: UTF8.self) }
        request = parts.count > 1 ? parts[1] : []
        guard parts.count == 7, texts[0] == "1.0", texts[5] == "CURVE" else {
            (key, door, peer) = (nil, .none, "")
            return
        }
        key = KeyPair.text(ofKey: parts[6])
        peer = texts[3]
        door =
            if texts[2] == KeyQuestion.domain(of: nil) {
                .publishers
            } else if texts[2].hasPrefix("to-"), let name = Identity(String(texts[2].dropFirst(3)))
            {
                .messages(to: name)
            } else {
                .none
            }
    }

    /// What a door is called in the questions about it; the publishers' is nobody's.
    package static func domain(of identity: Identity?) -> String {
        identity.map { "to-\($0)" } ?? "publish"
    }

    /// The parts of the answer.
    package func answer(by policy: inout some ForwardingPolicy) -> [[UInt8]] {
        let identity = judge(by: &policy)
        return [
            Array("1.0".utf8), request, Array((identity == nil ? "400" : "200").utf8),
            Array((identity == nil ? "refused" : "OK").utf8), Array((identity?.text ?? "").utf8),
            [],
        ]
    }

    private func judge(by policy: inout some ForwardingPolicy) -> Identity? {
        guard let key else { return nil }
        switch door {
        case .publishers: return policy.admit(key: key, at: nil, from: peer)
        case .messages(let name): return policy.admit(key: key, at: name, from: peer)
        case .none: return nil
        }
    }
}
