/// Where an event stands: in which stream, and where in it.
public struct EventPlace: Hashable, Comparable, Sendable, Codable, CustomStringConvertible, Marked {
    public static let mark = Mark.open

    /// Whose events, and about what.
    public var stream: EventStream
    /// From 1.
    public var sequence: Int64

    /// `scheduler.session 12`: it names nobody.
    public var description: String { "\(stream) \(sequence)" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.stream, left.sequence) < (right.stream, right.sequence)
    }
}

/// Asks a peer which events it has set aside because it could not handle them.
public struct ParkedEvents: PeerQuery {
    public typealias View = ParkedList
    public static let type = "*.parked.v1"
    public static let roles: Set<Role> = Set.care.union(Set.operators)
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["after": .open]

    /// How many of the list are known already; 0 for its beginning.
    public var after: Int = 0
    /// Only this event, and with its body; the list if it is left out.
    public var event: EventPlace?
}

/// What a peer has set aside, in the order in which it came.
public struct ParkedList: Hashable, Sendable, Codable {
    /// How many events are parked.
    public var count: Int
    /// The asked part: at most 200 events.
    public var events: [ParkedEvent]
}

/// An event that was set aside.
public struct ParkedEvent: Hashable, Sendable, Codable {
    /// Which event.
    public var place: EventPlace
    /// Its type attribute.
    public var type: String
    /// The client or group whose events wait; `nil` when the whole stream waits.
    public var subject: Optional<String>
    /// Why it was set aside, without health data.
    public var reason: String
    /// When it was set aside, in clinic time.
    public var since: Timestamp
    /// How many events wait behind it.
    public var behind: Int
    /// The parked event that it waits for; `nil` for one that can be retried.
    public var waitsFor: Optional<EventPlace>
    /// The event as published, where it was asked for by its place.
    public var message: PublishedEvent?
}

/// An event's topic, attributes and data as text, byte for byte.
public struct PublishedEvent: Hashable, Sendable, Codable {
    /// The topic, which is its stream's.
    public var topic: String
    /// The attributes: a JSON object.
    public var attributes: String
    /// The body, as JSON.
    public var data: String

    /// A message as it came.
    public init(_ raw: RawMessage) {
        topic = String(decoding: raw.topic, as: UTF8.self)
        attributes = String(decoding: raw.attributes, as: UTF8.self)
        data = String(decoding: raw.data, as: UTF8.self)
    }

    /// The message again.
    public var raw: RawMessage {
        RawMessage(
            topic: Array(topic.utf8), attributes: Array(attributes.utf8), data: Array(data.utf8))
    }
}

/// Asks a peer to handle a parked event again, and then what waits behind it.
public struct RetryParked: PeerCommand {
    public static let type = "*.retry-parked.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational

    /// The first event of those that wait for each other.
    public var event: EventPlace
}

/// Asks a peer to let go of a parked event: it is never handled there.
public struct DiscardParked: PeerCommand {
    public static let type = "*.discard-parked.v1"
    public static let roles: Set<Role> = .operators
    public static let markedOtherwise: [String: Mark] = ["all": .open]

    /// Which event.
    public var event: EventPlace
    /// Why it is let go, in a person's words; not empty.
    public var reason: String
    /// Whether all that is parked of its stream goes with it, which only a plugin's may; `nil` for
    /// no.
    public var all: Bool?
}

/// A peer let go of an event that it could not handle: its state goes on as if it had not been.
///
/// Each peer publishes its own on its `parking` stream. The event itself stays in its owner's
/// journal and in the ledger.
public struct EventDiscarded: Event {
    public static let type = "*.parking.discarded.v1"
    public static let markedOtherwise: [String: Mark] = ["type": .open, "subject": .identifies]

    /// Where the event stands.
    public var place: EventPlace
    /// The event that was let go.
    public var event: MessageID
    /// Its type attribute.
    public var type: String
    /// The client or group that it was about, if any.
    public var subject: Optional<String>
    /// Why, in a person's words.
    public var reason: String
}
