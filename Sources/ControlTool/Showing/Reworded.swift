internal import Messages
internal import ServiceKit

/// An error in the words of whoever knows more than the place where it was thrown. It ends the
/// command as that error would.
struct Reworded: Remediable {
    let advice: Advice
    let ending: Ending

    init(_ error: any Remediable, _ change: (Advice) -> Advice) {
        advice = change(error.advice)
        ending = Ending(of: error)
    }

    /// The same, with the near word of those that are known before what else there is to do.
    init(_ error: any Remediable, of word: String, in known: [String]) {
        self.init(error) {
            Advice($0.problem, remedy: NearMiss.question(word, in: known) + $0.remedy)
        }
    }
}
