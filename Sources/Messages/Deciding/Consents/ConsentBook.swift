/// What one client has consented to, by the last word on each purpose.
///
/// It is folded from assessment's stream `consent`; a correction folds it anew without what was wrong.
package struct ConsentBook: Hashable, Sendable, Codable {
    /// The last word on one purpose.
    package struct Word: Hashable, Sendable, Codable {
        /// The event that said it.
        package var event: MessageID
        /// When it was recorded.
        package var recorded: Timestamp
        /// The day on which it was given; `nil` where that is when it was recorded.
        package var given: LocalDate?
        /// The last day; `nil` for no end.
        package var expires: LocalDate?
        /// The day on which it was taken back.
        package var withdrawn: LocalDate?

        /// Whether the consent counts on a day: today or later.
        package func isLive(on day: LocalDate) -> Bool {
            withdrawn == nil && expires.map { day <= $0 } ?? true
        }
    }

    /// The most purposes of one client: more than any clinic has forms for.
    package static let most = 64

    /// By purpose.
    package private(set) var words: [String: Word] = [:]

    package init() {}

    /// Folds a fact about this client; any other than those of consents changes nothing.
    package mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as ConsentGiven:
            guard words[event.purpose] != nil || words.count < Self.most else { return }
            words[event.purpose] = Word(
                event: fact.id, recorded: fact.time, given: event.given, expires: event.expires,
                withdrawn: nil)
        case let event as ConsentWithdrawn:
            words[event.purpose]?.event = fact.id
            words[event.purpose]?.withdrawn = event.withdrawn
        default: break
        }
    }

    /// Whether a consent counts on a day: today or later.
    package func isLive(_ purpose: String, on day: LocalDate) -> Bool {
        words[purpose]?.isLive(on: day) ?? false
    }
}
