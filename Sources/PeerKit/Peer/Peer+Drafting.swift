internal import Journal
package import Messages

/// Decisions that were made beside the loop one after the other, each knowing what the ones before it
/// come to, and that are recorded together.
///
/// Nothing of it is recorded before ``Peer/record(_:wall:)``. It holds for one turn: what the peer takes
/// in changes what it rests on.
package struct DecisionDraft<Service: Core> {
    /// The state with all of its decisions.
    package private(set) var engine: Engine<Service>
    let now: DecisionTime
    private(set) var inputs: [Input] = []

    init(engine: Engine<Service>, now: DecisionTime) { (self.engine, self.now) = (engine, now) }

    /// How many decisions are in it.
    package var count: Int { inputs.count }

    /// Adds a decision upon an event that the journal has.
    ///
    /// - Parameters:
    ///   - id: what its identifiers follow from: another one for each decision.
    ///   - cause: the event that it follows from; `nil` for none.
    /// - Returns: its events as they are going to be recorded.
    /// - Throws: what keeps one of them from being one. It is not added then, and nothing may be added
    ///   behind it.
    package mutating func add(_ events: [any Event], id: MessageID, upon cause: Envelope?) throws
        -> [Envelope]
    {
        let effects = try engine.record(events, id: id, upon: cause, now: now)
        inputs.append(.decided(events, id, upon: cause))
        return effects.events
    }
}

extension Peer {
    /// Begins one; `nil` while nothing can be recorded: the peer folds, has more to decide, or its
    /// journal cannot be used.
    package func draft(now: DecisionTime) -> DecisionDraft<Service>? {
        guard !isAwaitingFold, !hasBacklog, !health.storage.isFailing else { return nil }
        return DecisionDraft(engine: engine, now: now)
    }

    /// Records all of one in one commit, or nothing of it.
    package mutating func record(_ draft: consuming DecisionDraft<Service>, wall: Timestamp)
        -> (turn: Turn, isRecorded: Bool)
    {
        var turn = OpenTurn(now: draft.now)
        let inputs = draft.inputs
        // Whoever holds the state a second time has it copied.
        _ = consume draft
        time.pass(to: wall)
        let isRecorded = handle(inputs, in: &turn)
        return (turn.wants, isRecorded)
    }
}
