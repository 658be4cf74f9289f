/// A service's state and rules: a value, without clock, chance, files or bus.
///
/// State changes in ``apply(_:)`` alone, live and when a journal is read back; the other functions
/// read and answer. A thrown error changes nothing. A clock message changes no state by itself:
/// what an hour brings about is an event of the core's own.
///
/// The state can be written down and read back (`Codable`; Swift writes that by itself where all
/// stored properties can), so that a service need not fold its whole history at each start.
public protocol Core: Sendable, Codable {
    /// What it publishes, and what it reads of others; of a service, all that it is to others.
    associatedtype Contract: CoreContract

    /// The version of what ``apply(_:)`` makes of a history, and of how the state is written down.
    ///
    /// A service goes on from a kept state of the same version alone, whichever build kept it. Raise
    /// it with every change after which the same history gives another state, or the same state
    /// another text.
    static var foldVersion: Int { get }

    /// The state before any fact.
    init()

    /// Folds one fact, of its own or noted, into the state.
    mutating func apply(_ fact: Fact)

    /// What follows from a command: each one of the catalog whose receiver this service is.
    ///
    /// A ``Refusal`` is an answer; nothing else may be thrown.
    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision

    /// What follows from a command that every therapy takes. Who hosts none refuses it.
    func decide(_ command: any TherapyCommand, by actor: Actor, in context: inout Context) throws
        -> Decision

    /// What follows from an event of another service, after it was applied, or from the clock.
    ///
    /// - Throws: ``NotYetKnown`` to wait for another stream; any other error parks the event.
    func react(to fact: Fact, in context: inout Context) throws -> Decision

    /// What follows from the answer to a command that this core sent.
    func receive(_ answer: Answer, to command: MessageID, in context: inout Context) throws
        -> Decision

    /// What follows from all that was taken in: work that is done once for many inputs.
    ///
    /// A peer asks once no input is left to decide on, before each hour that it takes in, when it
    /// starts, and again until nothing follows. Whether something does is a matter of the state
    /// alone, so that a process that ends before it was asked is asked when it starts again. The
    /// events must therefore leave a state from which they do not follow once more.
    func conclude(in context: inout Context) -> [any Event]

    /// Whether an event of its own may be entered in error; a ``Refusal`` says why not.
    func permitRetraction(of fact: Fact) throws

    /// The view that a query asks for: each one of the catalog whose receiver this service is.
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable
}

extension Core {
    /// The first version, unless the core says otherwise.
    public static var foldVersion: Int { 1 }

    /// The events of others that it takes in.
    public static var reads: [any Event.Type] { Contract.reads }

    /// It is no therapy, unless the core says otherwise.
    public func decide(
        _ command: any TherapyCommand, by actor: Actor, in context: inout Context
    ) throws -> Decision {
        throw Refusal(
            "Only a therapy takes this command.", remedy: "Send it to the therapy that it is for.")
    }

    /// Nothing follows, unless the core says otherwise.
    public func receive(_ answer: Answer, to command: MessageID, in context: inout Context) throws
        -> Decision
    { Decision() }

    /// Nothing follows, unless the core says otherwise.
    public func conclude(in context: inout Context) -> [any Event] { [] }

    /// Nothing stands against it, unless the core says otherwise.
    public func permitRetraction(of fact: Fact) throws {}
}

/// An event with what its attributes tell a core.
public struct Fact: Sendable {
    /// Unique in its owner's streams; a correction names it.
    public var id: MessageID
    /// Who published it.
    public var owner: Identity
    /// What happened.
    public var event: any Event
    /// When it was decided, in clinic time.
    public var time: Timestamp
    /// Who gave the command that it follows from; `nil` where no command was given.
    public var actor: Actor?
    /// The message that it follows from; `nil` where there is none, as for what a shell saw.
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
    /// Clinic time: the hour of the clock in a rehearsal, otherwise when the input came.
    public let now: Moment
    /// The clinic as `clinic.yaml` has it now.
    public let clinic: Clinic
    /// A digest of what plans depend on in ``clinic``: it differs where they would.
    public let clinicDigest: String
    /// Whether nobody in this clinic is a real client.
    public let isRehearsal: Bool
    /// Where fresh identifiers come from. Each one drawn changes it.
    public var identifiers: IdentifierSource

    /// - Parameters:
    ///   - now: the clinic's hour.
    ///   - clinic: by which the core decides.
    ///   - identifiers: where new ones come from.
    ///   - clinicDigest: ``Clinic/planDigest``, where the caller has it already.
    ///   - isRehearsal: not, unless it is said: a real client is taken for nobody's play.
    public init(
        now: Moment, clinic: Clinic, identifiers: IdentifierSource, clinicDigest: String? = nil,
        isRehearsal: Bool = false
    ) {
        self.now = now
        self.clinic = clinic
        self.clinicDigest = clinicDigest ?? clinic.planDigest
        self.identifiers = identifiers
        self.isRehearsal = isRehearsal
    }

    /// A fresh identifier of a kind.
    public mutating func identifier<Kind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
        Identifier(identifiers.next())
    }
}

/// What a core decided: events for its streams, commands for others, and what a person should do.
public struct Decision: Sendable {
    /// In the order in which they are published and applied.
    public var events: [any Event]
    /// What others are asked to do, each in the name of a person of this clinic.
    ///
    /// An input may be decided on again after a restore. By its content its receiver knows a
    /// command that it has answered: keep fresh identifiers and the moment out of it.
    public var commands: [(command: any Command, actor: Actor)]
    /// What therapies are told, after all commands; what holds for commands holds for these.
    public var told: [TherapyOrder]
    /// Sentences for whoever gave the command; they may describe a client.
    public var guidance: [String]

    public init(
        _ events: [any Event] = [], commands: [(command: any Command, actor: Actor)] = [],
        told: [TherapyOrder] = [], guidance: [String] = []
    ) {
        self.events = events
        self.commands = commands
        self.told = told
        self.guidance = guidance
    }
}

/// A command to a therapy, in the name of a person of this clinic.
public struct TherapyOrder: Sendable {
    /// What it is told.
    public let command: any TherapyCommand
    /// The therapy's own id, which no contract of ours names.
    public let therapy: Identity
    /// In whose name.
    public let actor: Actor

    /// Takes what is told, to whom, and by whom.
    public init(_ command: any TherapyCommand, to therapy: Identity, by actor: Actor) {
        (self.command, self.therapy, self.actor) = (command, therapy, actor)
    }
}
