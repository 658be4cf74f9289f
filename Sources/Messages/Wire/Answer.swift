/// The reply to a command.
public struct Answer: Hashable, Sendable, Codable {
    /// Whether it was accepted.
    public var outcome: Outcome
    /// The events that the command caused.
    public var events: [MessageID]
    /// What a person should do now; may describe a client, so it is masked.
    public var guidance: [String]
    /// Why it was refused.
    public var refusal: Advice?

    public init(
        outcome: Outcome, events: [MessageID] = [], guidance: [String] = [], refusal: Advice? = nil
    ) {
        self.outcome = outcome
        self.events = events
        self.guidance = guidance
        self.refusal = refusal
    }

    /// A refusal: nothing changed, and this is why.
    public static func refused(_ advice: Advice) -> Answer {
        Answer(outcome: .refused, refusal: advice)
    }

    /// What became of a command.
    public struct Outcome: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It was done, and what followed is recorded.
        public static let accepted: Outcome = "accepted"
        /// Nothing changed; the refusal says why.
        public static let refused: Outcome = "refused"
        /// No answer before the deadline: it may or may not have taken effect.
        public static let unknown: Outcome = "unknown"
        public static let known: [Outcome] = [accepted, refused, unknown]
    }

    /// The type attribute of a reply to a command.
    public static let type = "answer.v1"
}

/// The reply to a query that could not be answered; otherwise the body is the view itself.
public struct QueryRefusal: Hashable, Sendable, Codable {
    /// Why there is no view.
    public var refusal: Advice
    /// Takes why there is no view.
    public init(_ refusal: Advice) { self.refusal = refusal }
    /// The type attribute of such a reply.
    public static let type = "query-refusal.v1"
}
