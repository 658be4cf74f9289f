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
                for frames in batch { try await answer(frames) }
                try await bus.publish([heartbeat()])
            } catch BusError.closed {
                return
            }
        }
    }

    func publish(_ count: Int) async throws {
        let batch = (0..<count).map { _ in owner.append().frames }
        try await bus.publish(batch)
    }

    private func heartbeat() throws -> Frames {
        let attributes = Attributes(
            id: "heartbeat", source: "/test/\(owner.stream.owner)", type: "heartbeat.v1",
            time: Timestamp(milliseconds: 0))
        return try Envelope(
            topic: .heartbeat(of: owner.stream.owner), attributes: attributes,
            data: JSONText.encode(owner.heartbeat)
        ).frames
    }

    private func answer(_ frames: Frames) async throws {
        let query = try Envelope(frames)
        let request = try JSONText.decode(ReplayRequest.self, from: frames.data)
        let token = try #require(query.attributes.replytoken)
        var attributes = Attributes(
            id: "page", source: "/test/\(owner.stream.owner)", type: "page.v1",
            time: Timestamp(milliseconds: 0))
        attributes.inreplyto = query.id
        attributes.datacontenttype = Attributes.pageContentType
        attributes.sequence = owner.head.sequence
        attributes.prevhash = owner.head.hash
        let messages = owner.journal.dropFirst(Int(request.from - 1)).prefix(200).map(\.frames)
        let page = try Envelope(
            topic: .inbox(
                of: query.address.sender, token: token, from: owner.stream.owner),
            attributes: attributes, data: ReplayPage(messages: messages).encoded())
        try await bus.publish([page.frames])
    }
}
