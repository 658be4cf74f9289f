/// What a therapy's host tells of its program in each heartbeat.
public struct TherapyStatus: Hashable, Sendable, Codable {
    /// The hash of the content that its host goes by: another's may still be on its way.
    public var content: String?
    /// Where the program stands.
    public var program: Program
    /// What shuts it in: `bubblewrap`; `nil` where nothing does, or where it has no program.
    public var confinedBy: String?
    /// The limits that hold, and who keeps them: `memory (watched)`.
    public var limits: [String]
    /// How many facts it goes on without.
    public var setAside: Int
    /// How often it was ended for what it did, or ended by itself, since its host was started.
    public var faults: Int
    /// How often what it decided had to wait for the next minute.
    public var held: Int

    public init(program: Program) {
        self.program = program
        limits = []
        setAside = 0
        faults = 0
        held = 0
    }

    /// Where a therapy's program stands.
    public struct Program: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let mark = Mark.open

        /// It has none: the contract alone is the therapy.
        public static let none: Program = "none"
        /// It was told all that there is.
        public static let ready: Program = "ready"
        /// It is told the past, or works.
        public static let catchingUp: Program = "catching-up"
        /// It rests before it is started again.
        public static let resting: Program = "resting"
        /// It is not run until a person starts it again.
        public static let quarantined: Program = "quarantined"
        /// It may not run here: nothing can shut it in.
        public static let refused: Program = "refused"
        public static let known: [Program] = [
            none, ready, catchingUp, resting, quarantined, refused,
        ]
    }
}
