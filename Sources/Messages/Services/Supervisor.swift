/// An hour began. Durable and in order, so that a service that was down does that hour's work once.
public struct HourBegan: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "clock"
    public static let fact = "hour-began"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["moment": .open]
    public static let example = HourBegan(
        moment: Moment(
            utc: Timestamp(milliseconds: 1_795_442_400_000),
            local: LocalDateTime(
                date: LocalDate(year: 2026, month: 11, day: 23), time: TimeOfDay(minutes: 480))))

    /// The hour in UTC, and on the clinic's wall clock.
    public var moment: Moment

    public init(moment: Moment) {
        self.moment = moment
    }
}

/// A day began on the clinic's calendar; struck before the day's first hour.
public struct DayBegan: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "clock"
    public static let fact = "day-began"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["date": .open]
    public static let example = DayBegan(date: LocalDate(year: 2026, month: 11, day: 23))

    /// The day, on the clinic's calendar.
    public var date: LocalDate

    public init(date: LocalDate) {
        self.date = date
    }
}

/// A person said that a long jump of a live clinic's clock is right.
public struct ClockJumpConfirmed: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "clock"
    public static let fact = "jump-confirmed"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["through": .open]
    public static let example = ClockJumpConfirmed(
        through: Timestamp(milliseconds: 1_795_442_400_000))

    /// The last hour that may be struck because of it.
    public var through: Timestamp

    public init(through: Timestamp) {
        self.through = through
    }
}

/// A process was started.
public struct ProcessStarted: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "started"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["process": .open]
    public static let example = ProcessStarted(process: "scheduler")

    /// Which process.
    public var process: Identity

    public init(process: Identity) {
        self.process = process
    }
}

/// A process proved that it is ready.
public struct ProcessReady: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "ready"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["process": .open]
    public static let example = ProcessReady(process: "scheduler")

    /// Which process.
    public var process: Identity

    public init(process: Identity) {
        self.process = process
    }
}

/// A process ended, or an operator stopped it.
public struct ProcessStopped: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "stopped"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = [
        "process": .open, "byOperator": .open, "detail": .open,
    ]
    public static let example = ProcessStopped(
        process: "scheduler", byOperator: true, detail: "detail")

    /// Which process.
    public var process: Identity
    /// Whether an operator asked for it; otherwise it ended by itself.
    public var byOperator: Bool
    /// The exit code or signal.
    public var detail: String

    public init(process: Identity, byOperator: Bool, detail: String) {
        self.process = process
        self.byOperator = byOperator
        self.detail = detail
    }
}

/// An operator wants a process to run, to stay stopped, or to start afresh.
public struct OperatorWished: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "operator-wished"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["process": .open, "wish": .open]
    public static let example = OperatorWished(process: "scheduler", wish: .stop)

    /// Which process.
    public var process: Identity
    /// What is wanted of it.
    public var wish: Wish

    public init(process: Identity, wish: Wish) {
        self.process = process
        self.wish = wish
    }

    /// What is wanted of the process.
    public struct Wish: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It runs, if it was stopped or given up.
        public static let start: Wish = "start"
        /// It stays stopped, across crashes and restarts, until it is started.
        public static let stop: Wish = "stop"
        /// It ends, and is started again.
        public static let restart: Wish = "restart"
        public static let known: [Wish] = [start, stop, restart]
    }
}

/// A process that should be ready has not been for a minute: it ended or hangs, and its restarts
/// have not mended that so far. A shorter absence is told by `stopped` and `ready` alone.
public struct ProcessAbsent: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "absent"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["process": .open]
    public static let example = ProcessAbsent(process: "scheduler")

    /// Who is absent.
    public var process: Identity

    public init(process: Identity) {
        self.process = process
    }
}

/// A process failed too often, or in a way that a restart does not mend.
public struct ProcessGivenUp: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "given-up"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["process": .open, "detail": .open]
    public static let example = ProcessGivenUp(process: "scheduler", detail: "detail")

    /// Which process.
    public var process: Identity
    /// What a person should look at.
    public var detail: String

    public init(process: Identity, detail: String) {
        self.process = process
        self.detail = detail
    }
}

/// A therapy plugin was found in the clinic's folder and is run.
public struct PluginAdmitted: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "plugin-admitted"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["plugin": .open, "version": .open]
    public static let example = PluginAdmitted(plugin: "scheduler", version: "version")

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// The plugin's version, as its manifest says.
    public var version: String

    public init(plugin: Identity, version: String) {
        self.plugin = plugin
        self.version = version
    }
}

/// The clinic works by another description from now on; its digest.
public struct DescriptionTaken: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "description-taken"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["description": .open]
    public static let example = DescriptionTaken(description: "5c0f9a2b71de")

    /// The digest of the description, as heartbeats have it under `configuration`.
    public var description: String

    public init(description: String) {
        self.description = description
    }
}

/// A therapy plugin that was admitted is not in the clinic's folder any more: nothing of it runs, and
/// nobody waits for it. One that comes back is admitted again.
public struct PluginWithdrawn: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "process"
    public static let fact = "plugin-withdrawn"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["plugin": .open]
    public static let example = PluginWithdrawn(plugin: "cbt")

    /// The plugin's identity on the bus.
    public var plugin: Identity

    public init(plugin: Identity) {
        self.plugin = plugin
    }
}

