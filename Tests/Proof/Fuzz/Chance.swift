internal import TestKit

extension SeededGenerator {
    /// One of some; there must be one.
    mutating func one<Element>(of choices: [Element]) -> Element { choices[below(choices.count)] }

    /// Whether one of so many times.
    mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

    /// So many bytes of any value.
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// A length that is mostly short and rarely at or beyond a limit.
    mutating func length(limit: Int) -> Int {
        switch below(8) {
        case 0: limit
        case 1: limit + 1
        case 2: 0
        default: below(min(limit, 64) + 1)
        }
    }
}
