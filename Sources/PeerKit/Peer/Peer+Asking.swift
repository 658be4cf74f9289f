internal import Bus
internal import Journal
package import Messages

// What a peer asks for itself: the probe by which it knows that it is heard, pages that it missed,
// and the commands of its outbox.

extension Peer {
    /// A message to the own inbox: when it comes back, the hub knows this peer's subscriptions.
    package func probe() -> Frame? {
        var attributes = attributes(id: MessageID("\(token)-probe"), type: Probe.type)
        attributes.inreplyto = attributes.id
        guard let data = try? JSONText.encode(Probe()) else { return nil }
        return try? Envelope(
            topic: .inbox(of: identity, token: token, from: identity), attributes: attributes,
            data: data
        ).frame
    }

    /// When the next ask for a page is to be sent; `nil` where none waits.
    package var nextAsk: SteadyInstant? { pageAsks.nextSend }

    func pageQuery(_ ask: ReplayAsk, id: MessageID) -> Frame? {
        var attributes = attributes(id: id, type: "\(ask.stream.owner).replay.v1")
        attributes.replytoken = token
        guard let data = try? JSONText.encode(ReplayRequest(from: ask.from)) else { return nil }
        return try? Envelope(
            topic: .replay(of: ask.stream, from: identity), attributes: attributes, data: data
        ).frame
    }

    /// A command of the outbox with this process's inbox and a deadline.
    func addressed(_ outgoing: Outgoing, by deadline: Timestamp) -> Frame? {
        guard let envelope = try? Envelope(outgoing.raw) else { return nil }
        var attributes = envelope.attributes
        attributes.replytoken = token
        attributes.deadline = deadline
        return try? Envelope(
            topic: envelope.topic, attributes: attributes, data: Array(envelope.raw.data)
        ).frame
    }

    func attributes(id: MessageID, type: String) -> Attributes {
        Attributes(
            id: id, source: "/\(engine.mode.clinic)/\(identity)", type: type,
            time: engine.clock.utc)
    }
}
