internal import Journal
package import Messages

/// A fold that is made beside the loop, on any task.
package struct FoldTask<Service: Core>: Sendable {
    /// What the state is for.
    package enum Purpose: Hashable, Sendable {
        /// What was entered in error is to be left out: what came since waits.
        case correction
        /// The kept state of another build is compared with the whole history.
        case comparison
        /// That state was wrong, and the one that goes on from it is folded anew.
        case renewal
    }

    package let purpose: Purpose
    /// Which derivation of the peer's state it belongs to.
    package let generation: Int
    let origin: FoldOrigin<Service>
    /// The events that are left out.
    let retracted: Set<MessageID>
    /// The last entry that is folded.
    let end: Int64
    /// States that the peer had on its way.
    let checkpoints: Checkpoints<Service>
    /// What the whole history is compared with.
    var kept: FoldedState<Service>?

    /// What came of it.
    package struct Result: Sendable {
        let purpose: Purpose
        let generation: Int
        let state: FoldedState<Service>
        let checkpoints: Checkpoints<Service>
        /// Whether the state equals what it was compared with.
        let isSame: Bool
    }

    /// Folds on the calling task.
    ///
    /// - Parameter tell: hears how many entries are done, and how many there are; it may throw to
    ///   end the fold.
    package func run(telling tell: (_ done: Int64, _ total: Int64) throws -> Void) throws -> Result
    {
        var state = try beginning()
        let start = state.position
        var passed = checkpoints.upTo(start)
        if start > 0 { passed.pass(state, at: start) }
        try state.fold(origin.journal, upTo: end, beside: true) { state in
            passed.pass(state, at: state.position)
            try tell(state.position - start, end - start)
        }
        passed.keep(state)
        let isSame = kept.map { $0.engine.stateDigest == state.engine.stateDigest } ?? true
        return Result(
            purpose: purpose, generation: generation, state: state, checkpoints: passed,
            isSame: isSame)
    }

    /// The newest state that stands for the beginning of such a history.
    private func beginning() throws -> FoldedState<Service> {
        guard purpose != .comparison else { return origin.nothing(without: retracted) }
        var state =
            try checkpoints.newest(without: retracted, at: origin.journal.position(of:))
            ?? origin.nothing(without: retracted)
        // The kept state is what a renewal does without.
        if purpose == .correction,
            case .usable(let kept, _) = try origin.kept(without: retracted),
            kept.position > state.position, kept.position <= end
        {
            state = kept
        }
        state.engine.retracted = retracted
        return state
    }
}
