import Bus
import Journal
import JournalDoubles
import Messages
import TestSupport

@testable import PeerKit

/// A whole clinic on one thread: peers, journals and a hub in memory, in a fixed order.
///
/// The same peers as in processes, without sockets and without a wall clock: one seed gives one
/// history, byte for byte.
final class InMemoryClinic {
    /// What every core is told of its clinic.
    let clinic: Clinic
    /// A rehearsal's start and seed.
    let mode: ClinicMode
    private let hub = InMemoryHub(queueLimit: 100_000)
    private var members: [any Member] = []
    /// Stands for the wall clock: it grows with each round, so that retries and backoff go on.
    private var wall = Timestamp(milliseconds: 0)

    init(clinic: Clinic, mode: ClinicMode) {
        self.clinic = clinic
        self.mode = mode
    }

    /// Adds a service; those added first take their turn first.
    func add<Service: Core>(
        _ core: Service, as identity: Identity,
        settings: (any JournalReading) -> PeerSettings = { _ in PeerSettings() }
    ) throws -> any JournalStore {
        let journal = MemoryJournal(
            identity: JournalIdentity(
                clinic: mode.clinic, kind: mode.kind.rawValue, identity: identity))
        let peer = try Peer(
            engine: Engine(core: core, identity: identity, clinic: clinic, mode: mode),
            journal: journal, token: "inbox-\(identity)", wall: wall, seed: mode.seed,
            settings: settings(journal))
        let member = InMemoryMember(peer, on: hub.connect(as: identity))
        members.append(member)
        return journal
    }

    /// Records what a shell would have seen.
    func observe(_ events: [any Event], by identity: Identity, id: MessageID) {
        for member in members where member.identity == identity {
            member.observe(events, id: id, wall: wall)
        }
        settle()
    }

    /// Lets everyone take in what there is, until nobody has anything left to do.
    func settle() {
        var isMoving = true
        while isMoving {
            isMoving = false
            for member in members {
                wall = wall + .milliseconds(1)
                let moved = member.turn(wall: wall)
                isMoving = isMoving || moved
            }
            // Heads are announced when all queues are empty, as processes do on becoming idle.
            if !isMoving {
                for member in members where member.announce(wall: wall) { isMoving = true }
            }
            // A wish that waits out its jitter needs time to pass, and nothing else passes it.
            if !isMoving, members.contains(where: \.isWaiting), wall < patienceEnd {
                wall = wall + .milliseconds(25)
                isMoving = true
            }
            if members.allSatisfy({ !$0.isWaiting }) { patienceEnd = wall + Self.patience }
        }
    }

    private static let patience: Duration = .seconds(60)
    private var patienceEnd = Timestamp(milliseconds: 0) + InMemoryClinic.patience

    /// Who still has something to do, for a test that wonders.
    var unsettled: [Identity] { members.filter(\.isWaiting).map(\.identity) }

    /// The state of a service as it stands.
    func core(of identity: Identity) -> (any Core)? {
        members.first { $0.identity == identity }?.core
    }

    /// The last event of each stream of a service.
    func heads(of identity: Identity) -> [EventStream: Cursor] {
        members.first { $0.identity == identity }?.heads ?? [:]
    }
}

/// A peer of any service.
private protocol Member: AnyObject {
    var identity: Identity { get }
    var core: any Core { get }
    var heads: [EventStream: Cursor] { get }
    /// Whether something is open or queued, or a stream is not whole.
    var isWaiting: Bool { get }
    func turn(wall: Timestamp) -> Bool
    func announce(wall: Timestamp) -> Bool
    func observe(_ events: [any Event], id: MessageID, wall: Timestamp)
}

private final class InMemoryMember<Service: Core>: Member {
    private var peer: Peer<Service>
    private let connection: InMemoryConnection
    private var announced: Heartbeat?

    init(_ peer: Peer<Service>, on connection: InMemoryConnection) {
        self.peer = peer
        self.connection = connection
        for prefix in peer.subscriptions { connection.listen(to: prefix) }
        if let probe = peer.probe() { connection.send(probe) }
    }

    var identity: Identity { peer.identity }
    var core: any Core { peer.engine.core }
    var heads: [EventStream: Cursor] { peer.engine.heads }

    var isWaiting: Bool {
        let beat = heartbeat
        return beat.openRequests > 0 || beat.queued > 0
    }

    func turn(wall: Timestamp) -> Bool {
        let messages = connection.drain()
        // Only messages and open wishes ask for a turn: an idle peer is left alone.
        guard !messages.isEmpty || isWaiting else { return false }
        let sent = perform(peer.receive(messages, wall: wall, now: .lastHour))
        return !messages.isEmpty || sent
    }

    func announce(wall: Timestamp) -> Bool {
        let beat = heartbeat
        guard beat != announced, let message = peer.message(beat, at: wall) else { return false }
        announced = beat
        connection.send(message)
        return true
    }

    func observe(_ events: [any Event], id: MessageID, wall: Timestamp) {
        _ = perform(peer.observe(events, id: id, now: .lastHour, wall: wall).turn)
    }

    private var heartbeat: Heartbeat {
        var beat = peer.heartbeat(
            incarnation: "in-memory", version: CairnVersion.text,
            state: peer.isReady ? .ready : .starting)
        beat.counters = [:]
        return beat
    }

    private func perform(_ turn: Turn) -> Bool {
        for prefix in turn.subscriptions { connection.listen(to: prefix) }
        for message in turn.frames { connection.send(message) }
        for request in turn.pages {
            let attributes = peer.pageAttributes(for: request)
            if let page = Peer<Service>.page(
                request, journal: peer.journal, reading: peer.settings.reading,
                attributes: attributes)
            {
                connection.send(page)
            }
        }
        return !turn.frames.isEmpty || !turn.pages.isEmpty
    }
}
