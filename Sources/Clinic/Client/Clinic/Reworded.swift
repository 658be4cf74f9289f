internal import ClinicFiles
package import Messages

/// An error in the words of whoever knows more than the place where it was thrown. It stands
/// for that error.
package struct Reworded: Remediable {
    package let advice: Advice
    /// The error itself.
    package let error: any Remediable

    package init(_ error: any Remediable, _ change: (Advice) -> Advice) {
        advice = change(error.advice)
        self.error = error
    }

    /// The same, with the near word of those that are known before what else there is to do.
    package init(_ error: any Remediable, of word: String, in known: [String]) {
        self.init(error) {
            Advice($0.problem, remedy: NearMiss.question(word, in: known) + $0.remedy)
        }
    }
}
