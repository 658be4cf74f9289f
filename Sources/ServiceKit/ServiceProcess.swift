internal import Bus
internal import ClinicFiles
internal import Foundation
package import Journal
internal import JournalSQLite
internal import Logging
package import Messages
package import PeerKit
internal import Platform
internal import Synchronization

/// The loop that every service runs: batch → decide → commit → publish → reply.
package struct ServiceProcess<Service: Core>: Sendable {
    /// What a process adds to a turn: called once in each, with what the bus brought.
    package typealias Beside =
        @Sendable (inout Peer<Service>, _ received: [Frame], _ wall: Timestamp) async throws ->
        Turn

    /// What a process does once with the state that its history gave, before it hears anything.
    package typealias Opening = @Sendable (Service) async throws -> Void

    private let folder: ClinicFolder
    private let identity: Identity
    private let format: LogFormat
    private let core: Service
    private let settings: @Sendable (any JournalReading) -> PeerSettings
    private let open: JournalOpening
    private let reads: [any Event.Type]

    /// - Parameters:
    ///   - settings: how its peer differs from others.
    ///   - reads: the events of others that it takes in.
    ///   - opening: what keeps its journal; `nil` for a file in the clinic's folder.
    package init(
        _ core: Service, as identity: Identity, options: ServiceOptions,
        reads: [any Event.Type] = Service.reads,
        settings: @escaping @Sendable (any JournalReading) -> PeerSettings = { _ in
            PeerSettings()
        },
        journal opening: JournalOpening? = nil
    ) {
        self.core = core
        self.reads = reads
        self.identity = identity
        self.settings = settings
        open = opening ?? { try $0.openFile() }
        folder = options.folder
        format = options.logFormat
    }

    /// Runs until it is told to stop, and ends the process with a documented exit code.
    ///
    /// - Parameters:
    ///   - opening: what the process does with its state before it hears anything.
    ///   - waking: is given what makes the loop turn at once, from any thread.
    ///   - beside: what the process adds to each turn.
    ///   - atEnd: what it does when it stops, for whatever reason, before it leaves the bus.
    package func run(
        opening: Opening? = nil,
        waking: (@escaping @Sendable () -> Void) -> Void = { _ in },
        beside: @escaping Beside = { _, _, _ in Turn() },
        atEnd: @escaping @Sendable () async -> Void = {}
    ) async -> Never {
        StandardStreams.secure()
        let format = format
        var logger = Logger(label: identity.text) { LineLogHandler(label: $0, format: format) }
        logger.logLevel = .info
        let line = Line()
        waking { line.wake() }
        do {
            try await loop(along: line, logger: logger, opening: opening, beside: beside)
            await atEnd()
            logger.info("stopped")
            exit(ExitCode.success)
        } catch let error as any Remediable {
            logger.error("\(error.advice.problem) \(error.advice.remedy)")
            await atEnd()
            exit(ExitCode.of(error))
        } catch {
            await atEnd()
            logger.error("Could not go on: unexpected error \(type(of: error)); please report it.")
            exit(ExitCode.failure)
        }
    }

    /// Entries that a correction may have folded in a turn: a twentieth of a second of a processor,
    /// twice where something is taken back with it.
    private static var loopFoldLimit: Int64 { 500 }

    private func loop(along line: Line, logger: Logger, opening: Opening?, beside: Beside)
        async throws
    {
        var opening = opening
        try SystemLimits.makeRoom(forFiles: SystemLimits.filesOfPeer)
        try folder.requireOwner()
        let mode = try folder.standingMode()
        let clinic = try folder.standingClinic()
        let keys = KeyFolder(of: folder)
        let journal = try open(
            JournalAddress(
                folder: folder.journals,
                identity: JournalIdentity(
                    clinic: mode.clinic, kind: mode.kind.rawValue, identity: identity),
                key: try keys.storageKey(of: identity), witness: keys.witness(of: identity)))
        defer { leave(journal, logger: logger) }
        while true {
            let isListNew = keys.isListNew
            let credentials = try keys.credentials(of: identity)
            let bus = try BusConnection(credentials)
            line.use(bus)
            // Who starts the hub in its opening cannot wait for it before.
            var wasLetIn = true
            if opening == nil { wasLetIn = try await isLetIn(to: mode.clinic, on: bus) }
            if wasLetIn {
                wasLetIn = try await turns(
                    journal: journal, clinic: clinic, mode: mode,
                    logger: logger, opening: opening, beside: beside, along: line,
                    by: credentials, on: bus)
            }
            opening = nil
            await bus.close()
            guard !wasLetIn else { return }
            // The hub takes a moment to know a key that was just made, and libzmq does not knock a
            // second time.
            guard isListNew, await !line.stop.isRequested else {
                throw BusError.keyRefused(identity)
            }
            logger.info("the hub does not know the key yet")
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    /// The connection that a signal to stop wakes: another one after a first was refused.
    private final class Line: Sendable {
        private let bus = Mutex<BusConnection?>(nil)
        private let signal = Mutex<StopSignal?>(nil)

        /// From when it is asked for first. Before, as while a history is folded, a signal ends the
        /// process at once.
        var stop: StopSignal {
            get async {
                if let known = signal.withLock({ $0 }) { return known }
                let made = await StopSignal { self.bus.withLock { $0 }?.wake() }
                signal.withLock { $0 = made }
                return made
            }
        }

        /// Makes the loop turn at once; nothing where no connection is there yet.
        func wake() { bus.withLock { $0 }?.wake() }

        func use(_ next: BusConnection) { bus.withLock { $0 = next } }
    }

    /// Closes the journal, after it was given its place again if it had lost it.
    private func leave(_ journal: any JournalStore, logger: Logger) {
        do {
            if let path = try journal.putBack() {
                logger.warning("The journal was not in its place; all of it is in \(path) now.")
            }
        } catch {
            let advice = (error as? any Remediable)?.advice
            logger.critical(
                "The journal is not in its place, and could NOT be put back.",
                metadata: ["why": "\(advice?.description ?? "")"])
        }
        journal.close()
    }

    /// Whether the hub lets this process in, asked before the history is folded, which may take long:
    /// whoever has to make a new key learns it at once. Where no hub answers within a second, it is
    /// learnt after the fold.
    private func isLetIn(to clinic: String, on bus: isolated BusConnection) async throws -> Bool {
        // The supervisor is there before the hub that it starts.
        guard identity != .supervisor else { return true }
        var chance = SystemRandomNumberGenerator()
        // Of its own: what comes back to the peer's inbox says that the hub knows what it reads.
        let inbox = Inbox(of: identity, high: chance.next(), low: chance.next())
        let id = MessageID("\(inbox.token)-knock")
        var attributes = Attributes(
            id: id, source: "/\(clinic)/\(identity)", type: Probe.type, time: WallClock.now)
        attributes.inreplyto = id
        let knock = try Envelope(
            topic: inbox.probe, attributes: attributes, data: JSONText.encode(Probe())
        ).frame
        bus.subscribe(inbox.prefix)
        let deadline = ContinuousClock.now + .seconds(1)
        while ContinuousClock.now < deadline {
            try bus.publish([knock])
            guard let received = await bus.receive(waitingAtMost: .milliseconds(50)) else {
                return !bus.isRefused
            }
            if received.contains(knock) { break }
        }
        bus.unsubscribe(inbox.prefix)
        return true
    }

    /// Folds the history, then takes turn after turn until it is told to stop.
    ///
    /// It runs on the connection's own thread: between a message, its commit and its answer no
    /// other thread need be woken.
    ///
    /// - Returns: `false` if the hub refused the key before it let this process in.
    private func turns(
        journal: any JournalStore, clinic: Clinic, mode: ClinicMode,
        logger: Logger, opening: Opening?, beside: Beside, along line: Line,
        by credentials: PeerCredentials,
        on bus: isolated BusConnection
    ) async throws -> Bool {
        var chance = SystemRandomNumberGenerator()
        let token = Inbox(of: identity, high: chance.next(), low: chance.next()).token
        let engine = Engine(
            core: core, identity: identity, clinic: clinic, mode: mode, reads: reads)
        let attempts = AttemptFile(path: "\(folder.journals)/\(identity).attempts")
        if attempts == nil {
            logger.warning("An input that ends the process twice will not be set aside.")
        }
        var settings = settings(journal)
        // The supervisor starts those that it would have to hear.
        settings.listensFirst = identity != .supervisor
        settings.processorTime = { ProcessorTime.spent }
        settings.loopFoldLimit = ServiceProcess.loopFoldLimit
        let notification = SystemNotification()
        settings.folding = { done, total in
            guard done < total else { return notification.status("") }
            guard done.isMultiple(of: 1_000) else { return }
            notification.working("folding \(done) of \(total) entries")
            guard done.isMultiple(of: 100_000) else { return }
            logger.info("folding", metadata: ["done": "\(done)", "of": "\(total)"])
        }
        var peer = try Peer(
            engine: engine, journal: journal, token: token, wall: WallClock.now,
            seed: chance.next(), settings: settings, attempts: attempts,
            build: RunningProgram.build)
        if let reason = peer.beginning.unfit {
            logger.warning("The snapshot is not used: \(reason). The whole history is folded.")
        }
        logger.info(
            "history folded",
            metadata: [
                "streams": "\(peer.engine.heads.count)", "from": "\(peer.beginning.snapshot ?? 0)",
                "to": "\(peer.position)",
            ])
        let stop = await line.stop
        try await opening?(peer.engine.core)
        var shell = Shell<Service>(
            incarnation: String(token.prefix(16)), clinic: clinic, mode: mode, bus: bus,
            credentials: credentials,
            logger: logger, lastSnapshot: peer.beginning.snapshot,
            watching: KeyFolder(of: folder).files(of: identity))
        await shell.subscribe(peer.subscriptions)
        while peer.canGoOn || !stop.isRequested && !shell.isFinished {
            // What is left over comes first: it keeps its order, and no queue grows in here.
            guard !peer.canGoOn else {
                try await shell.turn(&peer, [], beside: beside)
                continue
            }
            // Nor while it waits for a fold: what is too much stays with the hub, and is had again.
            guard !peer.isFull else {
                try await Task.sleep(for: .milliseconds(50))
                try await shell.turn(&peer, [], beside: beside)
                continue
            }
            guard let received = await bus.receive(waitingAtMost: shell.patience(for: peer)) else {
                break
            }
            try await shell.turn(&peer, received, beside: beside)
        }
        guard !bus.isRefused else {
            guard !peer.isJoined else { throw BusError.keyRefused(identity) }
            return false
        }
        try await shell.stop(&peer)
        return true
    }
}
