package import Messages

/// The rules by which one process is started, watched, restarted and stopped: no clock, no chance,
/// no processes of its own.
///
/// The caller performs the actions, reports what happened, and sends ``Input/timer`` once
/// ``deadline`` has passed. Restarts follow from exits, readiness and the watchdog alone.
package struct ProcessLifecycle: Sendable, Equatable {
    /// What happened, or what a person wants.
    package enum Input: Hashable, Sendable {
        /// All that it depends on is ready, or no longer is.
        case dependencies(areReady: Bool)
        case started(pid: Int32)
        case notified(Notice)
        case exited(Exit)
        case timer
        case operatorStop
        case operatorStart
        case operatorRestart
        /// The supervisor ends: nothing is spawned after this.
        case shutdown
    }

    /// What the caller has to do.
    package enum Action: Hashable, Sendable {
        case spawn
        /// TERM to its process group.
        case terminate
        /// KILL to its process group. After an exit too: it takes what the process left behind.
        case kill
        case announce(ProcessState)
    }

    /// Whether there is a process now. At most one: the next is spawned after an exit.
    private enum Process: Equatable {
        case none, launching
        case alive(pid: Int32)
    }

    /// No process asks for more time at once.
    private static let longestExtension: Duration = .days(1)

    package private(set) var state: ProcessState
    /// When ``Input/timer`` is due; `nil` if nothing waits for time.
    package private(set) var deadline: SteadyInstant?
    /// How often it was spawned.
    package private(set) var spawns = 0
    /// The last failure, for people; a fresh start by a person forgets it.
    package private(set) var lastFailure: Failure?

    private let policy: RestartPolicy
    private let readiness: ReadinessRule
    private let watchdog: Duration?
    private var process = Process.none
    private var isWanted: Bool
    private var isShuttingDown = false
    private var dependenciesAreReady = false
    private var readySince: SteadyInstant?
    private var failuresInARow = 0
    /// When it failed within the policy's window; never more than one over its limit.
    private var failures: [SteadyInstant] = []

    /// - Parameters:
    ///   - watchdog: the longest silence of a ready process; `nil` to not watch.
    ///   - isStopped: whether a person stopped it earlier and has not started it since.
    package init(
        policy: RestartPolicy, readiness: ReadinessRule, watchdog: Duration?, isStopped: Bool
    ) {
        self.policy = policy
        self.readiness = readiness
        self.watchdog = watchdog
        isWanted = !isStopped
        state = isStopped ? .stopped(.operatorWish) : .waitingForDependencies
    }

    /// Whether a process runs, or is about to.
    package var isAlive: Bool { process != .none }
    package var pid: Int32? { if case .alive(let pid) = process { pid } else { nil } }

    /// Takes in one input.
    ///
    /// - Parameters:
    ///   - chance: a random number in 0..<1 for the jitter.
    package mutating func handle(_ input: Input, at now: SteadyInstant, chance: Double) -> [Action]
    {
        let before = state
        var actions: [Action]
        switch input {
        case .dependencies(let areReady): actions = dependencies(areReady, at: now)
        case .started(let pid): actions = started(pid, at: now)
        case .notified(let notice): actions = notified(notice, at: now)
        case .exited(let exit): actions = exited(exit, at: now, chance: chance)
        case .timer: actions = timer(at: now)
        case .operatorStop: actions = operatorStop(at: now)
        case .operatorStart: actions = operatorStart(at: now)
        case .operatorRestart: actions = operatorRestart(at: now)
        case .shutdown: actions = shutdown(at: now)
        }
        if state != before { actions.append(.announce(state)) }
        return actions
    }
}

// What the world does.
extension ProcessLifecycle {
    private mutating func dependencies(_ areReady: Bool, at now: SteadyInstant) -> [Action] {
        dependenciesAreReady = areReady
        guard areReady, state == .waitingForDependencies else { return [] }
        return launch(at: now)
    }

    private mutating func started(_ pid: Int32, at now: SteadyInstant) -> [Action] {
        guard process == .launching else { return [] }
        process = .alive(pid: pid)
        switch state {
        // It was stopped before anyone knew whom to signal.
        case .stopping(.terminating, _): return [.terminate]
        case .stopping(.killing, _): return [.kill]
        case .starting where readiness == .whenStarted: becomeReady(at: now)
        default: break
        }
        return []
    }

    private mutating func notified(_ notice: Notice, at now: SteadyInstant) -> [Action] {
        switch (notice, state) {
        case (.ready, .starting): becomeReady(at: now)
        case (.alive, .ready): deadline = watchdog.map { now + $0 }
        case (.stopping, .starting), (.stopping, .ready):
            state = .stopping(.terminating, .itself)
            deadline = now + policy.stopGrace
        case (.needsTime(let more), .starting):
            // Bounded, so that a broken process cannot ask to be waited for until the clock wraps.
            deadline = max(deadline ?? now, now + min(more, Self.longestExtension))
        default: break
        }
        return []
    }

