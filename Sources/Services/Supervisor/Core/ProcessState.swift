package import Messages

/// Where one supervised process stands.
package enum ProcessState: Hashable, Sendable {
    case waitingForDependencies
    case starting
    case ready
    /// It failed, and is started again at that time.
    case backingOff(until: SteadyInstant, after: Failure)
    case stopping(StopStep, StopCause)
    case stopped(Stopper)
    /// It failed too often; a person has to start it.
    case givenUp(after: Failure)
    /// It ended in a way that another start would only repeat; a person has to act.
    case failedPermanently(Exit)

    /// How hard a process is asked to end.
    package enum StopStep: Hashable, Sendable { case terminating, killing }

    /// Who stopped a process for good.
    package enum Stopper: Hashable, Sendable { case operatorWish, shutdown }

    /// Why a process is being stopped, and so what follows.
    package enum StopCause: Hashable, Sendable {
        case operatorWish
        case shutdown
        /// To be started again at once, because a person asked.
        case restart
        /// To be started again after a wait.
        case failure(Failure)
        /// It said `STOPPING=1` unasked; its exit tells the rest.
        case itself
    }

    /// One word for messages and tables.
    package var word: String {
        switch self {
        case .waitingForDependencies: "waiting"
        case .starting: "starting"
        case .ready: "ready"
        case .backingOff: "backing-off"
        case .stopping: "stopping"
        case .stopped: "stopped"
        case .givenUp: "given-up"
        case .failedPermanently: "failed"
        }
    }

    /// Whether it ended in a way that starting it again does not mend.
    package var isFailed: Bool {
        switch self {
        case .givenUp, .failedPermanently: true
        default: false
        }
    }

    /// Whether nothing happens any more until a person acts.
    package var isAtRest: Bool {
        switch self {
        case .stopped, .givenUp, .failedPermanently: true
        default: false
        }
    }
}
