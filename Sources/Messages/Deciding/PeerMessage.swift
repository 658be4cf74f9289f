/// A command that every peer with a journal takes, whatever its core decides.
public protocol PeerCommand: Message {
    /// What is asked for, in the imperative: `retry-parked`. One token.
    static var verb: String { get }
    /// Who may give it.
    static var roles: Set<Role> { get }
}

extension PeerCommand {
    /// The type attribute when a peer is asked: `scheduler.retry-parked.v1`.
    public static func type(for receiver: Identity) -> String { "\(receiver).\(verb).v\(version)" }
    public static var goldenName: String { "command.any.\(verb).v\(version)" }
}

/// A wish for a view that every peer with a journal answers, whatever its core knows.
public protocol PeerQuery: Message {
    /// What the reply's body holds when the query is answered.
    associatedtype View: Codable & Hashable & Sendable
    /// What is asked for: `parked`. One token.
    static var name: String { get }
    /// Who may ask: a person of the staff in one of these roles, and no process.
    static var roles: Set<Role> { get }
}

extension PeerQuery {
    /// The type attribute when a peer is asked: `scheduler.parked.v1`.
    public static func type(for receiver: Identity) -> String { "\(receiver).\(name).v\(version)" }
    public static var goldenName: String { "query.any.\(name).v\(version)" }
}

/// A command that every therapy takes, whatever its program is.
///
/// No static contract names its receiver: that is the therapy's own id.
public protocol TherapyCommand: Message {
    /// What is asked for, in the imperative: `report-practice`. One token.
    static var verb: String { get }
    /// Who may give it; a therapy's contract may narrow it.
    static var roles: Set<Role> { get }
}

extension TherapyCommand {
    /// The type attribute when a therapy is asked: `dbt.report-practice.v1`.
    public static func type(for therapy: Identity) -> String { "\(therapy).\(verb).v\(version)" }
    public static var goldenName: String { "command.any.\(verb).v\(version)" }
}
