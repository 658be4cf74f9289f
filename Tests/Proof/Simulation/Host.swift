internal import Bus
internal import Journal
internal import JournalDoubles
internal import Messages
internal import PeerKit
internal import Weakening

/// A process of any service, as the world moves it.
protocol Hosted: AnyObject {
    var identity: Identity { get }
    var journal: FaultyJournal { get }
    var isUp: Bool { get }
    var wallOffset: Int64 { get set }
    var reads: [any Event.Type] { get }
    var keepsAllStreams: Bool { get }
    var heads: [EventStream: Cursor] { get }
    /// Where its streams stood when it first received a place of the clock.
    var closed: [Int64: [EventStream: Int64]] { get }
    /// What to subscribe to, once it is started.
    func start(at now: Int64) throws -> [String]
    func end()
    func turn(_ received: [Frame], at now: Int64) -> Turn
    /// What it says of itself, behind a turn.
    func announce(idle: Bool, changed: Bool, at now: Int64) -> [Frame]
    func page(_ request: PageRequest) -> Frame?
    /// Whether it reads some stream no further.
    var hasStopped: Bool { get }
    /// What is still to be done, in words; empty when nothing is.
    func unsettled(heads: [EventStream: Int64]) -> [String]
    /// Whether its state is what its journal makes.
    func refoldFaults() throws -> [String]
}

/// A service's peer with its journal, and what a process's shell does around it.
final class Host<Service: Core>: Hosted {
    let identity: Identity
    let journal: FaultyJournal
    var wallOffset = Asker.wallAtStart
    private let engine: Engine<Service>
    private let settings: PeerSettings
    private let seed: UInt64
    private let beside: (inout Peer<Service>, Timestamp) -> Turn
    private var peer: Peer<Service>?
    private var starts = 0
    private var lastHeartbeat = Int64.min / 2
    private var lastProbe = Int64.min / 2
    private var isDirty = true
    private var toldClock = Peer<Service>.ClockStanding()
    private var wasReady = false
    private var progress: UInt64 = 0
    private(set) var closed: [Int64: [EventStream: Int64]] = [:]

    /// - Parameter beside: what its process does in each turn beyond its peer.
    init(
        _ core: Service, as identity: Identity, clinic: Clinic, mode: ClinicMode, seed: UInt64,
        without weaknesses: Set<Weakness>, keepsAllStreams: Bool = false,
        beside: @escaping (inout Peer<Service>, Timestamp) -> Turn = { _, _ in Turn() }
    ) throws {
        self.identity = identity
        self.seed = seed
        self.beside = beside
        engine = Engine(core: core, identity: identity, clinic: clinic, mode: mode)
        journal = try FaultyJournal(
            over: MemoryJournal(
                identity: JournalIdentity(
                    clinic: mode.clinic, kind: mode.kind.rawValue, identity: identity)),
            commitsForEachSync: weaknesses.contains(.fsync) ? 6 : 1)
        var settings = PeerSettings(keepsAllStreams: keepsAllStreams)
        settings.promises = weaknesses.promises
        self.settings = settings
    }

    var isUp: Bool { peer != nil }
    var hasStopped: Bool { peer?.health.stops.isEmpty == false }
    var reads: [any Event.Type] { Service.reads }
    var keepsAllStreams: Bool { settings.keepsAllStreams }
    var heads: [EventStream: Cursor] { peer?.engine.heads ?? [:] }
    /// The state, of a process that runs.
    var core: Service? { peer?.engine.core }

    func start(at now: Int64) throws -> [String] {
        starts += 1
        let token = "inbox-\(identity)-\(starts)"
        peer = try Peer(
            engine: engine, journal: journal, token: token, wall: wall(at: now),
            seed: seed &+ UInt64(starts), settings: settings)
        (isDirty, wasReady) = (true, false)
        toldClock = Peer<Service>.ClockStanding()
        (lastHeartbeat, lastProbe) = (Int64.min / 2, Int64.min / 2)
        return peer?.subscriptions ?? []
    }

    func end() { peer = nil }

    /// What its wall clock shows, which a step may have set.
    private func wall(at now: Int64) -> Timestamp { Timestamp(milliseconds: now + wallOffset) }

