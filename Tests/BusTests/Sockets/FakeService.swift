import Bus
import HashChain
import Messages
import Testing

/// An owner on a real bus: publishes, tells its heads, and serves replays from its journal.
actor FakeService {
    private var owner: FakeOwner
    private let bus: BusConnection

    init(owner: FakeOwner, bus: BusConnection) {
        self.owner = owner
        self.bus = bus
    }

    var head: Int64 { owner.head.sequence }

    /// Serves until the bus is closed.
    func serve() async throws {
        await bus.subscribe("query.\(owner.stream.owner).")
        while let batch = await bus.receive(waitingAtMost: .milliseconds(20)) {
            do {
                for frame in batch { try await answer(frame) }
                try await bus.publish([heartbeat()])
            } catch BusError.closed {
                return
            }
        }
    }

    func publish(_ count: Int) async throws {
        let batch = (0..<count).map { _ in owner.append().raw }
        // Some together and some alone, as commits bring them.
        try await bus.publish(Frame.frames(of: Array(batch.prefix(count / 2))))
        try await bus.publish(batch.dropFirst(count / 2).map(Frame.init))
    }

    private func heartbeat() throws -> Frame {
        let attributes = Attributes(
            id: "heartbeat", source: "/test/\(owner.stream.owner)", type: "heartbeat.v1",
            time: Timestamp(milliseconds: 0))
        return try Envelope(
            topic: .heartbeat(of: owner.stream.owner), attributes: attributes,
            data: JSONText.encode(owner.heartbeat)
        ).frame
    }

    private func answer(_ frame: Frame) async throws {
        guard case .message(let query) = try frame.read() else { throw WireError.badFrame }
        let request = try JSONText.decode(ReplayRequest.self, from: query.raw.data)
        let token = try #require(query.attributes.replytoken)
        var attributes = Attributes(
            id: "page", source: "/test/\(owner.stream.owner)", type: ReplayPage.type,
            time: Timestamp(milliseconds: 0))
        attributes.inreplyto = query.id
        attributes.sequence = owner.head.sequence
        attributes.prevhash = owner.head.hash
        let messages = owner.journal.dropFirst(Int(request.from - 1)).prefix(200).map(\.raw)
        let place = ReplayPage.Place(from: request.from, stream: owner.stream)
        let reply = try Envelope(
            topic: .inbox(
                of: query.address.sender, token: token, from: owner.stream.owner),
            attributes: attributes, data: JSONText.encode(place))
        try await bus.publish([ReplayPage(messages: messages).frame(behind: reply)])
    }
}
