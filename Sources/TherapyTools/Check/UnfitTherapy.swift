package import Messages

/// A folder that is no therapy: all that is wrong with it.
package struct UnfitTherapy: Remediable {
    /// Each fault by itself, with its file and its line.
    package let faults: [Advice]
    package let advice: Advice

    /// - Parameter advice: all of it as one.
    package init(_ faults: [Advice], as advice: Advice) {
        (self.faults, self.advice) = (faults, advice)
    }
}
