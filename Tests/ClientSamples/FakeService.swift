import Bus
import Messages
import Synchronization
import TestSupport

/// What a fake service answers; with events it is a page.
struct FakeReply: Sendable {
    let type: String
    let data: [UInt8]
    var events: [RawMessage] = []

    init(_ type: String, _ data: [UInt8]) { (self.type, self.data) = (type, data) }

    /// A page of a stream.
    init(page events: [RawMessage], of stream: EventStream) {
        type = ReplayPage.type
        data = (try? JSONText.encode(ReplayPage.Place(from: 1, stream: stream))) ?? []
        self.events = events
    }
}

/// A service that speaks for itself, and answers what it is asked with what the test says.
struct FakeService: Sendable {
    let identity: Identity
    let connection: InMemoryConnection
    /// The reply to the request that came, by how often it came; `nil` to stay silent.
    let answer: @Sendable (_ request: Envelope, _ count: Int) -> FakeReply?
    /// The head that it tells with a page.
    var head: Int64 = 0
    /// Whether it says each moment that it is there.
    var beats = true

    func run() async {
        connection.listen(to: "command.\(identity).")
        connection.listen(to: "query.\(identity).")
        var counts: [MessageID: Int] = [:]
        while let batch = await connection.receive(waitingAtMost: .milliseconds(20)) {
            if beats, let beat = try? Samples.heartbeat(of: identity) { connection.send(beat.raw) }
            for request in batch.flatMap(\.envelopes)
            where request.address.heartbeatRequested == nil {
                counts[request.id, default: 0] += 1
                guard let reply = answer(request, counts[request.id] ?? 0),
                    let token = request.attributes.replytoken
                else { continue }
                var attributes = Attributes(
                    id: "reply", source: "/test/\(identity)", type: reply.type,
                    time: Timestamp(milliseconds: 0))
                attributes.inreplyto = request.id
                if reply.type == ReplayPage.type {
                    (attributes.sequence, attributes.prevhash) = (head, "0")
                }
                let message = try? Envelope(
                    topic: .inbox(
                        of: request.address.sender, token: token, from: identity),
                    attributes: attributes, data: reply.data)
                if let message {
                    connection.send(ReplayPage(messages: reply.events).frame(behind: message))
                }
            }
        }
    }
}

/// What a fake service was asked.
final class SeenRequests: Sendable {
    private let seen = Mutex<[Envelope]>([])
    var all: [Envelope] { seen.withLock { $0 } }
    func add(_ envelope: Envelope) { seen.withLock { $0.append(envelope) } }
}