    private mutating func exited(_ exit: Exit, at now: SteadyInstant, chance: Double) -> [Action] {
        guard isAlive else { return [] }
        let swept: [Action] = pid == nil ? [] : [.kill]
        process = .none
        deadline = nil
        if !isWanted {
            state = .stopped(.operatorWish)
        } else if isShuttingDown {
            state = .stopped(.shutdown)
        } else if case .stopping(_, .restart) = state {
            return swept + startAfresh(at: now)
        } else if case .stopping(_, .failure(let failure)) = state {
            fail(failure, at: now, chance: chance)
        } else if exit.isPermanent {
            lastFailure = .exited(exit)
            state = .failedPermanently(exit)
        } else {
            fail(.exited(exit), at: now, chance: chance)
        }
        return swept
    }

    private mutating func timer(at now: SteadyInstant) -> [Action] {
        guard let due = deadline, now >= due else { return [] }
        switch state {
        case .starting:
            // Without what it depends on it cannot become ready; that is not its own failure.
            guard dependenciesAreReady else {
                deadline = readinessDeadline(from: now)
                return []
            }
            return stop(.failure(.notReadyInTime), at: now)
        case .ready: return stop(.failure(.watchdogMissed), at: now)
        case .backingOff: return launch(at: now)
        case .stopping(_, let cause):
            state = .stopping(.killing, cause)
            // Again and again: a process in the kernel's hands dies only once it returns.
            deadline = now + policy.stopGrace
            return pid == nil ? [] : [.kill]
        default:
            deadline = nil
            return []
        }
    }
}

// What people want.
extension ProcessLifecycle {
    private mutating func operatorStop(at now: SteadyInstant) -> [Action] {
        isWanted = false
        if case .stopping(let step, let cause) = state {
            if cause != .shutdown { state = .stopping(step, .operatorWish) }
            return []
        }
        guard !isAlive else { return stop(.operatorWish, at: now) }
        deadline = nil
        state = .stopped(.operatorWish)
        return []
    }

    private mutating func operatorStart(at now: SteadyInstant) -> [Action] {
        guard !isShuttingDown else { return [] }
        isWanted = true
        if case .stopping(let step, _) = state { state = .stopping(step, .restart) }
        guard !isAlive, state != .waitingForDependencies else { return [] }
        return startAfresh(at: now)
    }

    private mutating func operatorRestart(at now: SteadyInstant) -> [Action] {
        switch state {
        case .starting, .ready:
            guard !isShuttingDown else { return [] }
            return stop(.restart, at: now)
        default: return operatorStart(at: now)
        }
    }

    private mutating func shutdown(at now: SteadyInstant) -> [Action] {
        isShuttingDown = true
        if case .stopping(let step, _) = state {
            state = .stopping(step, .shutdown)
            return []
        }
        if isAlive { return stop(.shutdown, at: now) }
        deadline = nil
        if !state.isAtRest { state = .stopped(.shutdown) }
        return []
    }
}

// What both lead to.
extension ProcessLifecycle {
    private mutating func startAfresh(at now: SteadyInstant) -> [Action] {
        failures = []
        failuresInARow = 0
        lastFailure = nil
        return launch(at: now)
    }

    private mutating func launch(at now: SteadyInstant) -> [Action] {
        precondition(!isAlive && !isShuttingDown && isWanted, "one process, and a wanted one")
        deadline = nil
        readySince = nil
        guard dependenciesAreReady else {
            state = .waitingForDependencies
            return []
        }
        process = .launching
        spawns += 1
        state = .starting
        deadline = readinessDeadline(from: now)
        return [.spawn]
    }

    private func readinessDeadline(from now: SteadyInstant) -> SteadyInstant? {
        switch readiness {
        case .whenNotified(let limit): now + limit
        case .whenStarted: nil
        }
    }

    private mutating func becomeReady(at now: SteadyInstant) {
        state = .ready
        readySince = now
        deadline = watchdog.map { now + $0 }
    }

    private mutating func stop(_ cause: ProcessState.StopCause, at now: SteadyInstant) -> [Action] {
        state = .stopping(.terminating, cause)
        deadline = now + policy.stopGrace
        return pid == nil ? [] : [.terminate]
    }

    private mutating func fail(_ failure: Failure, at now: SteadyInstant, chance: Double) {
        lastFailure = failure
        if let readySince, now - readySince >= policy.stableAfter { failuresInARow = 0 }
        failuresInARow += 1
        failures.removeAll { now - $0 >= policy.window }
        failures.append(now)
        guard failures.count <= policy.mostFailures else {
            state = .givenUp(after: failure)
            return
        }
        let until = now + policy.delay(afterFailures: failuresInARow, chance: chance)
        state = .backingOff(until: until, after: failure)
        deadline = until
    }
}
