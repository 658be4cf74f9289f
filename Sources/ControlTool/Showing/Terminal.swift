internal import ClinicClient
internal import Glibc
internal import Messages
internal import Synchronization

/// Nobody reads the output any more: the one failed write that needs no word.
struct OutputGone: Error {
    /// What a failed write to a standard channel means for the command.
    static func failure(_ failure: WholeWrite.Failure, of name: String) -> any Error {
        failure.number == EPIPE
            ? OutputGone() : ClientError.unwritten(SystemFault(failure.number), name)
    }
}

/// Where everything that the tool says goes: results to standard output, the rest to errors.
struct Terminal: Sendable {
    /// The two places that a line can go to.
    enum Channel: Sendable { case output, errors }

    /// Whether colours are shown: only to a person.
    let isColoured: Bool
    private let put: @Sendable (Channel, String) throws -> Void

    init(isColoured: Bool = false, put: @escaping @Sendable (Channel, String) throws -> Void) {
        self.isColoured = isColoured
        self.put = put
    }

    /// This process's own.
    static let standard = Terminal(
        isColoured: isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
    ) { channel, line in
        switch channel {
        case .output: try write(line, to: STDOUT_FILENO, named: "standard output")
        case .errors: try write(line, to: STDERR_FILENO, named: "standard error")
        }
    }

    /// A result; it has left the process when this returns.
    func line(_ text: String = "") throws { try put(.output, text + "\n") }

    /// What a person should know beside the result.
    ///
    /// It may be the only word about something: one that the system did not take is remembered.
    func note(_ text: String) {
        do { try put(.errors, text + "\n") } catch is OutputGone {} catch {
            Terminal.hasLostNotes.store(true, ordering: .relaxed)
        }
    }

    /// Whether a note did not reach standard error, so that success must not be claimed.
    static let hasLostNotes = Atomic(false)

    /// A problem and its remedy.
    func complain(_ advice: Advice) { note("cairn: \(advice.problem)\n       \(advice.remedy)") }

    /// The text in a colour, if colours are shown.
    func paint(_ text: String, _ colour: Colour) -> String {
        isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A text that somebody on the bus made up, without what would steer a terminal.
    static func printable(_ text: String) -> String {
        text.printable(upTo: 600)
    }

    private static func write(_ text: String, to file: Int32, named name: String) throws {
        do { try WholeWrite()(Array(text.utf8), to: file) } catch {
            throw OutputGone.failure(error, of: name)
        }
    }

    /// What a colour stands for, by its ANSI number.
    enum Colour: Int {
        case bold = 1
        case faint = 2
        case bad = 31
        case good = 32
        case warning = 33
    }
}
