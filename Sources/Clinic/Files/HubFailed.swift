package import Messages

/// A clinic's hub cannot begin: without it nobody can join, and nobody could tell why.
package struct HubFailed: Remediable {
    /// What stands in the supervisor's last line then.
    package static let mark = "Without a hub nobody can join"

    package let advice: Advice

    /// - Parameter advice: why, as the supervisor has it.
    package init(_ advice: Advice) {
        self.advice = Advice("\(advice.problem) \(HubFailed.mark).", remedy: advice.remedy)
    }
}
