/// A service's state and rules: a value, without clock, chance, files or bus.
///
/// State changes in ``apply(_:)`` alone, live and when a journal is read back; the other functions
/// read and answer. A thrown error changes nothing. A clock message changes no state by itself:
/// what an hour brings about is an event of the core's own.
public protocol Core: Sendable {
    /// The events that it publishes.
    static var publishes: [any Event.Type] { get }
    /// The events of others that it takes in; it reads their streams.
    static var listens: [any Event.Type] { get }
    static var commands: [any Command.Type] { get }
    static var queries: [any Query.Type] { get }

    init()

    /// Folds one fact, of its own or noted, into the state.
    mutating func apply(_ fact: Fact)

    /// What follows from a command. A ``Refusal`` is an answer; nothing else may be thrown.
    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision

    /// What follows from an event of another service, after it was applied, or from the clock.
    ///
    /// - Throws: ``NotYetKnown`` to wait for another stream; any other error parks the event.
    func react(to fact: Fact, in context: inout Context) throws -> Decision

    /// What follows from the answer to a command that this core sent.
    func receive(_ answer: Answer, to command: MessageID, in context: inout Context) throws
        -> Decision

    /// Whether an event of its own may be entered in error; a ``Refusal`` says why not.
    func permitRetraction(of fact: Fact) throws

    /// The view that a query asks for.
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable
}

extension Core {
    public func receive(_ answer: Answer, to command: MessageID, in context: inout Context) throws
        -> Decision
    { Decision() }

    public func permitRetraction(of fact: Fact) throws {}
}

/// An event with what its attributes tell a core.
public struct Fact: Sendable {
    public var id: MessageID
    public var owner: Identity
    public var event: any Event
    /// When it was decided, in clinic time.
    public var time: Timestamp
    public var actor: Actor?
    public var cause: MessageID?

    public init(
        id: MessageID, owner: Identity, event: any Event, time: Timestamp, actor: Actor? = nil,
        cause: MessageID? = nil
    ) {
        self.id = id
        self.owner = owner
        self.event = event
        self.time = time
        self.actor = actor
        self.cause = cause
    }
}

/// What a core may know while it decides: the moment, the clinic, and fresh identifiers.
public struct Context: Sendable {
    public let now: Moment
    public let clinic: Clinic
    public var identifiers: IdentifierSource

    public init(now: Moment, clinic: Clinic, identifiers: IdentifierSource) {
        self.now = now
        self.clinic = clinic
        self.identifiers = identifiers
    }

    public mutating func identifier<Kind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
        Identifier(identifiers.next())
    }
}

/// What a core decided: events for its streams, commands for others, and what a person should do.
public struct Decision: Sendable {
    public var events: [any Event]
    public var commands: [(command: any Command, actor: Actor)]
    public var guidance: [String]

    public init(
        _ events: [any Event] = [], commands: [(command: any Command, actor: Actor)] = [],
        guidance: [String] = []
    ) {
        self.events = events
        self.commands = commands
        self.guidance = guidance
    }
}
