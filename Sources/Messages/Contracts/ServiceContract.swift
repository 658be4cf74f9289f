/// What a core publishes, and what it reads of others.
public protocol CoreContract: Sendable {
    /// The events that it publishes, but corrections and other events that every service may publish.
    static var publishes: [any Event.Type] { get }
    /// The events of others that it takes in; it reads their streams, and nobody else's.
    ///
    /// An event without an owner is every plugin's.
    static var reads: [any Event.Type] { get }
}

/// One service as others know it, declared once.
///
/// The catalog, permissions, `cairn send --list`, the AsyncAPI document, the tables of
/// docs/protocol.md and the gate in front of each core follow from it.
public protocol ServiceContract: CoreContract {
    /// Whose contract it is.
    static var service: Identity { get }
    /// The commands that it decides, but ``Retract``, which follows from ``isCorrectable``.
    static var decides: [any Command.Type] { get }
    /// The queries that it answers.
    static var answers: [any Query.Type] { get }
    /// Whether it is clinical: what people had it record may have been entered in error.
    static var isCorrectable: Bool { get }
    /// What a clinic gives up that does not run it, in words that follow "Without …:"; `nil` where
    /// that goes without saying.
    static var loss: String? { get }
    /// What else it may do on the bus.
    static var permission: Permission { get }
}

extension CoreContract {
    /// Nothing, unless the contract says otherwise.
    public static var publishes: [any Event.Type] { [] }
    /// Nothing, unless the contract says otherwise.
    public static var reads: [any Event.Type] { [] }
}

extension ServiceContract {
    /// None, unless the contract says otherwise.
    public static var decides: [any Command.Type] { [] }
    /// None, unless the contract says otherwise.
    public static var answers: [any Query.Type] { [] }
    /// Not, unless the contract says otherwise.
    public static var isCorrectable: Bool { false }
    /// Nothing worth a word, unless the contract says otherwise.
    public static var loss: String? { nil }
    /// Reads what it takes in, with the corrections of it, unless the contract says otherwise.
    public static var permission: Permission {
        Permission(reads: MessageCatalog.grants(reading: reads))
    }

    /// Every command that it decides.
    public static var commands: [any Command.Type] {
        isCorrectable ? decides + [Retract<Self>.self] : decides
    }
}

/// Marks an event of the receiving service as entered in error.
public struct Retract<Contract: ServiceContract>: Command {
    public static var receiver: Identity { Contract.service }
    public static var verb: String { "retract" }
    public static var roles: Set<Role> { .clinical }
    public static var marks: [String: Mark] { ["retraction": .describes] }

    /// Which event, and why.
    public var retraction: Retraction

    public init(retraction: Retraction) { self.retraction = retraction }
}

extension Retract: RetractCommand {}

/// The shape of every service's ``Retract``, for whoever does not know the service.
public protocol RetractCommand: Command {
    /// Which event, and why.
    var retraction: Retraction { get }
}
