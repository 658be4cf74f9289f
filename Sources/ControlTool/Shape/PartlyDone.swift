internal import ClinicClient
internal import Messages

/// Several commands were to be given, and one of them was not accepted: those before it stand.
struct PartlyDone: Remediable {
    let advice: Advice
    /// As for what ended it.
    let ending: ExitReason

    /// - Parameters:
    ///   - done: what was recorded, each in a word.
    ///   - error: what ended it.
    init(_ done: [String], after error: any Remediable) {
        ending = ExitReason(of: error)
        advice = Advice(
            "Recorded: \(done.joined(separator: ", ")). Then: \(error.advice.problem)",
            remedy: "\(error.advice.remedy) Give the rest again.")
    }
}