    func turn(_ received: [Frame], at now: Int64) -> Turn {
        let wall = wall(at: now)
        guard var turn = peer?.receive(received, wall: wall, now: .lastHour) else { return Turn() }
        if peer != nil { turn.append(run(beside, wall: wall)) }
        progress += 1
        noteClosed()
        return turn
    }

    /// Keeps where its streams stood when it first received a place of the clock, in any of its lives.
    private func noteClosed() {
        guard let received = peer?.clockStanding.received else { return }
        var place = received
        while place > 0, closed[place] == nil {
            closed[place] = heads.mapValues(\.sequence)
            place -= 1
        }
    }

    private func run(_ work: (inout Peer<Service>, Timestamp) -> Turn, wall: Timestamp) -> Turn {
        guard var taken = peer.take() else { return Turn() }
        let turn = work(&taken, wall)
        peer = taken
        return turn
    }

    func announce(idle: Bool, changed: Bool, at now: Int64) -> [Frame] {
        let standing = peer?.clockStanding ?? toldClock
        isDirty = isDirty || changed || standing != toldClock
        let hasNewHour = standing.received != toldClock.received
        var frames: [Frame] = []
        if peer?.isJoined == false, now - lastProbe >= 50 {
            lastProbe = now
            frames += [peer?.probe()].compactMap(\.self)
        }
        if !wasReady { wasReady = peer?.isReady == true }
        if now - lastHeartbeat >= 1_000 || idle && isDirty || hasNewHour, let peer {
            let state: Heartbeat.State =
                !wasReady ? .starting : peer.isDegraded ? .degraded : .ready
            var beat = peer.heartbeat(
                incarnation: "\(identity)-\(starts)", version: "0", state: state)
            beat.progress = progress
            frames += [peer.message(beat, at: wall(at: now))].compactMap(\.self)
            lastHeartbeat = now
            isDirty = false
            toldClock = standing
        }
        return frames
    }

    func page(_ request: PageRequest) -> Frame? {
        peer.flatMap {
            Peer<Service>.page(
                request, journal: journal, attributes: $0.pageAttributes(for: request))
        }
    }

    func unsettled(heads: [EventStream: Int64]) -> [String] {
        guard let peer else { return ["\(identity) is not up"] }
        var found: [String] = []
        let beat = peer.heartbeat(incarnation: "", version: "", state: .ready)
        if !peer.isWhole { found.append("\(identity) is not whole") }
        if !peer.isReady { found.append("\(identity) is not ready") }
        if beat.openRequests > 0 { found.append("\(identity) has \(beat.openRequests) open") }
        if beat.queued > 0 { found.append("\(identity) has \(beat.queued) waiting") }
        var followed = Set(beat.positions.keys)
        if keepsAllStreams {
            followed.formUnion(heads.keys.filter { !MessageCatalog.isIdentifying($0) })
        }
        for stream in followed.sorted() where stream.owner != identity {
            let (position, head) = (beat.positions[stream] ?? 0, heads[stream] ?? 0)
            guard position != head else { continue }
            found.append("\(identity) has \(position) of \(head) events of \(stream)")
        }
        found += peer.health.stops.map { "\(identity) stopped: \($0.advice.problem)" }
        return found
    }

    func refoldFaults() throws -> [String] {
        guard let peer else { return ["\(identity) is not up"] }
        let again = try Peer(
            engine: engine, journal: journal, token: "again",
            wall: Timestamp(milliseconds: 0), seed: 0, settings: settings)
        var found: [String] = []
        if let live = peer.engine.core as? any Equatable, !live.equals(again.engine.core) {
            found.append("\(identity): the state is not what the journal makes")
        }
        if peer.engine.heads != again.engine.heads {
            found.append("\(identity): the heads are not what the journal makes")
        }
        let open = again.heartbeat(incarnation: "", version: "", state: .ready).openRequests
        if open > 0 {
            found.append("\(identity): \(open) commands left in the outbox")
        }
        return found
    }
}

extension Equatable {
    fileprivate func equals(_ other: Any) -> Bool { (other as? Self) == self }
}
