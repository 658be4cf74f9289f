internal import Messages

/// A fold beside the loop that the next input waits for, and all that came behind it.
struct AwaitedFold: Sendable {
    /// How far it is.
    enum Standing: Sendable { case wanted, begun, done }

    /// The input that waits, as the file of attempts names it; `nil` where the state itself is to
    /// be folded anew.
    let input: String?
    /// The events that the state is to be without.
    let retracted: Set<MessageID>
    var standing = Standing.wanted

    init(for input: String?, without retracted: Set<MessageID>) {
        self.input = input
        self.retracted = retracted
    }
}

/// What came takes a longer fold than the loop makes.
struct LongFold: Error {
    /// The events that the state is to be without.
    let retracted: Set<MessageID>
}
