/// The reply to a command.
public struct Answer: Hashable, Sendable, Codable {
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

    public static func refused(_ advice: Advice) -> Answer {
        Answer(outcome: .refused, refusal: advice)
    }

    /// What became of a command.
    public struct Outcome: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let accepted: Outcome = "accepted"
        public static let refused: Outcome = "refused"
        /// No answer before the deadline: it may or may not have taken effect.
        public static let unknown: Outcome = "unknown"
        public static let known: [Outcome] = [accepted, refused, unknown]
    }

    public static let type = "answer.v1"
}

/// The reply to a query that could not be answered; otherwise the body is the view itself.
public struct QueryRefusal: Hashable, Sendable, Codable {
    public var refusal: Advice
    public init(_ refusal: Advice) { self.refusal = refusal }
    public static let type = "query-refusal.v1"
}
