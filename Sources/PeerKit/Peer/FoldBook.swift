internal import Journal
internal import Messages

/// The folds that are made beside a peer's loop, and the states that a fold can begin at.
///
/// Invariants:
/// - At most one fold is waited for. Until it is made, nothing past the input that waits for it is
///   taken in (``isAwaiting``); then that input is tried again.
/// - What was folded for an earlier ``generation`` of the state is dropped.
/// - Another build stands for the state until a fold of the whole history confirms what it kept.
///   What is kept meanwhile is in that build's name.
struct FoldBook<Service: Core> {
    /// States on the way here, from which a correction of late folds.
    private(set) var checkpoints = Checkpoints<Service>()
    /// Grows when the state is derived anew.
    private(set) var generation = 0
    /// Whose snapshots the peer can go on from, and which build stands for its state; `nil` where it
    /// keeps none.
    private(set) var author: SnapshotAuthor?
    private let build: String?
    private var awaited: AwaitedFold?
    /// What another build kept, until a fold is begun that confirms it.
    private var unconfirmed: FoldedState<Service>?

    /// - Parameters:
    ///   - author: whose snapshots to go on from; `nil` to do without.
    init(author: SnapshotAuthor?) {
        self.author = author
        build = author?.build
    }

    /// Whether what came waits for a fold.
    var isAwaiting: Bool { awaited.map { $0.standing != .done } ?? false }
    /// Whether the state was found to be wrong, and is being folded anew.
    var isRenewing: Bool { isAwaiting && awaited?.input == nil }
    /// The input that waits for a fold that is not made yet.
    var input: String? { isAwaiting ? awaited?.input : nil }
    /// What the fold leaves out that an input waits for, or has waited for.
    var leftOut: Set<MessageID>? { awaited?.retracted }

    /// Waits for a fold before anything else is taken in.
    mutating func wait(for fold: AwaitedFold) { awaited = fold }

    /// Forgets a fold that was made: the input that waited for it was tried again.
    mutating func endIfMade() {
        if !isAwaiting { awaited = nil }
    }

    /// The fold to make now; `nil` where none is wanted, or it is being made.
    mutating func begin(from origin: FoldOrigin<Service>, to end: Int64) -> FoldTask<Service>? {
        guard let fold = awaited, fold.standing == .wanted else { return nil }
        awaited?.standing = .begun
        return FoldTask(
            purpose: fold.input == nil ? .renewal : .correction, generation: generation,
            origin: origin, retracted: fold.retracted, end: end, checkpoints: checkpoints)
    }

    /// The fold that confirms what another build kept; `nil` where nothing is to be confirmed, or it
    /// is being done.
    mutating func beginComparison(from origin: FoldOrigin<Service>) -> FoldTask<Service>? {
        guard let kept = unconfirmed else { return nil }
        unconfirmed = nil
        return FoldTask(
            purpose: .comparison, generation: generation, origin: origin,
            retracted: kept.engine.retracted, end: kept.position, checkpoints: checkpoints,
            kept: kept)
    }

    /// The fold that was waited for is made.
    mutating func made(passing states: Checkpoints<Service>) {
        checkpoints = states
        awaited?.standing = .done
    }

    /// Stands for the state itself, and no other build does.
    mutating func confirm() {
        guard let build else { return }
        author?.build = build
    }

    /// Goes on from what a build kept; another's is to be confirmed.
    mutating func goOn(from kept: FoldedState<Service>, of author: String) {
        self.author?.build = author
        if author != build { unconfirmed = kept }
    }

    /// The state that another build had kept was wrong: it is derived anew, from the whole history.
    mutating func distrust(_ folded: FoldedState<Service>, without retracted: Set<MessageID>) {
        confirm()
        generation += 1
        checkpoints.reset()
        checkpoints.keep(folded)
        awaited = AwaitedFold(for: nil, without: retracted)
    }

    /// Takes note of a state on the way, if the last is long ago.
    mutating func pass(_ state: @autoclosure () -> FoldedState<Service>, at position: Int64) {
        checkpoints.pass(state(), at: position)
    }

    /// The state is derived anew from the journal.
    mutating func reset() {
        generation += 1
        awaited = nil
        unconfirmed = nil
        checkpoints.reset()
        confirm()
    }
}
