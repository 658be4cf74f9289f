/// An event was recorded in error; every reader derives its state again without it.
///
/// Each service publishes corrections of its own events on its own `correction` stream.
public struct EnteredInError: Event {
    public static let owner: Identity? = nil
    public static let entity = "correction"
    public static let fact = "entered-in-error"
    public static let marks: [String: Mark] = [
        "event": .open, "type": .open, "client": .identifies, "reason": .describes,
    ]
    public static let example = EnteredInError(
        event: "01976e0a-0000-7000-8000-000000000001", type: "assessment.questionnaire.scored.v1",
        client: "c-0001", reason: "Another client's form.")

    /// The event that was wrong.
    public var event: MessageID
    /// The type of the event that was wrong.
    public var type: String
    /// The client whom that event was about, if any.
    public var client: ClientID?
    /// What was wrong with it, in a person's words.
    public var reason: String

    public init(event: MessageID, type: String, client: ClientID?, reason: String) {
        self.event = event
        self.type = type
        self.client = client
        self.reason = reason
    }

    public var subject: String? { client?.text }
}

/// Asks a service to mark one of its events as entered in error.
public struct Retraction: Codable, Hashable, Sendable {
    /// The event that was wrong; one of the receiver's own.
    public var event: MessageID
    /// What was wrong with it; not empty.
    public var reason: String
    public init(event: MessageID, reason: String) {
        self.event = event
        self.reason = reason
    }
}
