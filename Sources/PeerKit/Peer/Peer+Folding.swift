internal import Bus
internal import Journal
internal import Messages

// Long folds are made beside the loop by whoever runs the peer: it asks for a task, runs it
// anywhere, and brings the result. The peer goes on beating and answering from the state that is
// committed; it takes in nothing past the input that waits.

extension Peer {
    /// Whether what came waits for a fold beside the loop.
    package var isAwaitingFold: Bool { folds.isAwaiting }

    /// Which derivation of the state it works with: what was folded for an earlier one is dropped.
    package var generation: Int { folds.generation }

    /// What to tell a person while all waits for a fold.
    var foldAdvice: Advice? {
        guard isAwaitingFold else { return nil }
        return Advice(
            "\(identity) folds its history anew, without what was entered in error; what came since"
                + " waits for it.",
            remedy: "Nothing is to be done: `cairn status` shows how far it is.")
    }

    /// The fold that somebody should make beside the loop now; `nil` where none is wanted, or it is
    /// being made.
    package mutating func beginFold() -> FoldTask<Service>? {
        guard let task = folds.begin(from: origin, to: position) else { return nil }
        // A process that ends on it has ended on the input.
        if let input = folds.input { attempts?.begin(input) }
        return task
    }

    /// The fold that confirms what another build kept; `nil` where nothing is to be confirmed, or
    /// it is being done.
    package mutating func beginComparison() -> FoldTask<Service>? {
        folds.beginComparison(from: origin)
    }

    /// Takes what was folded; the next turn goes on with what waited for it.
    package mutating func settle(_ result: FoldTask<Service>.Result) {
        guard result.generation == generation else { return }
        switch result.purpose {
        case .correction: end(with: result.checkpoints)
        case .renewal: renew(from: result)
        case .comparison where result.isSame: folds.confirm()
        case .comparison: distrust(result.state)
        }
    }

    /// Gives up on a fold that failed: the journal could not be read, and is tried again.
    package mutating func abandon(_ task: FoldTask<Service>, for error: any Error) {
        guard task.generation == generation else { return }
        guard task.purpose == .comparison else { return failed(error) }
        // What it goes on from needs none of what could not be read.
        let advice = (error as? any Remediable)?.advice
        health.foldFault = Advice(
            "The state that another build of \(identity) had kept could not be compared with its"
                + " history: \(advice?.problem ?? "it cannot be folded.")",
            remedy: advice?.remedy ?? "See `cairn journal verify \(identity)`.")
    }

    /// Says that the input that waits is not being folded for any more, and has not ended the process.
    package func leaveFold() {
        if let input = folds.input { attempts?.end(input) }
    }

    private mutating func end(with passed: Checkpoints<Service>) {
        leaveFold()
        folds.made(passing: passed)
        // What waited for the fold has waited for no other stream.
        waitingEvents.beginAnew(at: time.now)
    }

    /// Has the state folded anew that another build's fold began: it is not what the history says.
    private mutating func distrust(_ folded: FoldedState<Service>) {
        health.foldFault = Advice(
            "The state that another build of \(identity) had kept was not what its history says:"
                + " it is folded anew.",
            remedy: "Report it, look at what \(identity) decided since it was started, then"
                + " `cairn restart \(identity)`.")
        counted["fold.differed", default: 0] += 1
        leaveFold()
        journal.dropSnapshot()
        folds.distrust(folded, without: engine.retracted)
    }

    /// Goes on from a state that was folded anew.
    private mutating func renew(from result: FoldTask<Service>.Result) {
        var state = result.state
        do { try state.fold(journal) } catch { return failed(error) }
        engine.goOn(from: state.engine)
        isConclusionOwed = true
        end(with: result.checkpoints)
    }
}
