/// Why a form has no score, or what is odd about it.
package enum FormProblem: Hashable, CustomStringConvertible {
    /// There is no answer, and no rule of the form leaves the item out.
    case unanswered(String, ItemReading.Gap)
    /// Outside of what the item can have.
    case outOfRange(String, Instrument.AnswerSet)
    /// Within the range of the item, but in one of its gaps.
    case notAllowed(String, Instrument.AnswerSet)
    /// The instrument has no such item; the others are still scored.
    case unknownItem(String)
    /// The first item says less than the second; the form is still scored.
    case inconsistent(String, with: String)
    /// The item is answered, and another answer leaves it out; the form is still scored.
    case notLeftOut(String)
    /// The band set has no band for this score; the form is still scored.
    case withoutBand(policy: String, score: Int)

    /// Whether the form has no score because of it.
    package var preventsScore: Bool {
        switch self {
        case .unanswered, .outOfRange, .notAllowed: true
        case .unknownItem, .inconsistent, .notLeftOut, .withoutBand: false
        }
    }

    /// Whether the answer cannot be one, as opposed to missing.
    package var isImpossible: Bool {
        switch self {
        case .outOfRange, .notAllowed: true
        default: false
        }
    }

    /// The item that it is about.
    package var item: String? {
        switch self {
        case .unanswered(let item, _), .outOfRange(let item, _), .notAllowed(let item, _),
            .unknownItem(let item), .inconsistent(let item, _), .notLeftOut(let item):
            item
        case .withoutBand: nil
        }
    }

    /// One word for programs.
    package var word: String {
        switch self {
        case .unanswered(_, let gap): gap.rawValue
        case .outOfRange: "out-of-range"
        case .notAllowed: "value-not-allowed"
        case .unknownItem: "unknown-item"
        case .inconsistent: "inconsistent"
        case .notLeftOut: "not-left-out"
        case .withoutBand: "without-band"
        }
    }

    package var description: String {
        switch self {
        case .unanswered(let item, let gap): "Item \(item) \(FormProblem.words[gap] ?? "is open")."
        // The value is not repeated: this is read in errors too.
        case .outOfRange(let item, let allowed):
            "Item \(item) has an answer that is not in its range, \(allowed.listed)."
        case .notAllowed(let item, let allowed):
            "Item \(item) has an answer that is none of its values, \(allowed.listed)."
        case .unknownItem(let item): "The form has no item \(item); its answer is kept unread."
        case .inconsistent(let item, let other):
            "Item \(item) is less than item \(other): ask again."
        case .notLeftOut(let item):
            "Item \(item) is answered, although another answer leaves it out: ask again."
        case .withoutBand(let policy, let score):
            "The bands of \(policy) have no name for a score of \(score)."
        }
    }

    private static let words: [ItemReading.Gap: String] = [
        .absent: "has no answer", .notAsked: "was not asked", .refused: "was refused",
        .notSkipped: "is put down as left out, and no rule of the form leaves it out",
        .contradictory: "has a value and a reason why there is none",
        .unexplained: "has no answer, for a reason that is not known",
    ]
}
