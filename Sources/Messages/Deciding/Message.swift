/// What travels on the bus, with what a machine must know about it, in one declaration.
public protocol Message: Codable, Hashable, Sendable {
    /// From 1; the `N` in the type's `.vN`. Another version is another declaration.
    static var version: Int { get }
    /// How protected the body is; `clinical` unless the type says otherwise.
    static var dataClass: DataClass { get }
    /// What each field tells about a client. A field that is not named here is masked.
    static var marks: [String: Mark] { get }
    /// One value with every field set: the golden file and the documentation's example.
    static var example: Self { get }
    /// The client or group that it is about, if any.
    var subject: String? { get }
}

extension Message {
    public static var version: Int { 1 }
    public static var dataClass: DataClass { .clinical }
    public var subject: String? { nil }
}

/// A fact, in the past tense. Published once; a repeat is the same fact.
public protocol Event: Message {
    /// The service that publishes it, or `nil` where each plugin or service has its own.
    static var owner: Identity? { get }
    /// The last part of the stream's name: `session` in `scheduler.session`. One token.
    static var entity: String { get }
    /// What happened, in the past tense: `scheduled`. One token.
    static var fact: String { get }
}

extension Event {
    /// `session.scheduled.v1`: a type without its owner.
    public static var localType: String { "\(entity).\(fact).v\(version)" }
    /// The type attribute when an owner publishes it: `scheduler.session.scheduled.v1`.
    public static func type(by owner: Identity) -> String { "\(owner).\(localType)" }
}

/// A person's wish for a change, in the imperative; it is accepted or refused.
public protocol Command: Message {
    /// The service that decides.
    static var receiver: Identity { get }
    /// What is asked for, in the imperative: `plan-week`. One token.
    static var verb: String { get }
    /// Who may give it.
    static var roles: Set<Role> { get }
}

extension Command {
    /// The type attribute: `scheduler.plan-week.v1`.
    public static var type: String { "\(receiver).\(verb).v\(version)" }
}

/// A wish for a view; it changes nothing.
public protocol Query: Message {
    /// What the reply's body holds when the query is answered.
    associatedtype View: Codable & Hashable & Sendable
    /// The service that answers.
    static var receiver: Identity { get }
    /// What is asked for: `next-contacts`. One token.
    static var name: String { get }
    /// Who may ask; `nil` for everyone who may send queries to the service.
    static var roles: Set<Role>? { get }
}

extension Query {
    public static var roles: Set<Role>? { nil }
    /// The type attribute: `aftercare.next-contacts.v1`.
    public static var type: String { "\(receiver).\(name).v\(version)" }
}