/// A person looked at unmasked health data, or was refused it, and said why.
public struct HealthDataRevealed: Event {
    public static let owner: Identity? = .supervisor
    public static let entity = "disclosure"
    public static let fact = "revealed"
    public static let marks: [String: Mark] = [
        "scope": .open, "reason": .describes, "client": .identifies, "outcome": .open,
    ]
    public static let example = HealthDataRevealed(
        scope: "scope", reason: "reason", client: "c-0001", outcome: .shown)

    /// What was asked for: a stream pattern or the name of a command.
    public var scope: String
    /// In the words of whoever looked.
    public var reason: String
    /// Whose data it was, where it was one client's.
    public var client: ClientID?
    /// What became of it; `nil` in what was recorded before outcomes were, and then it was shown.
    public var outcome: Outcome?
    public var subject: String? { client?.text }

    public init(
        scope: String, reason: String, client: ClientID? = nil, outcome: Outcome? = nil
    ) {
        self.scope = scope
        self.reason = reason
        self.client = client
        self.outcome = outcome
    }

    /// What became of the wish to look.
    public struct Outcome: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It was there, and is shown as soon as this is recorded.
        public static let shown: Outcome = "shown"
        /// Whoever has it refused it, or had nothing: nobody saw anything.
        public static let refused: Outcome = "refused"
        public static let known: [Outcome] = [shown, refused]
    }
}

/// Starts a process that an operator stopped or that was given up.
public struct StartProcess: Command {
    public static let receiver: Identity = .supervisor
    public static let verb = "start"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["process": .open]
    public static let example = StartProcess(process: "scheduler")

    /// Which process.
    public var process: Identity

    public init(process: Identity) {
        self.process = process
    }
}

/// Stops a process; it stays stopped, across crashes and restarts, until it is started.
public struct StopProcess: Command {
    public static let receiver: Identity = .supervisor
    public static let verb = "stop"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["process": .open]
    public static let example = StopProcess(process: "scheduler")

    /// Which process.
    public var process: Identity

    public init(process: Identity) {
        self.process = process
    }
}

/// Stops a process and starts it again.
public struct RestartProcess: Command {
    public static let receiver: Identity = .supervisor
    public static let verb = "restart"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["process": .open]
    public static let example = RestartProcess(process: "scheduler")

    /// Which process.
    public var process: Identity

    public init(process: Identity) {
        self.process = process
    }
}

/// Has the clinic work by what `clinic.yaml` says now: keys, permissions, services and plugins.
/// Refused where the file is wrong, where it says something else than the person saw, or what only
/// a start takes.
public struct ReloadDescription: Command {
    public static let receiver: Identity = .supervisor
    public static let verb = "reload"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["description": .open]
    public static let example = ReloadDescription(description: "5c0f9a2b71de")

    /// The digest of the description that is to be taken.
    public var description: String

    public init(description: String) {
        self.description = description
    }
}

/// Strikes each hour up to and with the one given. Refused by a live clinic.
public struct AdvanceClock: Command {
    public static let receiver: Identity = .supervisor
    public static let verb = "advance-clock"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["to": .open]
    public static let example = AdvanceClock(to: Timestamp(milliseconds: 1_795_442_400_000))

    /// The last hour to strike.
    public var to: Timestamp

    public init(to: Timestamp) {
        self.to = to
    }
}

/// Confirms that a live clinic's clock rightly jumped more than 26 hours; the missed hours are then
/// struck in order, up to and with the one given. Refused by a rehearsal.
public struct ConfirmClock: Command {
    public static let receiver: Identity = .supervisor
    public static let verb = "confirm-clock"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = ["through": .open]
    public static let example = ConfirmClock(through: Timestamp(milliseconds: 1_795_442_400_000))

    /// The last hour to strike: not later than the world's clock.
    public var through: Timestamp

    public init(through: Timestamp) {
        self.through = through
    }
}

/// Says, before unmasked health data is shown, who looks at whose and why.
public struct RecordReveal: Command {
    public static let receiver: Identity = .supervisor
    public static let verb = "record-reveal"
    public static let roles: Set<Role> = .staff.union(Set.operators)
    public static let marks: [String: Mark] = [
        "scope": .open, "reason": .describes, "client": .identifies, "outcome": .open,
    ]
    public static let example = RecordReveal(
        scope: "scope", reason: "reason", client: "c-0001", outcome: .shown)

    /// What is to be shown: a stream pattern or the name of a command.
    public var scope: String
    /// Why the person must see it.
    public var reason: String
    /// Whose data it is, where it is one client's.
    public var client: ClientID?
    /// Whether it is shown now, or was refused; `nil` is shown.
    public var outcome: HealthDataRevealed.Outcome?
    public var subject: String? { client?.text }

    public init(
        scope: String, reason: String, client: ClientID? = nil,
        outcome: HealthDataRevealed.Outcome? = nil
    ) {
        self.scope = scope
        self.reason = reason
        self.client = client
        self.outcome = outcome
    }
}

/// The processes that run here.
public struct Processes: Query {
    public typealias View = [ProcessStatus]
    public static let receiver: Identity = .supervisor
    public static let name = "processes"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = [:]
    public static let example = Processes()

    public init() {}
}

/// How the clinic's clock stands.
public struct ClockView: Query {
    public typealias View = ClockStatus
    public static let receiver: Identity = .supervisor
    public static let name = "clock"
    public static let dataClass: DataClass = .operational
    public static let marks: [String: Mark] = [:]
    public static let example = ClockView()

    public init() {}
}
