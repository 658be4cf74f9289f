/// What came and is not decided yet: a turn ends before it has taken too long.
///
/// Invariants:
/// - Inputs are decided in the order in which they came; those that a slice puts back are the next.
/// - While something is left over, the hours that its peer says to have received are those from
///   before it: who says that an hour came says that all before it is decided.
struct Backlog {
    /// Inputs that are decided before what follows is committed.
    static let sliceLimit = 256
    /// Inputs from which on nothing more should be received.
    static let limit = 10_000

    private var inputs: [Input] = []
    private var clockBefore: Int64?

    var isEmpty: Bool { inputs.isEmpty }
    var count: Int { inputs.count }
    var isFull: Bool { inputs.count >= Self.limit }

    /// A turn begins.
    ///
    /// - Parameter clock: the last hour that came here.
    mutating func beginTurn(clock: Int64?) {
        if isEmpty { clockBefore = clock }
    }

    /// The last hour that the peer may say to have received.
    ///
    /// - Parameter clock: the last hour that came here.
    func clockReceived(of clock: Int64?) -> Int64? { isEmpty ? clock : clockBefore }

    mutating func append(_ more: [Input]) { inputs += more }

    /// Hands over what one slice may take.
    mutating func takeSlice() -> [Input] {
        let slice = Array(inputs.prefix(Self.sliceLimit))
        inputs.removeFirst(slice.count)
        return slice
    }

    /// Takes back what a slice had no time for.
    mutating func putBack(_ rest: some Collection<Input>) { inputs.insert(contentsOf: rest, at: 0) }

    /// Lets go of the events, which the reader brings again. Commands and answers come but once.
    mutating func dropEvents() { inputs.removeAll(where: \.isRepaired) }
}
