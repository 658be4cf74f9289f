package import Messages

/// One page that a reader asks of a stream's owner. The shell hands it back with the answer.
package struct ReplayAsk: Hashable, Sendable {
    /// What is asked of; its owner answers.
    package let stream: EventStream
    /// The first sequence wanted.
    package let from: Int64
    /// How long to wait before it is sent, so that all readers of a hole do not ask at once.
    package let delay: Duration
    /// Whether it asks for an event that the reader has, to see that the owner still has it.
    package let isCheck: Bool
    /// Tells two asks of the same page apart.
    let number: Int
}
