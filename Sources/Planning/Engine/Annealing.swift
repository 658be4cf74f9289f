internal import Glibc

/// One round of one chain: moves at a temperature that falls from the hottest to the coldest.
struct Annealing: Sendable {
    /// Moves between two looks at the clock: about a tenth of a millisecond.
    static let stride = 128

    let hottest: Double
    let coldest: Double

    /// Walks until the part of the round that is over reaches 1, or nobody wants it any more.
    ///
    /// - Parameter passed: after a number of moves, the part of the round that is over.
    func run(
        _ search: inout Search, passed: (_ moves: Int) -> Double, isCancelled: () -> Bool,
        onImprove: (Int) -> Void
    ) -> Int {
        var moves = 0
        var told = search.bestTotal
        while !isCancelled() {
            let part = passed(moves)
            if part >= 1 { break }
            search.temperature = hottest * pow(coldest / hottest, part)
            for _ in 0..<Annealing.stride { search.move() }
            moves += Annealing.stride
            if search.bestTotal < told {
                told = search.bestTotal
                onImprove(told)
            }
        }
        return moves
    }
}
