internal import Messages

/// A measure of a client that is worse, as assessment judged it by the instrument's data file.
struct Worsening: Equatable, Sendable, Codable {
    let told: Timestamp
    /// What speaks for a review, as a sentence.
    let reason: String

    init(_ event: MeasureWorsened, at time: Timestamp) {
        told = time
        let change =
            "\(event.instrument): \(event.scale) went from \(event.best) to \(event.score);"
        reason =
            event.rule == .risingUse
            ? "\(change) \(event.limit) more asks for a review."
            : "\(change) a change of \(event.limit) is more than chance."
    }
}
