@testable import Bus

/// A publisher that sends whatever frames it is given, as a faulty peer would.
struct RawPublisher: ~Copyable {
    private let socket: Socket

    init(endpoints: HubEndpoints) throws {
        let socket = try Socket(.publisher, in: Context())
        try socket.limit(queueing: 1_000)
        try socket.connect(to: endpoints.incoming)
        self.socket = socket
    }

    func send(_ parts: [[UInt8]]) throws { try socket.send(parts) }
}
