internal import Bus
internal import ClinicFiles
internal import Foundation
internal import Journal
internal import Logging
internal import Messages
internal import PeerKit
internal import Platform

/// What surrounds a peer in its process: sockets, heartbeats, readiness, the watchdog.
struct Shell<Service: Core> {
    private let incarnation: String
    private let clinic: Clinic
    private let mode: ClinicMode
    private let bus: BusConnection
    private let logger: Logger
    private let notification = SystemNotification()
    private var subscribed: Set<String> = []
    private var progress: UInt64 = 0
    private var time: SteadyTime
    private var lastHeartbeat: SteadyInstant
    private var lastProbe: SteadyInstant
    private var lastWatchdog: SteadyInstant
    /// Something happened since the last heartbeat.
    private var isDirty = true
    /// Whether the process waited for more at the end of the last turn.
    private var isAtWork = false
    /// What the last heartbeat said of the clock.
    private var toldClock = Peer<Service>.ClockStanding()
    private var wasReady = false
    private var storageFault: Advice?
    private var parkedCount = 0
    private var stopCount = 0
    private var longestTurn = LongestTurn()
    /// The last position that a time to become ready was asked for.
    private var toldPosition: Int64 = 0
    private var conclusionFault: Advice?
    /// Whether the process has done what it was started for.
    private(set) var isFinished = false
    private let desk: ReadingDesk<Service>
    private var indexing: Indexing?
    private let snapshots: SnapshotWriter
    private let folds: FoldRunner<Service>
    private let comparisons: FoldRunner<Service>
    /// Whether the last heartbeat said that all waits for a fold.
    private var toldFolding = false
    private var foldFault: Advice?
    private var watch: TroubleWatch
    private var silence: HubSilence
    private var lastLook: SteadyInstant
    /// How often a heartbeat is due at least, and what is looked at as often.
    private static var heartbeatInterval: Duration { .seconds(1) }
    private static var probeInterval: Duration { .milliseconds(50) }
    private static var watchdogInterval: Duration { .milliseconds(500) }

    init(
        incarnation: String, clinic: Clinic, mode: ClinicMode, bus: BusConnection,
        credentials: PeerCredentials, logger: Logger, lastSnapshot: Int64?, watching files: [String]
    ) {
        time = SteadyTime(wall: WallClock.now)
        // All of it is due at once.
        let longAgo = time.now - .hours(1)
        (lastHeartbeat, lastProbe, lastWatchdog, lastLook) = (longAgo, longAgo, longAgo, longAgo)
        watch = TroubleWatch(files: files)
        silence = HubSilence(credentials, at: time.now)
        snapshots = SnapshotWriter(last: lastSnapshot ?? 0, logger: logger)
        folds = FoldRunner(notification: notification, logger: logger) { bus.wake() }
        comparisons = FoldRunner(notification: notification, logger: logger) { bus.wake() }
        self.incarnation = incarnation
        self.clinic = clinic
        self.mode = mode
        self.bus = bus
        desk = ReadingDesk(sendingOver: bus)
        self.logger = logger
    }

    /// How long the next wait may last: short while a heartbeat, a probe or an ask is due.
    func patience(for peer: Peer<Service>) -> Duration {
        if isDirty, !isAtWork { return mode.isRehearsal ? .milliseconds(1) : .milliseconds(50) }
        guard peer.isJoined else { return .milliseconds(50) }
        let longest: Duration = .milliseconds(250)
        guard let ask = peer.nextAsk else { return longest }
        return min(longest, max(.milliseconds(1), ask - peer.steadyNow))
    }

    mutating func subscribe(_ prefixes: [String]) async {
        for prefix in prefixes {
            if subscribed.contains(prefix) { await bus.unsubscribe(prefix) }
            subscribed.insert(prefix)
            await bus.subscribe(prefix)
        }
    }

    mutating func turn(
        _ peer: inout Peer<Service>, _ received: [Frame], beside: ServiceProcess<Service>.Beside
    ) async throws {
        let begun = ProcessorTime.spent
        folds.serve(&peer) { $0.beginFold() }
        comparisons.serve(&peer) { $0.beginComparison() }
        let wall = WallClock.now
        let now: DecisionTime =
            mode.isRehearsal
            ? .lastHour : .world(try WallClock.moment(wall, timeZone: clinic.timeZone))
        var turn = peer.receive(received, wall: wall, now: now)
        turn.append(try await beside(&peer, received, wall))
        await subscribe(turn.subscriptions)
        if !turn.frames.isEmpty { try await bus.publish(turn.frames) }
        try await desk.serve(turn.pages, of: peer)
        if indexing == nil { indexing = Indexing(of: peer.journal, logger: logger) }
        progress += 1
        isFinished = isFinished || turn.isFinished
        isAtWork = turn.isAtWork
        // Heartbeats of others change nothing that a heartbeat tells.
        isDirty =
            isDirty || turn.hasNews || !turn.frames.isEmpty || received.contains { !$0.isHeartbeat }
            || peer.clockStanding != toldClock
        // Neither heartbeats nor the watchdog may wait for a clock that was set back.
        let steady = time.pass(to: wall)
        try await join(peer, at: steady)
        tellSilence(hasCome: !received.isEmpty, at: steady)
        if steady - lastLook >= Self.heartbeatInterval {
            lastLook = steady
            peer.lookAtJournal()
            watch.look(at: peer, now: steady)
        }
        // Others wait for the word that an hour came, and not for this peer to be idle.
        let hasNewHour =
            !peer.settings.keepsAllStreams
            && peer.clockStanding.received != toldClock.received
        // So does whoever asks why nothing is answered.
        let hasNewFold = peer.isAwaitingFold != toldFolding
        let isAsked =
            turn.isAskedToBeat && steady - lastHeartbeat >= HeartbeatRequest.spacing
        if steady - lastHeartbeat >= Self.heartbeatInterval
            || received.isEmpty && isDirty && !isAtWork
            || hasNewHour || hasNewFold || isAsked
        {
            try await beat(peer, at: wall)
            lastHeartbeat = steady
        }
        notify(peer, at: steady)
        snapshots.keepIfDue(peer)
        longestTurn.note(ProcessorTime.spent - begun, at: steady)
    }

