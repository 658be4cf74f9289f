import Journal
import JournalDoubles
import Messages
import PeerKit
import TestSupport

/// One peer without a bus: a test hands it messages and looks at what it would send.
final class Bench {
    let journal: any JournalStore
    private(set) var peer: Peer<Desk>
    var wall: Timestamp = 1_000_000

    /// - Parameter clinicName: what the core gives as the reason when somebody leaves.
    init(
        _ journal: (any JournalStore)? = nil, wall: Timestamp = 1_000_000,
        clinicName: String = "Small",
        attempts: AttemptFile? = nil, build: String? = nil,
        settings: PeerSettings = PeerSettings(), promising promises: PeerPromises = .all
    ) throws {
        self.journal = journal ?? Bench.inMemory()
        self.wall = wall
        var clinic = try SmallClinic.clinic()
        clinic.name = clinicName
        var settings = settings
        settings.promises = promises
        peer = try Peer(
            engine: Engine(
                core: Desk(), identity: .peerGroups, clinic: clinic, mode: SmallClinic.mode()),
            journal: self.journal, token: "inbox-1", wall: wall, seed: 1,
            settings: settings, attempts: attempts, build: build)
    }

    static let identity = JournalIdentity(
        clinic: "small", kind: "rehearsal", identity: .peerGroups)

    /// The same in each process of a test.
    static var key: JournalKey {
        get throws {
            guard let key = JournalKey(hex: String(repeating: "5e", count: 32)) else {
                throw NoKey()
            }
            return key
        }
    }

    private struct NoKey: Error {}

    static func inMemory() -> any JournalStore { MemoryJournal(identity: identity) }

    /// The same service after its process was started again, perhaps with another `clinic.yaml`.
    func restarted(clinicName: String = "Small") throws -> Bench {
        try Bench(journal, wall: wall, clinicName: clinicName)
    }

    var core: Desk { peer.engine.core }

    /// Hands the peer some messages in one turn.
    @discardableResult
    func receive(_ messages: RawMessage..., after milliseconds: Int64 = 1) -> Sent {
        receive(messages, after: milliseconds)
    }

    /// Hands the peer many messages in one turn.
    @discardableResult
    func receive(_ messages: [RawMessage], after milliseconds: Int64 = 1) -> Sent {
        wall += milliseconds
        return Sent(peer.receive(messages, wall: wall))
    }

    /// Hands the peer a frame.
    @discardableResult
    func receive(_ frame: Frame, after milliseconds: Int64 = 1) -> Sent {
        wall += milliseconds
        return Sent(peer.receive([frame], wall: wall, now: .lastHour))
    }

    /// Makes the fold that the peer wants made beside it, and brings what came of it.
    ///
    /// - Returns: whether one was wanted.
    @discardableResult
    func foldBeside() throws -> Bool {
        guard let task = beginFold() else { return false }
        settle(try task.run { _, _ in })
        return true
    }

    /// Records what was decided beside the loop.
    func record(_ events: [any Event], id: MessageID, upon cause: MessageID?)
        -> (turn: Turn, outcome: RecordingOutcome)
    {
        wall += 1
        return peer.record(events, id: id, upon: cause, now: .lastHour, wall: wall)
    }

    /// Begins the fold that the peer wants made beside it.
    func beginFold() -> FoldTask<Desk>? { peer.beginFold() }
    /// Begins the comparison of what another build kept.
    func beginComparison() -> FoldTask<Desk>? { peer.beginComparison() }
    /// Brings what was folded.
    func settle(_ result: FoldTask<Desk>.Result) { peer.settle(result) }
    /// Brings the news that a fold failed.
    func abandon(_ task: FoldTask<Desk>, for error: any Error) { peer.abandon(task, for: error) }

    /// The types of the journal's messages, in order.
    func recorded() throws -> [String] {
        try journal.everything().map { try Envelope($0.raw).attributes.type }
    }

    /// What a turn sent, sorted by kind.
    struct Sent {
        let turn: Turn

        init(_ turn: Turn) { self.turn = turn }

