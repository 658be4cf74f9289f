/// A figure from several rounds: its median, with the least and the greatest.
struct Spread {
    let values: [Double]

    init(_ values: [Double]) { self.values = values.sorted() }

    var median: Double { quantile(0.5) }
    var least: Double { values.first ?? .nan }
    var greatest: Double { values.last ?? .nan }

    /// The value below which that part of all lies.
    func quantile(_ part: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let place = part * Double(values.count - 1)
        let below = Int(place)
        let above = min(below + 1, values.count - 1)
        return values[below] + (values[above] - values[below]) * (place - Double(below))
    }

    /// The figure of each round divided by the other's of the same round.
    static func ratio(_ ours: [Double], _ theirs: [Double]) -> Spread {
        Spread(zip(ours, theirs).map { $0 / $1 })
    }
}

/// Runs all configurations once in each round, in an order that changes from round to round, so
/// that what else the machine does falls on all of them alike.
///
/// - Returns: For each configuration its results, round by round.
func interleaved<Configuration, Result>(
    _ configurations: [Configuration], rounds: Int,
    _ measure: (Configuration) throws -> Result
) throws -> [[Result]] {
    var results: [[Result]] = configurations.map { _ in [] }
    for round in 0..<rounds {
        let count = configurations.count
        for step in 0..<count {
            let place = (step + round) % count
            let index = round % 2 == 0 ? place : count - 1 - place
            results[index].append(try measure(configurations[index]))
        }
    }
    return results
}
