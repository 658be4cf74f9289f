internal import Messages
internal import SupervisorCore

/// What the supervisor keeps for one process: its rules, and what belongs to its current run.
struct SupervisedProcess {
    var specification: ProcessSpecification
    /// Why it could not be started as it is now.
    var refusal: Advice?
    var lifecycle: ProcessLifecycle
    /// When it came to its state, in wall time.
    var since: Timestamp
    var text: String?
    var socket: ReadinessSocket?
    /// The process that leads its group, kept until its exit has been handled.
    var leader: ProcessTable.Entry?
    /// Tells a late report about an earlier run from one about this run.
    var run = 0
    var isBeingRemoved = false
    /// Whether nobody is told of its changes any more.
    var isSilent = false
    var wasToldToShutDown = false

    init(_ specification: ProcessSpecification, isStopped: Bool = false, since: Timestamp) {
        self.specification = specification
        self.since = since
        lifecycle = ProcessLifecycle(
            policy: specification.policy, readiness: specification.readiness,
            watchdog: specification.watchdog, isStopped: isStopped)
    }

    func status(waitsFor: [Identity]) -> ProcessStanding {
        ProcessStanding(
            name: specification.name, state: lifecycle.state, since: since, pid: lifecycle.pid,
            restarts: max(0, lifecycle.spawns - 1), lastFailure: lifecycle.lastFailure, text: text,
            waitsFor: waitsFor, refusal: refusal)
    }
}