    mutating func stop(_ peer: inout Peer<Service>) async throws {
        notification.stopping()
        folds.stop()
        comparisons.stop()
        peer.leaveFold()
        let wall = WallClock.now
        var beat = heartbeat(of: peer, state: .stopping)
        beat.progress = progress
        if let message = peer.message(beat, at: wall) { try await bus.publish([message]) }
        snapshots.keepLast(peer)
    }

    private mutating func join(_ peer: Peer<Service>, at now: SteadyInstant) async throws {
        guard !peer.isJoined, now - lastProbe >= Self.probeInterval, let probe = peer.probe()
        else { return }
        lastProbe = now
        try await bus.publish([probe])
    }

    private mutating func beat(_ peer: Peer<Service>, at wall: Timestamp) async throws {
        let state: Heartbeat.State =
            !peer.isReady && !wasReady ? .starting : peer.isDegraded ? .degraded : .ready
        var beat = heartbeat(of: peer, state: state)
        beat.progress = progress
        for (reason, count) in await bus.droppedCounts { beat.counters["bus.\(reason)"] = count }
        guard let message = peer.message(beat, at: wall) else { return }
        try await bus.publish([message])
        isDirty = false
        toldClock = peer.clockStanding
        toldFolding = peer.isAwaitingFold
    }

    private func heartbeat(of peer: Peer<Service>, state: Heartbeat.State) -> Heartbeat {
        var beat = peer.heartbeat(
            incarnation: incarnation, version: CairnVersion.text, state: state)
        beat.residentBytes = ResidentMemory.bytes
        let troubles = watch.troubles(by: time)
        let all = ((beat.troubles ?? []) + troubles).prefix(Trouble.limit)
        beat.troubles = all.isEmpty ? nil : Array(all)
        beat.counters.merge(longestTurn.counters) { _, new in new }
        return beat
    }

    private mutating func notify(_ peer: Peer<Service>, at now: SteadyInstant) {
        if !wasReady, peer.isReady {
            wasReady = true
            notification.ready()
            notification.status("")
            logger.info("ready")
        }
        if now - lastWatchdog >= Self.watchdogInterval {
            lastWatchdog = now
            notification.watchdog()
            // Until a person puts its journal back it cannot become ready; a restart mends nothing.
            if !wasReady, peer.isBehind { notification.needs(.seconds(60)) }
            if !wasReady, peer.position > toldPosition {
                toldPosition = peer.position
                notification.working("catching up: \(peer.position) entries")
            }
        }
        report(peer)
        if peer.health.storageFault != storageFault {
            storageFault = peer.health.storageFault
            if let advice = storageFault {
                logger.error("\(advice.problem) \(advice.remedy)")
                notification.status("degraded: journal")
            } else {
                logger.info("the journal can be used again")
            }
        }
    }

    private mutating func tellSilence(hasCome: Bool, at now: SteadyInstant) {
        switch silence.note(hasCome: hasCome, at: now) {
        case .silent(let advice): logger.warning("\(advice.problem) \(advice.remedy)")
        case .heardAgain: logger.info("the hub is heard again")
        case nil: break
        }
    }

    /// Logs what a person has to look at, once.
    private mutating func report(_ peer: Peer<Service>) {
        if peer.engine.parked.count > parkedCount {
            logger.error("events are parked", metadata: ["count": "\(peer.engine.parked.count)"])
        }
        parkedCount = peer.engine.parked.count
        for stop in peer.health.stops.dropFirst(stopCount) {
            logger.error("\(stop.advice.problem) \(stop.advice.remedy)")
        }
        stopCount = peer.health.stops.count
        if let advice = peer.health.conclusionFault, advice != conclusionFault {
            logger.error("\(advice.problem) \(advice.remedy)")
        }
        conclusionFault = peer.health.conclusionFault
        if let advice = peer.health.foldFault, advice != foldFault {
            logger.critical("\(advice.problem) \(advice.remedy)")
        }
        foldFault = peer.health.foldFault
    }
}
