/// How long nothing has come over a connection. The hub speaks each second: a wire that is silent for
/// long is dead, though nobody said so.
struct Silence {
    /// After how much of it the connection is made anew.
    static let limit = Duration.seconds(6)

    /// When something came last, or the connection was made anew; `nil` before anything came.
    private var last: ContinuousClock.Instant?

    /// Takes note of a look at what has come.
    ///
    /// - Returns: whether the wire was silent for too long. Where nothing ever came there may be no
    ///   hub yet, and libzmq knocks by itself.
    mutating func isOver(_ hasCome: Bool, at now: ContinuousClock.Instant) -> Bool {
        if hasCome { last = now }
        guard let since = last, now - since >= Self.limit else { return false }
        last = now
        return true
    }
}
