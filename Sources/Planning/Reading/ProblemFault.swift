package import Messages

/// One thing that is wrong with a file: where, what and what to do about it.
package struct ProblemFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The place in the file, such as `clients[3].phase`.
    package var path: String
    package var problem: String
    package var remedy: String

    package var description: String { "\(path): \(problem) \(remedy)" }
}

/// All that is wrong with a file: it is told at once, so that it can be mended at once.
package struct ProblemFaults: Remediable, Hashable {
    /// In the order of the file; never empty.
    package var faults: [ProblemFault]

    package var advice: Advice {
        let count = faults.count == 1 ? "1 fault" : "\(faults.count) faults"
        return Advice(
            "The file has \(count).\n" + faults.map { "  \($0)" }.joined(separator: "\n") + "\n",
            remedy: "Mend them and try again.")
    }
}
