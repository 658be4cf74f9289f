public import Messages

/// What a host asks its therapy: one line, which is answered before the next is asked.
public struct Question: Hashable, Sendable {
    /// Its number; the reply has the same.
    public var number: Int
    /// What is asked.
    public var ask: Ask

    /// - Parameters:
    ///   - number: another one for each question of a pipe.
    ///   - ask: what is asked.
    public init(_ number: Int, _ ask: Ask) {
        self.number = number
        self.ask = ask
    }

    /// What can be asked.
    public enum Ask: Hashable, Sendable {
        /// The first question: who asks, by which contract, in which clinic.
        case hello(Hello)
        /// Take this state, one JSON value that an earlier ``state`` was answered with; `nil` for the
        /// state before any fact.
        case restore(state: [UInt8]?)
        /// Fold these facts, in order.
        case apply([PluginFact])
        /// Fold these facts one after the other, and say what follows; stop behind the first from
        /// which something does. `now` and `date` are the clinic's.
        case react([PluginFact], now: LocalDateTime, date: LocalDate)
        /// Tell the state, as one JSON value.
        case state
        /// Answer, and end.
        case bye

        /// Its name on the pipe.
        public var name: String {
            switch self {
            case .hello: "hello"
            case .restore: "restore"
            case .apply: "apply"
            case .react: "react"
            case .state: "state"
            case .bye: "bye"
            }
        }
    }
}

/// The first question of a pipe.
public struct Hello: Hashable, Sendable, Codable {
    /// The oldest and the newest version of the protocol that the host speaks.
    public var versions: [Int]
    /// The therapy's id.
    public var plugin: Identity
    /// The version of its contract.
    public var version: String
    /// The hash of its folder, as it was approved.
    public var contract: String
    /// The settings that the clinic gives it.
    public var configuration: [String: JSONFragment]
    /// Where it runs.
    public var clinic: HelloClinic

    private enum CodingKeys: String, CodingKey {
        case versions = "protocol"
        case plugin, version, contract, configuration, clinic
    }

    public init(
        versions: [Int] = [PipeLimits.oldestVersion, PipeLimits.version], plugin: Identity,
        version: String, contract: String, configuration: [String: JSONFragment] = [:],
        clinic: HelloClinic
    ) {
        self.versions = versions
        self.plugin = plugin
        self.version = version
        self.contract = contract
        self.configuration = configuration
        self.clinic = clinic
    }
}

/// What a therapy is told of its clinic.
public struct HelloClinic: Hashable, Sendable, Codable {
    /// What people call it.
    public var name: String
    /// IANA name of the time zone.
    public var timeZone: String
    /// In the order of stepping down.
    public var phases: [PhaseID]
    /// Whether nobody in it is a real client.
    public var rehearsal: Bool

    public init(name: String, timeZone: String, phases: [PhaseID], rehearsal: Bool) {
        self.name = name
        self.timeZone = timeZone
        self.phases = phases
        self.rehearsal = rehearsal
    }
}
