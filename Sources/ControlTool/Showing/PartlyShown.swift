internal import ClinicClient
internal import Messages

/// A long result ended in the middle: what was shown is right, and it can be gone on with.
struct PartlyShown: Remediable {
    let advice: Advice
    /// As for what ended it.
    let ending: ExitReason

    /// - Parameters:
    ///   - shown: how many lines were.
    ///   - option: what gives the rest, such as `--after 12`.
    ///   - error: what ended it.
    init(_ shown: Int, goOnWith option: String, after error: any Remediable) {
        ending = ExitReason(of: error)
        let lines = shown == 1 ? "1 line" : "\(shown) lines"
        advice = Advice(
            "\(lines) shown, and then: \(error.advice.problem)",
            remedy: "\(error.advice.remedy) Go on with `\(option)`.")
    }
}
