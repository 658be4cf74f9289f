public import Messages

/// What a desk finds wrong with a therapy, or with what a test tells it.
public struct DeskFault: Remediable, Equatable {
    /// What is wrong, and what to do about it.
    public let advice: Advice

    init(_ problem: String, remedy: String) { advice = Advice(problem, remedy: remedy) }
}
