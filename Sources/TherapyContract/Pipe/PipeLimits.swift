public import Messages

/// The bounds of the pipe between a host and its therapy, and its versions.
public enum PipeLimits {
    /// The version of the pipe's protocol that this build speaks.
    public static let version = 1
    /// The oldest version that it still speaks.
    public static let oldestVersion = 1
    /// The longest line, its end left out, in bytes: 4 MiB.
    public static let lineBytes = 4 << 20
    /// The descriptor on which a therapy reads its questions.
    public static let questions: Int32 = 3
    /// The descriptor on which it writes its answers.
    public static let answers: Int32 = 4
    /// The most facts that one `apply` or `react` tells of.
    public static let factsOfQuestion = 1_000
    /// The most actions that one answer holds.
    public static let actionsOfReply = 1_000
}

/// Why a line of the pipe cannot be taken for what it should be. Nothing of its content is
/// repeated.
public enum PipeFault: Remediable, Equatable {
    /// It is longer than ``PipeLimits/lineBytes``.
    case lineTooLong
    /// It is no JSON object with a whole number `n`.
    case notAMessage
    /// A member is missing, or is not what the protocol says: its name.
    case badMember(String)
    /// The question has no name that this version knows.
    case unknownQuestion
    /// The action has no `do` that this version knows.
    case unknownAction

    public var advice: Advice {
        switch self {
        case .lineTooLong:
            Advice(
                "A line of the pipe is longer than \(PipeLimits.lineBytes) bytes.",
                remedy: "Keep less in the therapy's state.")
        case .notAMessage:
            Advice(
                "A line of the pipe is no JSON object with a whole number n.",
                remedy: "Write one JSON object a line to descriptor \(PipeLimits.answers), and"
                    + " nothing else.")
        case .badMember(let name):
            Advice(
                "A line of the pipe has no \(name), or not as the protocol says.",
                remedy: "See docs/plugins/pipe.md.")
        case .unknownQuestion:
            Advice(
                "A question of the pipe has a name that this version does not know.",
                remedy: "Answer it with an error, and go on.")
        case .unknownAction:
            Advice(
                "An action has a \"do\" that this version does not know.",
                remedy: "See docs/plugins/pipe.md for all of them.")
        }
    }
}