        var envelopes: [Envelope] { turn.frames.flatMap(\.envelopes) }
        var events: [Envelope] {
            envelopes.filter { if case .event = $0.address { true } else { false } }
        }
        var commands: [Envelope] {
            envelopes.filter { if case .command = $0.address { true } else { false } }
        }
        var replays: [RawMessage] {
            envelopes.filter { if case .query = $0.address { true } else { false } }.map(\.raw)
        }
        var replies: [Envelope] {
            envelopes.filter { if case .inbox = $0.address { true } else { false } }
        }
        var answers: [Answer] {
            replies.compactMap { try? JSONText.decode(Answer.self, from: $0.raw.data) }
        }
    }
}

/// A command as a tool sends it.
struct Wish {
    var id: MessageID = "wish-1"
    /// Who asks, if it is not the acting person at the command line.
    var asker: Identity?
    var actor: StaffID? = "t01"
    var role: Role? = .clinician
    var token: String? = "anna-1"
    var verb: String?
    var type: String?
    var body: String?
    var deadline = Timestamp(milliseconds: 30_000)

    func forbid(
        _ first: ClientID = "c-1", _ second: ClientID = "c-2", reason: String = "They know why."
    )
        throws -> RawMessage
    {
        try raw(ForbidPairing(first: first, second: second, reason: reason))
    }

    func allow(_ first: ClientID) throws -> RawMessage {
        try raw(
            AllowPairing(first: first, second: "c-2", rule: "rule-1", reason: "It is over."))
    }

    func retract(_ event: MessageID) throws -> RawMessage {
        try raw(
            Retract<PeerGroupsContract>(retraction: Retraction(event: event, reason: "Mixed up.")))
    }

    func retry(_ event: EventPlace) throws -> RawMessage {
        try raw(to: .peerGroups, RetryParked(event: event))
    }

    func discard(_ event: EventPlace, reason: String = "It was entered by hand.") throws
        -> RawMessage
    {
        try raw(to: .peerGroups, DiscardParked(event: event, reason: reason))
    }

    /// What a peer is asked for, whatever its core.
    func raw(to peer: Identity, _ command: some PeerCommand) throws -> RawMessage {
        let kind = Swift.type(of: command)
        return try raw(
            command, topic: { .command(to: peer, verb: verb ?? kind.verb, from: $0) },
            type: kind.type(for: peer))
    }

    /// Asks a peer what is parked.
    func parked(_ query: ParkedEvents, at peer: Identity = .peerGroups) throws -> RawMessage {
        try raw(
            query, topic: { .query(to: peer, name: ParkedEvents.name, from: $0) },
            type: ParkedEvents.type(for: peer))
    }

    func raw(_ command: some Command) throws -> RawMessage {
        let kind = Swift.type(of: command)
        return try raw(
            command, topic: { .command(to: kind.receiver, verb: verb ?? kind.verb, from: $0) },
            type: kind.type)
    }

    private func raw(
        _ message: some Message, topic: (Identity) -> Topic, type kind: String
    ) throws -> RawMessage {
        let asker = asker ?? actor.flatMap { Identity(person: $0) } ?? "cli-t01"
        var attributes = Attributes(
            id: id, source: "/small/\(asker)", type: type ?? kind,
            time: Timestamp(milliseconds: 1))
        attributes.subject = message.subject
        attributes.actor = actor
        attributes.role = role
        attributes.replytoken = token
        attributes.deadline = deadline
        return try Envelope(
            topic: topic(asker), attributes: attributes,
            data: try body.map { Array($0.utf8) } ?? JSONText.encode(message)
        ).raw
    }
}

extension Peer {
    /// Takes in messages, each alone in its frame.
    @_disfavoredOverload
    mutating func receive(
        _ messages: [RawMessage], wall: Timestamp, now: DecisionTime = .lastHour
    ) -> Turn {
        receive(messages.map(Frame.init), wall: wall, now: now)
    }

    /// Takes in frames in a rehearsal.
    mutating func receive(_ frames: [Frame], wall: Timestamp) -> Turn {
        receive(frames, wall: wall, now: .lastHour)
    }
}

extension Peer {
    /// Own commands that are not answered yet, as everybody is told.
    var openRequestCount: Int {
        Int(heartbeat(incarnation: "", version: "", state: .ready).openRequests)
    }
}
