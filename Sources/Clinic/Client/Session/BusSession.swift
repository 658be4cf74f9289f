package import Bus
package import Messages
internal import Platform

/// A person's visit to the bus: it asks, commands and listens, and remembers who was heard.
///
/// It keeps nothing: what must not be lost is in the journals of those whom it talks to.
package struct BusSession {
    /// What a peer said last, and when it was heard, in wall time.
    package struct Heard {
        package var heartbeat: Heartbeat
        package var at: Timestamp
    }

    /// `cli-<staff>`: the person whose key it is.
    package let identity: Identity
    /// Ends the wait of ``receive(waitingAtMost:)``.
    package let wake: @Sendable () -> Void
    /// Who was heard, by identity.
    package private(set) var heard: [Identity: Heard] = [:]
    /// Requests that wait for an answer.
    var book: RequestBook

    private let bus: any MessageBus
    private let source: String
    /// What the person may do; `nil` where it is not known.
    package let permission: Permission?
    /// In which roles the person works here.
    package let roles: [Role]
    private let inbox: Inbox
    package private(set) var isJoined = false
    private var isSubscribed = false

    /// Whether the hub is on another computer.
    package let isElsewhere: Bool
    /// Whether the hub refused the person's key.
    package let isRefused: @Sendable () async -> Bool

    /// When this process began to listen, and when it heard each peer last, whatever is done to
    /// the wall clock meanwhile.
    private let began = ContinuousClock.now
    private var lastSigns: [Identity: ContinuousClock.Instant] = [:]
    /// When each peer answered last: it is there, whether its next heartbeat was heard or not.
    private var answered: [Identity: ContinuousClock.Instant] = [:]

    package init(
        _ bus: any MessageBus, clinic: String, identity: Identity, permission: Permission? = nil,
        roles: [Role] = [],
        isElsewhere: Bool = false,
        isRefused: @escaping @Sendable () async -> Bool = { false }
    ) {
        self.isElsewhere = isElsewhere
        self.isRefused = isRefused
        self.permission = permission
        self.roles = roles
        var chance = SystemRandomNumberGenerator()
        self.bus = bus
        self.identity = identity
        source = "/\(clinic)/\(identity)"
        inbox = Inbox(of: identity, high: chance.next(), low: chance.next())
        book = RequestBook(seed: chance.next())
        wake = { bus.wake() }
    }

    /// Proves that the hub brings back what is sent; `false` if it did not in time.
    package mutating func join(within patience: Duration) async throws -> Bool {
        if !isSubscribed { await subscribe([inbox.prefix, "status."]) }
        isSubscribed = true
        let deadline = ContinuousClock.now + patience
        let probe = attributes(type: Probe.type)
        while !isJoined, ContinuousClock.now < deadline {
            var own = probe
            own.inreplyto = probe.id
            try await publish(
                Envelope(topic: inbox.probe, attributes: own, data: JSONText.encode(Probe())))
            guard await receive(waitingAtMost: .milliseconds(50)) != nil else { return false }
        }
        return isJoined
    }

    package func subscribe(_ prefixes: [String]) async {
        for prefix in prefixes { await bus.subscribe(prefix) }
    }

    /// What the bus brought; `nil` when it is closed. What cannot be read is left out.
    package mutating func receive(waitingAtMost limit: Duration) async -> [Frame.Contents]? {
        guard let batch = await bus.receive(waitingAtMost: limit) else { return nil }
        let contents = batch.compactMap { try? $0.read() }
        for envelope in contents.compactMap(\.single) { note(envelope) }
        return contents
    }

    /// Waits until a peer says that it goes on, and tells whether it did. The peer is asked for its
    /// heartbeat; one that speaks each second anyway is waited for.
    package mutating func waitUntilHeard(_ peer: Identity, within patience: Duration) async -> Bool
    {
        await waitUntilHeard([peer], within: patience)
    }

    /// Waits until all of some peers say that they go on; those that do are in ``heard``.
    package mutating func waitUntilHeard(_ peers: [Identity], within patience: Duration) async
        -> Bool
    {
        // Whoever has spoken already need not be asked.
        guard await receive(waitingAtMost: .zero) != nil else { return false }
        let deadline = ContinuousClock.now + patience
        var nextAsk = ContinuousClock.now
        while true {
            let silent = peers.filter { !hasBeaten($0) }
            if silent.isEmpty { return true }
            guard ContinuousClock.now < deadline else { return false }
            if nextAsk <= .now {
                for peer in silent { try? await askForHeartbeat(of: peer) }
                nextAsk = .now + Self.askInterval
            }
            guard await receive(waitingAtMost: .milliseconds(50)) != nil else { return false }
        }
    }

    /// What is asked into a connection that is just being made may be lost.
    private static let askInterval: Duration = .milliseconds(200)

    private func askForHeartbeat(of peer: Identity) async throws {
        try await publish(
            request(
                to: .heartbeatRequest(to: peer, from: identity), type: HeartbeatRequest.type,
                dataClass: .operational, subject: nil,
                body: JSONText.encode(HeartbeatRequest()), as: nil, within: Self.silence))
    }

    /// Listens for a while to whoever speaks.
    package mutating func listen(for span: Duration) async {
        let deadline = ContinuousClock.now + span
        while ContinuousClock.now < deadline {
            guard await receive(waitingAtMost: .milliseconds(50)) != nil else { return }
        }
    }

    /// Whether a message was sent to this visit alone.
    package func isOwn(_ envelope: Envelope) -> Bool { inbox.receives(envelope) }

    /// What to do about a peer that speaks another protocol, by what it said last; `nil` where both
    /// can talk.
    package func foreignAdvice(on peer: Identity) -> Advice? {
        heard[peer].flatMap { WireProtocol.advice(on: peer, speaking: $0.heartbeat.protocols) }
    }

    /// Publishes a message as it is.
    package func publish(_ envelope: Envelope) async throws {
        try await bus.publish([envelope.frame])
    }

    package func close() async { await bus.close() }

    /// A request with what every message of this visit carries.
    package func request(
        to topic: Topic, type: String, dataClass: DataClass, subject: String?, body: [UInt8],
        as actor: Actor?, within patience: Duration
    ) throws -> Envelope {
        try requireGrant(of: topic, type: type)
        var attributes = attributes(type: type)
        attributes.dataclassification = dataClass
        attributes.subject = subject
        attributes.actor = actor?.staff
        attributes.role = actor?.role
        attributes.replytoken = inbox.token
        attributes.deadline = WallClock.now + patience
        return try Envelope(topic: topic, attributes: attributes, data: body)
    }

    private func attributes(type: String) -> Attributes {
        var chance = SystemRandomNumberGenerator()
        let now = WallClock.now
        var source = IdentifierSource(high: chance.next(), low: chance.next(), time: now)
        return Attributes(
            id: MessageID(source.next()), source: self.source, type: type, time: now)
    }

    /// Whether a peer was heard in the last seconds, by heartbeat or answer, and goes on.
    package func isHeard(_ peer: Identity) -> Bool {
        guard heard[peer]?.heartbeat.state != .stopping else { return false }
        let hasAnswered = answered[peer].map { ContinuousClock.now - $0 < .seconds(3) } ?? false
        return hasAnswered || hasBeaten(peer)
    }

    /// Whether a peer's heartbeat of the last seconds says that it goes on.
    private func hasBeaten(_ peer: Identity) -> Bool {
        guard let last = heard[peer], last.heartbeat.state != .stopping else { return false }
        return WallClock.now - last.at < .seconds(3)
    }

    /// How long a peer has said nothing; before it was heard, since this visit began to listen.
    package func silence(of peer: Identity) -> Duration {
        ContinuousClock.now - (lastSigns[peer] ?? began)
    }

    private mutating func note(_ envelope: Envelope) {
        switch envelope.address {
        case .heartbeat(let sender):
            guard
                let beat = try? JSONText.decode(Heartbeat.self, from: envelope.raw.data)
            else { return }
            heard[sender] = Heard(heartbeat: beat, at: WallClock.now)
            lastSigns[sender] = .now
        case .inbox(_, _, identity) where inbox.receives(envelope): isJoined = true
        case .inbox(_, _, let responder) where inbox.receives(envelope):
            answered[responder] = .now
        default: break
        }
    }
}
