/// An event was recorded in error; every reader derives its state again without it.
///
/// Each service publishes corrections of its own events on its own `correction` stream.
public struct EnteredInError: Event {
    public static let type = "*.correction.entered-in-error.v1"
    public static let markedOtherwise: [String: Mark] = ["type": .open]

    /// The event that was wrong.
    public var event: MessageID
    /// The type of the event that was wrong.
    public var type: String
    /// The client whom that event was about, if any.
    public var client: Optional<ClientID>
    /// What was wrong with it, in a person's words.
    public var reason: String

    public var subject: String? { client?.text }
}

/// Asks a service to mark one of its events as entered in error.
public struct Retraction: Codable, Hashable, Sendable {
    /// The event that was wrong; one of the receiver's own.
    public var event: MessageID
    /// What was wrong with it; not empty.
    public var reason: String
}
