/// What is wrong and what to do about it, without health data.
public struct Advice: Hashable, Sendable, Codable, CustomStringConvertible {
    /// What is wrong, as a sentence.
    public var problem: String
    /// What to do about it, as a sentence.
    public var remedy: String

    /// Both are whole sentences, and name no client.
    public init(_ problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    /// Several things that are wrong at once: each on a line, with its remedy on the next.
    ///
    /// - Parameters:
    ///   - problem: what could not be done, as a sentence.
    ///   - faults: what is wrong, each with its place.
    ///   - remedy: what to do with all of them.
    public init(_ problem: String, listing faults: [Advice], remedy: String) {
        let lines = faults.flatMap { ["  \($0.problem)", "    \($0.remedy)"] }
        self.init(([problem] + lines).joined(separator: "\n"), remedy: remedy)
    }

    /// On one line, unless the problem has several.
    public var description: String {
        "\(problem)\(problem.contains("\n") ? "\n" : " ")\(remedy)"
    }
}

/// An error that says its problem and its remedy.
public protocol Remediable: Error, CustomStringConvertible {
    /// The problem and the remedy; safe to log and to show.
    var advice: Advice { get }
}

extension Remediable {
    public var description: String { advice.description }
}

/// A core's "no" to a command: the command changed nothing, and the asker is told why.
public struct Refusal: Remediable, Equatable {
    public var advice: Advice

    /// Both are whole sentences, and name no client.
    public init(_ problem: String, remedy: String) {
        advice = Advice(problem, remedy: remedy)
    }
}

/// A reference to something that another stream has not brought yet: the input waits.
public struct NotYetKnown: Remediable, Equatable {
    /// The kind of thing that is missing, such as `client`; never its identifier.
    public var kind: String

    /// What whoever gave a command is told, where nothing more is to come.
    private var refusal: Advice?

    /// - Parameters:
    ///   - kind: the kind of thing that is missing.
    ///   - refusal: what whoever gave a command is told, where nothing more is to come.
    public init(_ kind: String, refusing refusal: Advice? = nil) {
        (self.kind, self.refusal) = (kind, refusal)
    }

    public var advice: Advice {
        refusal
            ?? Advice(
                "It refers to a \(kind) that has not arrived yet.",
                remedy: "It is tried again as other streams catch up; if it stays, see the parked"
                    + " list.")
    }
}
