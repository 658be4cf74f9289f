internal import Messages

/// A measure of a client that is worse by more than chance, as assessment judged it.
struct Worsening: Equatable, Sendable, Codable {
    let told: Timestamp
    /// What speaks for a review, as a sentence.
    let reason: String

    init(_ event: MeasureWorsened, at time: Timestamp) {
        told = time
        reason =
            "\(event.instrument): \(event.scale) went from \(event.best) to \(event.score); a change"
            + " of \(event.limit) is more than chance."
    }
}
