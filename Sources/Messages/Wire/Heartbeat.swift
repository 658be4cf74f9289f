/// What a peer says of itself each second, and at once when it becomes idle. Not durable.
public struct Heartbeat: Hashable, Sendable, Codable {
    /// Who it is.
    public var identity: Identity
    /// Random for each start of the process.
    public var incarnation: String
    /// The version of the program.
    public var version: String
    /// The protocol versions that it speaks.
    public var protocols: ClosedRange<Int>
    /// Where it stands.
    public var state: State
    /// The last published event of each stream that it owns.
    public var heads: [EventStream: Head]
    /// The committed position in each stream that it reads.
    public var positions: [EventStream: Int64]
    /// Requests of its own that wait for an answer.
    public var openRequests: Int
    /// Inputs that wait for a decision.
    public var queued: Int
    /// Grows with each turn of the decision loop.
    public var progress: UInt64
    /// The last hour that it has committed.
    public var clock: Timestamp?
    /// The last place in the clock's stream that it has received, whether or not it has handled it:
    /// whatever it records after this heartbeat, it records knowing of that hour.
    ///
    /// Absent from a peer that does not read the clock; the supervisor tells the last it struck.
    public var clockReceived: Int64?
    /// Whom the clinic's clock waits for at this peer; absent where no hour waits.
    public var hourWait: HourWait?
    /// The digest of the clinic's description that it works by: two that differ work by two
    /// descriptions.
    public var configuration: String?
    /// What a person should look at; ``Trouble/limit`` at most.
    public var troubles: [Trouble]?
    /// Of the supervisor alone: who does not run until a person acts.
    public var stopped: [Identity]?
    /// Of a therapy's host alone: where its program stands.
    public var therapy: TherapyStatus?
    /// Of the hub alone: whom it refused in the last hour or has suspended; 32 at most.
    public var refusals: [PeerRefusal]?
    /// What was counted since the start, by name: `dropped.<reason>`, `replay.requested` …
    public var counters: [String: Int64]
    /// Memory that it holds, in bytes.
    public var residentBytes: Int64

    public init(identity: Identity, incarnation: String, version: String, state: State) {
        self.identity = identity
        self.incarnation = incarnation
        self.version = version
        self.state = state
        protocols = WireProtocol.spoken
        heads = [:]
        positions = [:]
        openRequests = 0
        queued = 0
        progress = 0
        counters = [:]
        residentBytes = 0
    }

    /// The newest event of a stream.
    public struct Head: Hashable, Sendable, Codable {
        /// Its place in the stream, from 1.
        public var sequence: Int64
        /// Chain hash of that event, as lower-case hex.
        public var hash: String

        public init(sequence: Int64, hash: String) {
            self.sequence = sequence
            self.hash = hash
        }
    }

    /// Where a peer stands.
    public struct State: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Rebuilding, or not whole yet.
        public static let starting: State = "starting"
        /// Its history is folded, and its streams are whole.
        public static let ready: State = "ready"
        /// Up, but its journal cannot be written or is not in its place, its readers know more than
        /// its journal, an input is parked, a stream is stopped, or hours were judged without an
        /// owner that stays away.
        public static let degraded: State = "degraded"
        /// It was told to stop, and finishes what it has begun.
        public static let stopping: State = "stopping"
        public static let known: [State] = [starting, ready, degraded, stopping]
    }
}

extension Heartbeat {
    /// The counter of events that its sender could not handle, plugins' apart.
    public static let parked = "parked"

    private static let parkedPrefix = "parked-of-"
    private static let stoppedPrefix = "stopped-of-"

    /// The counter of a plugin's events that its sender could not handle.
    public static func parked(of plugin: Identity) -> String { "\(parkedPrefix)\(plugin)" }

    /// The counter of a plugin's streams that its sender reads no further.
    public static func stopped(of plugin: Identity) -> String { "\(stoppedPrefix)\(plugin)" }

    /// The plugins of which its sender could not take something in, sorted.
    public var pluginsAtFault: [String] {
        let names = counters.filter { $0.value > 0 }.keys.compactMap { key in
            [Heartbeat.parkedPrefix, Heartbeat.stoppedPrefix].first { key.hasPrefix($0) }
                .map { String(key.dropFirst($0.count)) }
        }
        return Set(names).sorted()
    }

    /// The counter that says that what came waits for a long fold of the history.
    public static let folding = "folding"

    private static let missingPrefix = "clock-without-"

    /// The counter that says that hours were judged without an owner that stays away.
    public static func missing(_ owner: Identity) -> String { "\(missingPrefix)\(owner)" }

    /// The owners that its sender judged hours without, sorted.
    public var missing: [String] {
        counters.keys.filter { $0.hasPrefix(Heartbeat.missingPrefix) }.sorted()
            .map { String($0.dropFirst(Heartbeat.missingPrefix.count)) }
    }
}
