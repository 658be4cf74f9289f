/// What travels on the bus, with what a machine must know about it, in one declaration.
///
/// A declaration under `Services` says its `type` in one literal, and its fields. Its initialiser,
/// the parts of its type and its ``marks`` are derived from that by the plugin `DeriveMessages`.
public protocol Message: Codable, Hashable, Sendable {
    /// From 1; the `N` in the type's `.vN`. Another version is another declaration.
    static var version: Int { get }
    /// How protected the body is; `clinical` unless the type says otherwise.
    static var dataClass: DataClass { get }
    /// What each field tells about a client. A field that is not named here is masked.
    static var marks: [String: Mark] { get }
    /// The marks of fields that tell something else than their types do.
    static var markedOtherwise: [String: Mark] { get }
    /// The name of its golden file under docs/protocol, without the ending.
    static var goldenName: String { get }
    /// The client or group that it is about, if any.
    var subject: String? { get }
}

extension Message {
    public static var version: Int { 1 }
    public static var dataClass: DataClass { .clinical }
    public static var markedOtherwise: [String: Mark] { [:] }
    public var subject: String? { nil }

    /// One value with every field set: the golden file, and the documentation's example.
    ///
    /// - Throws: ``MissingExample`` for a type that has no golden file; a `DecodingError` for a file
    ///   that does not fit the type, which the tests refuse.
    public static var example: Self {
        get throws { try JSONText.decode(Self.self, from: Array(exampleText.utf8)) }
    }

    /// The golden file as it is written.
    public static var exampleText: String {
        get throws(MissingExample) {
            guard let text = GoldenTexts.all[goldenName] else { throw MissingExample(goldenName) }
            return text
        }
    }
}

/// A message that is about one client.
public protocol AboutClient: Message {
    /// The client, and so its ``Message/subject``.
    var client: ClientID { get }
}

extension AboutClient {
    public var subject: String? { client.text }
}

/// No example is known of a message: it is none of those under docs/protocol.
public struct MissingExample: Remediable, Equatable {
    /// The file that would have it.
    public let goldenName: String

    init(_ goldenName: String) { self.goldenName = goldenName }

    public var advice: Advice {
        Advice(
            "No example of \(goldenName) is known.",
            remedy: "Write docs/protocol/\(goldenName).json, and build again.")
    }
}

/// A fact, in the past tense. Published once; a repeat is the same fact.
public protocol Event: Message {
    /// The service that publishes it, or `nil` where each plugin or service has its own.
    static var owner: Identity? { get }
    /// The last part of the stream's name: `session` in `scheduler.session`. One token.
    static var entity: String { get }
    /// What happened, in the past tense: `scheduled`. One token.
    static var fact: String { get }
    /// `session.scheduled.v1`: a type without its owner.
    static var localType: String { get }
}

extension Event {
    public static var localType: String { "\(entity).\(fact).v\(version)" }
    /// The type attribute when an owner publishes it: `scheduler.session.scheduled.v1`.
    public static func type(by owner: Identity) -> String { "\(owner).\(localType)" }
    public static var goldenName: String { "event.\(owner?.text ?? "any").\(localType)" }
}

/// A person's wish for a change, in the imperative; it is accepted or refused.
public protocol Command: Message {
    /// The type attribute: `scheduler.plan-week.v1`.
    static var type: String { get }
    /// The service that decides.
    static var receiver: Identity { get }
    /// What is asked for, in the imperative: `plan-week`. One token.
    static var verb: String { get }
    /// Who may give it.
    static var roles: Set<Role> { get }
}

extension Command {
    public static var type: String { "\(receiver).\(verb).v\(version)" }
    public static var goldenName: String { "command.\(type)" }
}

/// A wish for a view; it changes nothing.
public protocol Query: Message {
    /// What the reply's body holds when the query is answered.
    associatedtype View: Codable & Hashable & Sendable
    /// The type attribute: `aftercare.next-contacts.v1`.
    static var type: String { get }
    /// The service that answers.
    static var receiver: Identity { get }
    /// What is asked for: `next-contacts`. One token.
    static var name: String { get }
    /// Who may ask; `nil` for everyone who may send queries to the service.
    static var roles: Set<Role>? { get }
}

extension Query {
    public static var roles: Set<Role>? { nil }
    public static var type: String { "\(receiver).\(name).v\(version)" }
    public static var goldenName: String { "query.\(type)" }
}
