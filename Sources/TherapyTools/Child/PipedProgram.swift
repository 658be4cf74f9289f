package import Messages
package import TherapyContract

/// A therapy's program at the other end of a pipe, one question at a time.
package protocol PipedProgram: AnyObject {
    /// Asks, and waits for the answer.
    ///
    /// - Throws: a ``ChildFailure``; after one it is asked nothing more.
    func ask(_ ask: Question.Ask, within seconds: Int) async throws -> Reply

    /// Closes the pipe, and says whether it ended by itself in that time. It is ended if not.
    func leave(within seconds: Int) async -> Bool

    /// Ends it at once, with all that it started.
    func end() async

    /// What it has said so far, as far as that is kept.
    var log: String { get }

    /// The most memory that it held so far, in bytes; `nil` where nobody knows.
    var peakMemory: Int64? { get }
}

/// What a child did instead of answering. It names no client.
package enum ChildFailure: Remediable, Equatable {
    /// It could not be started: why.
    case unstartable(String)
    /// It did not answer in so many seconds.
    case late(String, seconds: Int)
    /// It ended, or closed the pipe, before it had answered.
    case ended(String)
    /// What it answered is not what the pipe allows.
    case nonsense(String, PipeFault)
    /// It answered with the number of another question.
    case outOfOrder(String)
    /// It answered that it could not.
    case refused(String, error: String)

    package var advice: Advice {
        switch self {
        case .unstartable(let reason):
            Advice(
                "Could not start the program: \(reason).",
                remedy: "Look at command in plugin.json, and at the file that it names.")
        case .late(let ask, let seconds):
            Advice(
                "The answer to \(ask) took more than \(seconds) s.",
                remedy: "Do less for one question, or raise answerSeconds in plugin.json.")
        case .ended(let ask):
            Advice(
                "The program ended before it had answered \(ask).",
                remedy: "Read what it printed last, above.")
        case .nonsense(let ask, let fault):
            Advice(
                "The answer to \(ask) cannot be read. \(fault.advice.problem)",
                remedy: fault.advice.remedy)
        case .outOfOrder(let ask):
            Advice(
                "The answer to \(ask) has the number of another question.",
                remedy: "Answer each line with one line, which repeats its n.")
        case .refused(let ask, let error):
            Advice(
                "The program answered \(ask) with an error: \(error.printable(upTo: 200))",
                remedy: "Mend the place that it names.")
        }
    }
}
