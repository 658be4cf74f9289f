internal import Messages

/// How far a stream's events may be delivered: all of them, but of the clock's those that its gate
/// lets through.
enum Passage {
    case open
    /// - Parameter lagging: the other streams that an hour may have to wait for.
    case gated(ClockGate, lagging: [EventStream])

    /// Whether the event of a place may be delivered.
    func lets(_ sequence: Int64) -> Bool {
        switch self {
        case .open: true
        case .gated(let gate, let lagging): gate.mayPass(sequence, lagging: lagging)
        }
    }
}
