package import ClinicFiles
internal import Dispatch
internal import Glibc
package import Messages
internal import Platform
internal import SupervisorCore
internal import SystemPackage

/// Runs the clinic's processes on this host. It needs no bus.
///
/// Each process follows its ``ProcessLifecycle``; this actor performs what that decides. All
/// inputs — exits, notices, time, people — are taken in one after the other.
package actor ProcessControl {
    /// What a supervisor is made with.
    package struct Configuration: Sendable {
        package var clinic: ClinicFolder
        /// `nil` only where nobody minds orphans after a `kill -9`.
        package var guardian: GuardianCommand?
        /// Bytes in each of the two log files of a process.
        package var logLimit = LogFile.standardLimit
        /// What a process is run as, asked at each start, for its files may be others by now; `nil`
        /// leaves it as it is. What it throws is why the process cannot be started.
        package var respecifying: @Sendable (Identity) throws -> ProcessSpecification? = { _ in nil
        }
        /// How long processes that an earlier supervisor left may take to end.
        package var leftoverGrace: Duration = .seconds(5)

        package init(clinic: ClinicFolder, guardian: GuardianCommand?) {
            self.clinic = clinic
            self.guardian = guardian
        }
    }

    package nonisolated let configuration: Configuration
    let logs: LogCollector
    var processes: [Identity: SupervisedProcess] = [:]
    var order: StartOrder
    var isStarted = false
    var isShuttingDown = false
    private let executor = QueueExecutor("cairn.supervisor")
    private let lifeline: Lifeline?
    private let locks: [FileLock]
    private let incarnation: String
    /// Which folder it took; wherever its path leads by now.
    private let identity: FolderIdentity?
    private let wallClock: @Sendable () -> Timestamp
    private var inputs: [(name: Identity, run: Int?, input: ProcessLifecycle.Input)] = []
    private var isWorking = false
    /// When it wakes up next; the count tells that wake-up from those that it overtook.
    private var wakeAt: SteadyInstant?
    private var wakeUps = 0
    /// For how long this process was late: see ``uptime()``.
    private var stoodStill: Duration = .zero
    private var changesWaiting = ChangeQueue<Identity, ProcessStanding>(bound: 1024)
    private let changeSignal = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private var waitingForEnd: [CheckedContinuation<Void, Never>] = []

    /// Takes the clinic's folder; nothing runs before ``start()``.
    ///
    /// - Parameters:
    ///   - incarnation: random text for this start of the supervisor, without a colon.
    ///   - wallClock: for what people see; decisions use a clock that never steps back.
    /// - Throws: ``SupervisionError/anotherSupervisor(folder:)`` if one runs already, or
    ///   ``DependencyCycle``.
    package init(
        _ configuration: Configuration, processes specifications: [ProcessSpecification],
        incarnation: String,
        wallClock: @escaping @Sendable () -> Timestamp
    ) throws {
        precondition(!incarnation.contains(":"), "a colon ends the incarnation in the marker")
        try configuration.clinic.makePassing()
        locks = try configuration.clinic.lockForSupervisor()
        identity = FolderIdentity(of: configuration.clinic.path)
        self.configuration = configuration
        self.incarnation = incarnation
        self.wallClock = wallClock
        logs = LogCollector(clinic: configuration.clinic, limit: configuration.logLimit)
        lifeline = configuration.guardian.map {
            Lifeline($0, clinic: configuration.clinic, incarnation: incarnation)
        }
        for specification in specifications {
            guard processes[specification.name] == nil else {
                throw SupervisionError.alreadyKnown(specification.name)
            }
            processes[specification.name] = SupervisedProcess(specification, since: wallClock())
        }
        order = try StartOrder(processes.mapValues(\.specification.dependencies))
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Ends what an earlier supervisor left, posts the guardian, and starts the processes, each
    /// when what it depends on is ready. Returns before they are.
    ///
    /// - Parameter stopped: those that a person stopped earlier and has not started since.
    package func start(butNot stopped: Set<Identity> = []) async throws {
        for name in stopped {
            processes[name] = processes[name].map {
                SupervisedProcess($0.specification, isStopped: true, since: $0.since)
            }
        }
        Leftovers(folder: configuration.clinic, owner: .allBut(incarnation: incarnation))
            .clear(grace: configuration.leftoverGrace)
        recordProcesses()
        try await lifeline?.hold()
        guard !isShuttingDown else { return }
        isStarted = true
        for name in order.names { publish(name) }
        for name in order.names { tellDependencies(of: name) }
        work()
    }

    /// Stops all processes, dependants first: TERM, a grace, KILL to the whole group. Returns when
    /// nothing is left, also in a task that was cancelled.
    package func shutdown() async {
        isShuttingDown = true
        advanceShutdown()
        work()
        if !hasEnded { await withCheckedContinuation { waitingForEnd.append($0) } }
        Leftovers(folder: configuration.clinic, owner: .supervisor(incarnation: incarnation))
            .clear(grace: .seconds(1))
        await lifeline?.release()
    }
}

// What people and the bus half see.
extension ProcessControl {
    /// All processes, by name.
    package func snapshot() -> [ProcessStanding] {
        processes.keys.sorted().compactMap(status(of:))
    }

    package func status(of name: Identity) -> ProcessStanding? {
        guard let process = processes[name] else { return nil }
        let waitsFor = order.needs(of: name).filter { processes[$0]?.lifecycle.state != .ready }
        let isWaiting = process.lifecycle.state == .waitingForDependencies
        return process.status(waitsFor: isWaiting ? waitsFor.sorted() : [])
    }

    /// The next change of a process's state; `nil` once all is shut down. For one reader.
    ///
    /// A reader that is 1024 changes behind misses steps in between, never where a process stands.
    package func nextChange() async -> ProcessStanding? {
        while true {
            if let change = changesWaiting.popFirst() { return change }
            var signals = changeSignal.stream.makeAsyncIterator()
            guard await signals.next(isolation: self) != nil else {
                return changesWaiting.popFirst()
            }
        }
    }

    /// Takes one more input; its run is given if only that run may hear it.
    func send(_ input: ProcessLifecycle.Input, to name: Identity, run: Int? = nil) {
        inputs.append((name, run, input))
        work()
    }

    /// Queues where a process stands now for the reader of changes.
    func publish(_ name: Identity) {
        guard processes[name]?.isSilent != true, let status = status(of: name) else { return }
        changesWaiting.append(status, for: name)
        changeSignal.continuation.yield()
    }

    func now() -> Timestamp { wallClock() }

    /// The environment that ties a process to this supervisor.
    func additions(for process: SupervisedProcess, socket: ReadinessSocket) -> [String: String?] {
        [
            "NOTIFY_SOCKET": socket.path,
            "WATCHDOG_USEC": process.specification.watchdog.map { String($0.milliseconds * 1000) },
            "WATCHDOG_PID": nil,
            // A crash ends at once. Swift's backtracer holds the process for minutes on a busy
            // machine, and prints what was in its memory: it may be a client's.
            "SWIFT_BACKTRACE": "enable=no",
            Leftovers.marker: Leftovers.mark(incarnation, in: identity),
        ]
    }

    /// The markers in the environments find the same processes, so a full disk is no reason to
    /// stop; the next change tries again.
    func recordProcesses() {
        let running = processes.keys.sorted().compactMap { name in
            processes[name]?.leader.map {
                ProcessRecords.Record(name: name, pid: $0.pid, startTicks: $0.startTicks)
            }
        }
        try? ProcessRecords(
            incarnation: incarnation, folder: identity?.description ?? "",
            boot: ProcessTable.bootIdentifier(), processes: running
        ).write(to: configuration.clinic)
    }
}

// The loop.
extension ProcessControl {
    /// The time without that for which this process itself stood still: whoever stood still with it
    /// has said nothing meanwhile, and is not silent.
    private func uptime() -> SteadyInstant { ProcessControl.systemUptime() - stoodStill }

    private static func systemUptime() -> SteadyInstant {
        SteadyInstant(
            milliseconds: Int64(clamping: DispatchTime.now().uptimeNanoseconds / 1_000_000))
    }

    /// How late a wake-up may come, and what the others are given to speak again after one that
    /// came later.
    private static let patience: Duration = .seconds(2)

    /// Handles the inputs in order. An action may add inputs; they come after.
    func work() {
        guard isStarted || isShuttingDown, !isWorking else { return }
        isWorking = true
        while !inputs.isEmpty {
            let next = inputs.removeFirst()
            guard next.run == nil || next.run == processes[next.name]?.run else { continue }
            handle(next.input, by: next.name)
            if isShuttingDown { advanceShutdown() }
        }
        isWorking = false
        armTimer()
        guard hasEnded else { return }
        changeSignal.continuation.finish()
        for waiter in waitingForEnd { waiter.resume() }
        waitingForEnd = []
    }

    private var hasEnded: Bool {
        isShuttingDown && processes.values.allSatisfy { !$0.lifecycle.isAlive }
    }

    private func handle(_ input: ProcessLifecycle.Input, by name: Identity) {
        guard let before = processes[name]?.lifecycle.state else { return }
        let actions =
            processes[name]?.lifecycle.handle(
                input, at: uptime(), chance: Double.random(in: 0..<1)) ?? []
        for action in actions { perform(action, for: name) }
        guard let state = processes[name]?.lifecycle.state else { return }
        if (before == .ready) != (state == .ready) {
            for dependant in order.dependants(of: name).sorted() { tellDependencies(of: dependant) }
        }
        forgetIfRemoved(name)
    }

    private func perform(_ action: ProcessLifecycle.Action, for name: Identity) {
        switch action {
        case .spawn: spawn(name)
        case .terminate: signal(SIGTERM, toGroupOf: name)
        case .kill: signal(SIGKILL, toGroupOf: name)
        case .announce:
            processes[name]?.since = now()
            publish(name)
        }
    }

    func tellDependencies(of name: Identity) {
        let areReady = order.needs(of: name).allSatisfy {
            processes[$0]?.lifecycle.state == .ready
        }
        send(.dependencies(areReady: areReady), to: name)
    }

    /// Tells each process to end whose dependants have ended; who does not run, at once.
    private func advanceShutdown() {
        for name in order.stopOrder {
            guard let process = processes[name], !process.wasToldToShutDown else { continue }
            let isFree = order.dependants(of: name).allSatisfy {
                processes[$0]?.lifecycle.isAlive != true
            }
            guard isFree || !process.lifecycle.isAlive else { continue }
            processes[name]?.wasToldToShutDown = true
            send(.shutdown, to: name)
        }
    }

    private func forgetIfRemoved(_ name: Identity) {
        guard let process = processes[name], process.isBeingRemoved, !process.lifecycle.isAlive
        else { return }
        processes[name] = nil
        reorder()
    }

    /// After a process came or went: who waits for it may go on.
    func reorder() {
        // A list from which one was taken, or to which one without a circle was added, has none.
        guard let next = try? StartOrder(processes.mapValues(\.specification.dependencies))
        else { return }
        order = next
        guard isStarted else { return }
        for name in order.names { tellDependencies(of: name) }
    }

    /// Comes back when something is due. A wake-up that an earlier one overtook does nothing.
    private func armTimer() {
        guard let next = processes.values.compactMap(\.lifecycle.deadline).min(),
            wakeAt.map({ next < $0 }) ?? true
        else { return }
        wakeAt = next
        wakeUps += 1
        let number = wakeUps
        let wait = Int(max(.zero, next - uptime()).milliseconds) + 1
        executor.queue.asyncAfter(deadline: .now() + .milliseconds(wait)) { [weak self] in
            self?.assumeIsolated { $0.wake(number) }
        }
    }

    private func wake(_ number: Int) {
        guard number == wakeUps else { return }
        let lateness = wakeAt.map { uptime() - $0 } ?? .zero
        if lateness > Self.patience { stoodStill += lateness + Self.patience }
        wakeAt = nil
        let now = uptime()
        let due = processes.filter { $0.value.lifecycle.deadline.map { $0 <= now } ?? false }.keys
            .sorted()
        inputs += due.map { ($0, nil, .timer) }
        work()
    }

    var queue: DispatchQueue { executor.queue }
}
