import HashChain
import Journal
import Messages

/// A service on the other side of the bus: it publishes events and tells its heads.
struct Author {
    let owner: Identity
    var heads: [EventStream: Heartbeat.Head] = [:]

    init(_ owner: Identity) { self.owner = owner }

    /// The next event of its stream, with what a later version may add to it.
    mutating func event(
        _ event: some Event, id: MessageID? = nil, addedAttribute: String = "", data: String? = nil,
        hasSubject: Bool = true
    ) throws -> RawMessage {
        let kind = type(of: event)
        guard let stream = EventStream(owner: owner, entity: kind.entity) else {
            throw WireError.badTopic
        }
        let head = heads[stream]
        let sequence = (head?.sequence ?? 0) + 1
        var attributes = Attributes(
            id: id ?? MessageID("\(stream)-\(sequence)"), source: "/small/\(owner)",
            type: kind.type(by: owner), time: Timestamp(milliseconds: sequence * 1000))
        attributes.subject = hasSubject ? event.subject : nil
        attributes.dataclassification = kind.dataClass
        attributes.sequence = sequence
        attributes.prevhash = head?.hash ?? HashChain.origin
        var text = String(decoding: attributes.encoded(), as: UTF8.self)
        text = addedAttribute.isEmpty ? text : text.dropLast() + "," + addedAttribute + "}"
        let raw = RawMessage(
            topic: Array(Topic.event(stream).text.utf8),
            attributes: Array(text.utf8),
            data: try data.map { Array($0.utf8) } ?? JSONText.encode(event))
        heads[stream] = Heartbeat.Head(sequence: sequence, hash: HashChain.hash(of: raw))
        return raw
    }

    mutating func registered(_ client: ClientID) throws -> RawMessage {
        try event(
            ClientRegistered(
                client: client, ages: .adult, language: "en", commitments: [], owner: "t01"))
    }

    mutating func enrolled(
        _ client: ClientID, phase: PhaseID = "p1", ages: AgeBand = .adult
    ) throws -> RawMessage {
        try event(
            EnrollmentOpened(
                client: client, enrollment: EnrollmentID("e-\(client)"), phase: phase,
                level: .intensiveOutpatient, ages: ages, clinician: "t01"))
    }

    /// That an event of its own was wrong.
    mutating func correction(of raw: RawMessage) throws -> RawMessage {
        let wrong = try Envelope(raw)
        return try event(
            EnteredInError(
                event: wrong.id, type: wrong.attributes.type,
                client: wrong.attributes.subject.map { ClientID($0) }, reason: "Mixed up."))
    }

    /// What it says of itself each second.
    ///
    /// - Parameter place: the last place in the clock's stream that it says it has received.
    func heartbeat(_ state: Heartbeat.State = .ready, knowing place: Int64? = nil) throws
        -> RawMessage
    {
        var beat = Heartbeat(identity: owner, incarnation: "first", version: "0", state: state)
        beat.clockReceived = place
        beat.heads = heads
        let attributes = Attributes(
            id: "beat", source: "/small/\(owner)", type: "heartbeat.v1",
            time: Timestamp(milliseconds: 0))
        return try Envelope(
            topic: .heartbeat(of: owner), attributes: attributes, data: JSONText.encode(beat)
        ).raw
    }

    /// The answer to an ask for what a reader missed.
    func page(_ messages: [RawMessage], to ask: RawMessage) throws -> Frame {
        let question = try Envelope(ask)
        guard case .query(_, let name, let asker) = question.address, name.count == 2,
            let stream = EventStream(owner: owner, entity: name[1]), let head = heads[stream]
        else { throw WireError.badTopic }
        let from = try JSONText.decode(ReplayRequest.self, from: ask.data).from
        var attributes = Attributes(
            id: "page", source: "/small/\(owner)", type: ReplayPage.type,
            time: Timestamp(milliseconds: 0))
        attributes.inreplyto = question.id
        attributes.sequence = head.sequence
        attributes.prevhash = head.hash
        let reply = try Envelope(
            topic: .inbox(of: asker, token: question.attributes.replytoken ?? "", from: owner),
            attributes: attributes,
            data: JSONText.encode(ReplayPage.Place(from: from, stream: stream)))
        return ReplayPage(messages: Array(messages.dropFirst(Int(from) - 1)))
            .frame(behind: reply)
    }
}
