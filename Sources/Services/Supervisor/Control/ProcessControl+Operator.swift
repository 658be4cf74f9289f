package import Messages
internal import SupervisorCore

extension ProcessControl {
    /// Starts a process that was stopped, given up or failed. Returns before it is ready.
    package func start(_ name: Identity) throws {
        try require(name)
        guard !isShuttingDown else { throw SupervisionError.shuttingDown }
        send(.operatorStart, to: name)
    }

    /// Stops a process until a person starts it again; the caller remembers that for the next
    /// start of the supervisor. Returns before it has ended.
    package func stop(_ name: Identity) throws {
        try require(name)
        send(.operatorStop, to: name)
    }

    package func restart(_ name: Identity) throws {
        try require(name)
        guard !isShuttingDown else { throw SupervisionError.shuttingDown }
        send(.operatorRestart, to: name)
    }

    /// Supervises one more process, such as a plugin that has just appeared.
    package func add(_ specification: ProcessSpecification, isStopped: Bool = false) throws {
        guard !isShuttingDown else { throw SupervisionError.shuttingDown }
        let name = specification.name
        guard processes[name] == nil else { throw SupervisionError.alreadyKnown(name) }
        var needs = processes.mapValues(\.specification.dependencies)
        needs[name] = specification.dependencies
        _ = try StartOrder(needs)
        processes[name] = SupervisedProcess(specification, isStopped: isStopped, since: now())
        reorder()
        publish(name)
    }

    /// Stops a process and forgets it once it has ended.
    ///
    /// - Parameter isTold: whether it is told as stopped by an operator; not where nobody wished
    ///   that, and the caller says why it is gone.
    package func remove(_ name: Identity, isTold: Bool = true) throws {
        try require(name)
        processes[name]?.isBeingRemoved = true
        processes[name]?.isSilent = !isTold
        send(.operatorStop, to: name)
    }

    private func require(_ name: Identity) throws {
        guard let process = processes[name], !process.isBeingRemoved else {
            throw SupervisionError.unknownProcess(name, known: processes.keys.sorted())
        }
    }
}
