import Bus
import Messages
import Testing

/// A durable reader on a real bus: a ``StreamReader`` with the shell that it needs.
struct FakeReader {
    let identity: Identity
    let stream: EventStream
    let bus: BusConnection
    /// Tells each event's sequence as it is taken in.
    var hears: @Sendable (Int64) -> Void = { _ in }

    /// Reads until the event with that sequence is in; what came, in order.
    func read(through last: Int64) async throws -> (taken: [Int64], ledger: RepairLedger) {
        let inbox = Inbox(of: identity, high: 1, low: 2)
        let start = ContinuousClock.now
        var reader = StreamReader(now: SteadyInstant(milliseconds: 0), seed: 1)
        var asks: [MessageID: ReplayAsk] = [:]
        var taken: [Int64] = []
        reader.add(stream)
        for prefix in [inbox.prefix, stream.subscription, "status."] { await bus.subscribe(prefix) }
        while taken.last ?? 0 < last {
            let batch = try #require(await bus.receive(waitingAtMost: .milliseconds(50)))
            let now = SteadyInstant(milliseconds: start.duration(to: .now).milliseconds)
            var actions = reader.tick(now: now)
            for contents in batch.compactMap({ try? $0.read() }) {
                actions += input(contents, to: &reader, asks: &asks)
            }
            taken += actions.delivered()
            actions.delivered().forEach(hears)
            try #require(actions.stops.isEmpty)
            for ask in actions.asks {
                let id = MessageID("ask-\(asks.count)")
                asks[id] = ask
                try await bus.publish([request(ask, id: id, token: inbox.token)])
            }
            if actions.contains(.resubscribe) {
                await bus.unsubscribe(stream.subscription)
                await bus.subscribe(stream.subscription)
            }
        }
        return (taken, reader.ledger)
    }

    private func input(
        _ contents: Frame.Contents, to reader: inout StreamReader,
        asks: inout [MessageID: ReplayAsk]
    ) -> [StreamReader.Action] {
        switch contents {
        case .events(let run):
            return reader.events(run.compactMap { try? $0.get() }, of: run.stream)
        case .page(let page):
            guard let id = page.envelope.attributes.inreplyto, let ask = asks[id] else {
                return []
            }
            return reader.page(
                of: page.run.stream, Array(page.run), head: page.head, answering: ask)
        case .message(let envelope):
            guard case .heartbeat(let sender) = envelope.address,
                let heartbeat = try? JSONText.decode(Heartbeat.self, from: envelope.raw.data)
            else { return [] }
            return reader.heartbeat(heartbeat, from: sender)
        }
    }

    private func request(_ ask: ReplayAsk, id: MessageID, token: String) throws -> Frame {
        var attributes = Attributes(
            id: id, source: "/test/\(identity)", type: "replay.v1",
            time: Timestamp(milliseconds: 0))
        attributes.replytoken = token
        return try Envelope(
            topic: .replay(of: ask.stream, from: identity), attributes: attributes,
            data: JSONText.encode(ReplayRequest(from: ask.from))
        ).frame
    }
}
