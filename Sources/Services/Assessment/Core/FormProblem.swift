/// Why a form has no score, or what is odd about it.
enum FormProblem: Hashable, CustomStringConvertible {
    case unanswered(String)
    case outOfRange(String, value: Int, allowed: [Int])
    /// Within the range of the item, but in one of its gaps.
    case notAllowed(String, value: Int, allowed: [Int])
    /// The instrument has no such item; the others are still scored.
    case unknownItem(String)
    /// The first item says less than the second; the form is still scored.
    case inconsistent(String, with: String)
    /// The clinic's band set has no band for this score; the form is still scored.
    case withoutBand(policy: String, score: Int)

    var preventsScore: Bool {
        switch self {
        case .unanswered, .outOfRange, .notAllowed: true
        case .unknownItem, .inconsistent, .withoutBand: false
        }
    }

    var description: String {
        switch self {
        case .unanswered(let item): "Item \(item) has no answer."
        case .outOfRange(let item, let value, let allowed):
            "Item \(item): \(value) is outside \(allowed.first ?? 0) to \(allowed.last ?? 0)."
        case .notAllowed(let item, let value, let allowed):
            "Item \(item): \(value) is not one of \(allowed.map(String.init).joined(separator: ", "))."
        case .unknownItem(let item): "The form has no item \(item); its answer is kept unread."
        case .inconsistent(let item, let other):
            "Item \(item) is less than item \(other): ask again."
        case .withoutBand(let policy, let score):
            "The bands of \(policy) have no name for a score of \(score)."
        }
    }
}
