import Messages

@testable import AssessmentCore

/// SplitMix64: the same seed always throws the same dice.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

extension [String: ItemAnswer] {
    /// A form on which items are answered, misanswered, refused or left out.
    static func random(for instrument: Instrument, using dice: inout SeededGenerator) -> Self {
        var answers = Self()
        for item in instrument.items {
            switch Int.random(in: 0..<10, using: &dice) {
            case 0: break
            case 1: answers[item.key] = ItemAnswer(missing: .refused)
            case 2: answers[item.key] = ItemAnswer(value: Int.random(in: -1...9, using: &dice))
            default:
                answers[item.key] = ItemAnswer(value: item.allowed.randomElement(using: &dice) ?? 0)
            }
        }
        return answers
    }
}
