internal import Messages

/// States that a peer had on its way, so that a correction folds little more than what came after
/// the event in error.
///
/// A copy of a state shares with it what has not changed since. Of those that are taken, the two
/// newest are kept, the two newest of every eighth, and the newest of every sixty-fourth and so on.
struct Checkpoints<Service: Core>: Sendable {
    /// Entries from one state to the next.
    private static var interval: Int64 { 250 }
    private static var levels: [(every: Int, kept: Int)] { [(1, 2), (8, 2), (64, 1), (512, 1)] }

    private var states: [(number: Int, state: FoldedState<Service>)] = []

    /// Takes note of a state as it is committed, if the last is long ago.
    mutating func pass(_ state: @autoclosure () -> FoldedState<Service>, at position: Int64) {
        guard position - (states.last?.state.position ?? 0) >= Self.interval else { return }
        keep(state())
    }

    /// Takes note of a state, however near the last is.
    mutating func keep(_ state: FoldedState<Service>) {
        states.append(((states.last?.number ?? 0) + 1, state))
        let kept = Set(
            Self.levels.flatMap { level in
                states.map(\.number).filter { $0.isMultiple(of: level.every) }.suffix(level.kept)
            })
        states.removeAll { !kept.contains($0.number) }
    }

    /// The newest one that may stand for a history without some events.
    func newest(
        without retracted: Set<MessageID>, at position: (MessageID) throws -> Int64?
    ) rethrows -> FoldedState<Service>? {
        try states.last { try $0.state.isUsable(without: retracted, at: position) }?.state
    }

    /// Those of no later place.
    func upTo(_ position: Int64) -> Self {
        var earlier = self
        earlier.states.removeAll { $0.state.position > position }
        return earlier
    }

    /// Forgets all.
    mutating func reset() { states = [] }
}
