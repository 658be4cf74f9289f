/// Starts a process that an operator stopped or that was given up.
public struct StartProcess: Command {
    public static let type = "supervisor.start.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational

    /// Which process.
    public var process: Identity
}

/// Stops a process; it stays stopped, across crashes and restarts, until it is started.
public struct StopProcess: Command {
    public static let type = "supervisor.stop.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational

    /// Which process.
    public var process: Identity
}

/// Stops a process and starts it again.
public struct RestartProcess: Command {
    public static let type = "supervisor.restart.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational

    /// Which process.
    public var process: Identity
}

/// An operator wants a process to run, to stay stopped, or to start afresh.
public struct OperatorWished: Event {
    public static let type = "supervisor.process.operator-wished.v1"
    public static let dataClass: DataClass = .operational

    /// Which process.
    public var process: Identity
    /// What is wanted of it.
    public var wish: Wish

    /// What is wanted of the process.
    public struct Wish: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let mark = Mark.open

        /// It runs, if it was stopped or given up.
        public static let start: Wish = "start"
        /// It stays stopped, across crashes and restarts, until it is started.
        public static let stop: Wish = "stop"
        /// It ends, and is started again.
        public static let restart: Wish = "restart"
        public static let known: [Wish] = [start, stop, restart]
    }
}

/// A process was started.
public struct ProcessStarted: Event {
    public static let type = "supervisor.process.started.v1"
    public static let dataClass: DataClass = .operational

    /// Which process.
    public var process: Identity
}

/// A process proved that it is ready.
public struct ProcessReady: Event {
    public static let type = "supervisor.process.ready.v1"
    public static let dataClass: DataClass = .operational

    /// Which process.
    public var process: Identity
}

/// A process ended, or an operator stopped it.
public struct ProcessStopped: Event {
    public static let type = "supervisor.process.stopped.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["byOperator": .open, "detail": .open]

    /// Which process.
    public var process: Identity
    /// Whether an operator asked for it; otherwise it ended by itself.
    public var byOperator: Bool
    /// The exit code or signal.
    public var detail: String
}

/// A process that should be ready has not been for a minute: it ended or hangs, and its restarts
/// have not mended that so far. A shorter absence is told by `stopped` and `ready` alone.
public struct ProcessAbsent: Event {
    public static let type = "supervisor.process.absent.v1"
    public static let dataClass: DataClass = .operational

    /// Who is absent.
    public var process: Identity
}

/// A process failed too often, or in a way that a restart does not mend.
public struct ProcessGivenUp: Event {
    public static let type = "supervisor.process.given-up.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["detail": .open]

    /// Which process.
    public var process: Identity
    /// What a person should look at.
    public var detail: String
}

/// The processes that run here.
public struct Processes: Query {
    public typealias View = [ProcessStatus]
    public static let type = "supervisor.processes.v1"
    public static let dataClass: DataClass = .operational
}

/// A process as the supervisor sees it.
public struct ProcessStatus: Hashable, Sendable, Codable {
    /// Which process.
    public var process: Identity
    /// `waiting`, `starting`, `ready`, `backing-off`, `stopped`, `given-up` …
    public var state: String
    /// The operating system's number of it; `nil` while it does not run.
    public var pid: Optional<Int32>
    /// How often it was started again since this supervisor began.
    public var restarts: Int
    /// Why it is not ready, and what to do.
    public var detail: Optional<String>
}
