internal import Messages

/// A turn while it is taken: its time, the inputs that it brings, and what it wants done.
///
/// What it wants is told only after the turn is over, so nothing leaves the peer before the commit
/// that it tells of.
struct OpenTurn {
    /// What its decisions are dated by.
    let now: DecisionTime
    /// What came and is not in the backlog yet, in order.
    private(set) var inputs: [Input] = []
    /// What is to be done when the turn is over.
    var wants = Turn()
    /// Whether it asks for a page of what was missed.
    private(set) var asksForPages = false

    init(now: DecisionTime) { self.now = now }

    /// Adds an input behind those that came before it.
    mutating func bring(_ input: Input) { inputs.append(input) }

    mutating func bring(_ more: some Sequence<Input>) { inputs += more }

    /// Hands over the inputs that came so far.
    mutating func takeInputs() -> [Input] {
        defer { inputs = [] }
        return inputs
    }

    /// Asks for a page.
    mutating func ask(_ frame: Frame?) {
        send(frame)
        asksForPages = true
    }

    /// Sends a frame, if there is one, behind those that are to be sent already.
    mutating func send(_ frame: Frame?) {
        if let frame { wants.frames.append(frame) }
    }
}
