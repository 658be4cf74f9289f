import ClinicalRules
import Messages
import TestKit

@testable import AssessmentCore

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
                answers[item.key] = ItemAnswer(
                    value: instrument.answers(to: item).values.randomElement(using: &dice) ?? 0)
            }
        }
        return answers
    }
}
