import Messages

@testable import Bus

/// A publisher that sends whatever parts it is given, as one of another protocol would.
struct RawPublisher: ~Copyable {
    private let socket: Socket

    init(_ credentials: PeerCredentials) throws {
        let socket = try Socket(.publisher, in: Context())
        try socket.limit(queueing: 1_000)
        try socket.present(credentials.curve)
        try socket.connect(to: credentials.address.incoming)
        self.socket = socket
    }

    func send(_ parts: [[UInt8]]) throws { try socket.send(parts: parts) }
}
